package gogen

import (
	"bytes"
	"go/format"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

var defs = []feature.Definition{
	{Name: "billing.new_invoice", Description: "Invoices\nby the new engine", Default: true},
	{Name: "canvas_v2", Scopes: []feature.Kind{feature.Project}},
	{Name: "3d-view", Scopes: []feature.Kind{feature.Section, feature.Project}},
	{Name: "maintenance", Scopes: []feature.Kind{feature.System}},
	{Name: "seats", Scopes: []feature.Kind{feature.System, "workspace"}},
	{Name: "crew", Scopes: []feature.Kind{"team", "workspace"}},
	{Name: "standup", Scopes: []feature.Kind{"team"}},
	{Name: "everywhere", Scopes: []feature.Kind{"team", "workspace", feature.System, feature.Tenant, feature.Project, feature.Section}},
	{Name: `quote"and\slash`, Description: "*/ // `"},
	{Name: "größe.ändern"},
}

func write(t *testing.T, options Options, defs []feature.Definition) []byte {
	t.Helper()
	if options.Package == "" {
		options.Package = "flags"
	}
	text, err := Write(options, defs)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestScopesCompile compiles each flag with a scope of each kind. It compiles only if the
// definition allows the kind.
func TestScopesCompile(t *testing.T) {
	flags := newCompiler(t).generate(t, write(t, Options{}, defs))
	scopes := map[feature.Kind][]string{
		feature.System:  {"flagtui.System"},
		feature.Tenant:  {`flagtui.Tenant("acme")`},
		feature.Project: {"flagtui.Project(12)", `flagtui.ProjectSlug("intro")`},
		feature.Section: {"flagtui.Section(12)", `flagtui.SectionSlug("intro")`},
		"team":          {`flags.Team("7")`},
		"workspace":     {`flags.Workspace("7")`},
		"-":             {`flagtui.Scope("workspace", "7")`, `flagtui.Scope("project", "7")`, `flagtui.AnyScope(flagtui.System)`, `"acme"`, "12", "flags.Seats"},
	}
	for _, def := range defs {
		allowed := def.Scopes
		if len(allowed) == 0 {
			allowed = []feature.Kind{feature.System, feature.Tenant}
		}
		for kind, expressions := range scopes {
			for _, scope := range expressions {
				for _, method := range []string{"Enabled", "Evaluate"} {
					body := "_ = flags." + identifier(def.Name) + "." + method + "(client, " + scope + ")"
					err := flags.use(t, body)
					if want := slices.Contains(allowed, kind); (err == nil) != want {
						t.Errorf("%s: %v, want it to compile: %v", body, err, want)
					}
				}
			}
		}
	}
}

// TestFlagsAreOpaque checks that no other package can make a flag.
func TestFlagsAreOpaque(t *testing.T) {
	flags := newCompiler(t).generate(t, write(t, Options{}, defs))
	for body, compiles := range map[string]bool{
		"_ = flags.BillingNewInvoice.Name() + flags.Feature3dView.String() + flags.QuoteAndSlash.Name() + flags.GrößeÄndern.Name()": true,
		"_ = flags.BillingOldInvoice.Name()":                                                       false,
		"f := func(flags.Flag) {}; f(flags.BillingNewInvoice.Flag())":                              true,
		"f := func(flags.Flag) {}; f(flags.BillingNewInvoice)":                                     false,
		"f := func(flags.Flag) {}; f(3)":                                                           false,
		`f := func(flags.Flag) {}; f("billing.new_invoice")`:                                       false,
		"f := func(flags.ProjectFlag) {}; f(flags.CanvasV2)":                                       true,
		"f := func(flags.ProjectFlag) {}; f(flags.Maintenance)":                                    false,
		"_ = flags.ProjectFlag(flags.Maintenance)":                                                 false,
		"_ = flags.ProjectFlag(flags.CanvasV2.Flag())":                                             false,
		"_ = flags.SystemOrTenantFlag(flags.Seats)":                                                false,
		"_ = flags.Flag(3)":                                                                        false,
		"_ = flags.Flag{}.Name()":                                                                  true,
		"_ = flags.BillingNewInvoice.Flag() == flags.CanvasV2.Flag()":                              true,
		"var on bool = flags.BillingNewInvoice.DefaultEnabled(); _ = on":                           true,
		`f, ok := flags.ByName("canvas_v2"); _ = ok && f.Enabled(client, flagtui.Tenant("acme"))`:  true,
		`for _, f := range flags.All() { _ = f.Enabled(client); _ = f.Scopes() }`:                  true,
		`_ = client.Enabled(flags.Seats.Name(), flags.Workspace("7").Scope())`:                     true,
		`_ = client.Enabled(flags.Seats.Name(), flags.Workspace("7"))`:                             false,
		`var s flags.SystemOrWorkspace = flags.Workspace("7"); _ = flags.Seats.Enabled(client, s)`: true,
	} {
		if err := flags.use(t, body); (err == nil) != compiles {
			t.Errorf("%s: %v, want it to compile: %v", body, err, compiles)
		}
	}
}

func TestSource(t *testing.T) {
	text := write(t, Options{}, defs)
	if formatted, err := format.Source(text); err != nil || !bytes.Equal(formatted, text) {
		t.Errorf("gofmt changes the source, or %v", err)
	}
	other := slices.Clone(defs)
	slices.Reverse(other)
	if !bytes.Equal(write(t, Options{}, other), text) {
		t.Error("the order of the definitions changes the source")
	}
	for _, want := range []string{
		`&definition{"3d-view", false, []string{"project", "section"}}`, `&definition{"billing.new_invoice", true, []string{"system", "tenant"}}`,
		"\t// BillingNewInvoice is \"billing.new_invoice\".\n\t//\n\t// Invoices by the new engine\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	newCompiler(t).generate(t, write(t, Options{}, nil))
}

// TestDefaultScopes gives a flag without scopes other kinds than system and tenant.
func TestDefaultScopes(t *testing.T) {
	flags := newCompiler(t).generate(t, write(t, Options{Scopes: []feature.Kind{"actor", feature.System}}, []feature.Definition{{Name: "a"}}))
	for scope, compiles := range map[string]bool{"flagtui.System": true, `flags.Actor("User;7")`: true, `flagtui.Tenant("acme")`: false} {
		if err := flags.use(t, "_ = flags.A.Enabled(client, "+scope+")"); (err == nil) != compiles {
			t.Errorf("%s: %v, want it to compile: %v", scope, err, compiles)
		}
	}
}
