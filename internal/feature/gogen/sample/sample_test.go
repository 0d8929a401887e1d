package sample_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"testing"

	"flagtui"
	"flagtui/internal/feature/catalogue"
	"flagtui/internal/feature/gogen"
	flags "flagtui/internal/feature/gogen/sample"
)

// TestUpToDate checks that "go generate" would not change flags.go.
func TestUpToDate(t *testing.T) {
	text, err := os.ReadFile("flags.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defs, err := catalogue.Read("flags.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	want, err := gogen.Write(gogen.Options{Package: "sample"}, defs)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile("flags.go"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("flags.go is not what gogen writes: run go generate (%v)", err)
	}
}

// on returns a client with one flag that is off, but on at one scope.
func on(t *testing.T, name string, scope flagtui.AnyScope) *flagtui.Client {
	t.Helper()
	client := flagtui.Fake(map[string]bool{name: false})
	t.Cleanup(func() { client.Close() })
	if _, err := client.Set(context.Background(), []flagtui.Change{{Scope: scope, Name: name, After: flagtui.On}}, flagtui.By("test")); err != nil {
		t.Fatal(err)
	}
	return client
}

// TestEnabled: a flag asks the client for its own name and the scope it was given.
func TestEnabled(t *testing.T) {
	for name, test := range map[string]struct {
		scope    flagtui.AnyScope
		enabled  func(*flagtui.Client) bool
		evaluate func(*flagtui.Client) flagtui.Result
		other    func(*flagtui.Client) bool // the flag at another scope
	}{
		"canvas_v2": {flagtui.Project(12),
			func(c *flagtui.Client) bool { return flags.CanvasV2.Enabled(c, flagtui.Project(12)) },
			func(c *flagtui.Client) flagtui.Result { return flags.CanvasV2.Evaluate(c, flagtui.Project(12)) },
			func(c *flagtui.Client) bool { return flags.CanvasV2.Enabled(c, flagtui.Project(13)) }},
		"discussions": {flagtui.SectionSlug("intro"),
			func(c *flagtui.Client) bool { return flags.Discussions.Enabled(c, flagtui.SectionSlug("intro")) },
			func(c *flagtui.Client) flagtui.Result {
				return flags.Discussions.Evaluate(c, flagtui.SectionSlug("intro"))
			},
			func(c *flagtui.Client) bool { return flags.Discussions.Enabled(c, flagtui.ProjectSlug("intro")) }},
		"billing.new_invoice": {flagtui.Tenant("acme"),
			func(c *flagtui.Client) bool { return flags.BillingNewInvoice.Enabled(c, flagtui.Tenant("acme")) },
			func(c *flagtui.Client) flagtui.Result {
				return flags.BillingNewInvoice.Evaluate(c, flagtui.Tenant("acme"))
			},
			func(c *flagtui.Client) bool { return flags.BillingNewInvoice.Enabled(c, flagtui.System) }},
		"seats": {flagtui.Scope("workspace", "7"),
			func(c *flagtui.Client) bool { return flags.Seats.Enabled(c, flags.Workspace("7")) },
			func(c *flagtui.Client) flagtui.Result { return flags.Seats.Evaluate(c, flags.Workspace("7")) },
			func(c *flagtui.Client) bool { return flags.Seats.Enabled(c, flagtui.System) }},
	} {
		client := on(t, name, test.scope)
		if !test.enabled(client) || test.other(client) {
			t.Errorf("%s is %v at %v, and %v at the other scope", name, test.enabled(client), test.scope, test.other(client))
		}
		if got := test.evaluate(client); !got.Enabled || got.Name != name || got.Scope.String() != test.scope.String() {
			t.Errorf("%s evaluates to %+v", name, got)
		}
		byName, found := flags.ByName(name)
		if !found || !byName.Enabled(client, test.scope) || byName.Enabled(client) || byName.Evaluate(client, test.scope).Name != name {
			t.Errorf("%s by name: %v, %v", name, byName, found)
		}
		if flags.CanvasV2.Enabled(client, flagtui.Project(12)) != (name == "canvas_v2") {
			t.Errorf("canvas_v2 has the value of %s", name)
		}
	}
	client := on(t, "maintenance", flagtui.System)
	if !flags.Maintenance.Enabled(client, flagtui.System) {
		t.Error("maintenance is off")
	}
}

// TestZeroFlags: a zero flag is off and does not panic, whatever the client would answer.
func TestZeroFlags(t *testing.T) {
	client := flagtui.Fake(map[string]bool{"a": true})
	defer client.Close()
	for name, got := range map[string]bool{
		"Flag":                 flags.Flag{}.Enabled(client) || flags.Flag{}.Evaluate(client).Enabled,
		"ProjectFlag":          flags.ProjectFlag{}.Enabled(client, flagtui.Project(1)) || flags.ProjectFlag{}.Evaluate(client, flagtui.Project(1)).Enabled,
		"SystemOrTenantFlag":   flags.SystemOrTenantFlag{}.Enabled(client, flagtui.System) || flags.SystemOrTenantFlag{}.Evaluate(client, flagtui.System).Enabled,
		"a nil scope":          flags.SearchFuzzy.Enabled(client, nil) || flags.SearchFuzzy.Evaluate(client, nil).Enabled,
		"a nil client":         flags.ProjectFlag{}.Enabled(nil, flagtui.Project(1)),
		"the zero's default":   flags.Flag{}.DefaultEnabled(),
		"the zero is the same": flags.Flag{} == flags.CanvasV2.Flag(),
	} {
		if got {
			t.Errorf("%s is on", name)
		}
	}
	if flag := (flags.Flag{}); flag.Name() != "" || flag.String() != "" || flag.Scopes() != nil {
		t.Errorf("the zero flag is %q with the scopes %q", flag.Name(), flag.Scopes())
	}
}

func TestByName(t *testing.T) {
	for _, flag := range flags.All() {
		if got, found := flags.ByName(flag.Name()); !found || got != flag {
			t.Errorf("%v is found as %v, %v", flag, got, found)
		}
	}
	for _, name := range []string{"", "a", "canvas_v", "canvas_v22", "zzz", "Canvas_v2"} {
		if got, found := flags.ByName(name); found || got != (flags.Flag{}) {
			t.Errorf("%q is found as %v", name, got)
		}
	}
	all := flags.All()
	all[0] = flags.Flag{}
	if flags.All()[0] == all[0] {
		t.Error("a caller of All changes the flags")
	}
	scopes := flags.Discussions.Scopes()
	scopes[0] = "changed"
	if got := flags.Discussions.Scopes(); !slices.Equal(got, []string{"project", "section"}) {
		t.Errorf("a caller of Scopes changes them to %q", got)
	}
	if !flags.SearchFuzzy.DefaultEnabled() || flags.CanvasV2.DefaultEnabled() || flags.Workspace("7").Scope() != flagtui.Scope("workspace", "7") || flags.Workspace("7").String() != "workspace:7" {
		t.Error("a default or a scope is wrong")
	}
}

// TestNoAllocations: a look at a flag takes no memory from the heap.
func TestNoAllocations(t *testing.T) {
	client := flagtui.Fake(map[string]bool{"canvas_v2": true, "billing.new_invoice": true, "seats": true})
	defer client.Close()
	tenant, workspace, count := "acme", "7", 0
	ask := func() {
		for _, on := range []bool{flags.CanvasV2.Enabled(client, flagtui.Project(1234)), flags.BillingNewInvoice.Enabled(client, flagtui.Tenant(tenant)),
			flags.Seats.Enabled(client, flags.Workspace(workspace)), flags.Seats.Enabled(client, flagtui.System)} {
			if on {
				count++
			}
		}
	}
	ask()
	if n := testing.AllocsPerRun(100, ask); n != 0 || count%4 != 0 {
		t.Errorf("%v allocations, and %d flags are on", n, count)
	}
}

func Example() {
	client := flagtui.Fake(map[string]bool{"canvas_v2": true})
	defer client.Close()
	fmt.Println(flags.CanvasV2.Enabled(client, flagtui.Project(12)))
	flag, found := flags.ByName("canvas_v2")
	fmt.Println(flag, found, flag.Scopes(), flag.Enabled(client, flagtui.Project(12)))
	// Output:
	// true
	// canvas_v2 true [project] true
}
