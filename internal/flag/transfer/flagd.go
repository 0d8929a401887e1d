package transfer

import (
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"sync"
	"unicode/utf8"

	"flagtui/internal/flag"
)

// flagdFile and what it holds are flagd's flag definition file, as its
// published schema, https://flagd.dev/schema/v0/flags.json, has it.
type flagdFile struct {
	Schema string               `json:"$schema"`
	Flags  map[string]flagdFlag `json:"flags"`
}

type flagdFlag struct {
	State          string            `json:"state"`
	Variants       flagdVariants     `json:"variants"`
	DefaultVariant string            `json:"defaultVariant"`
	Targeting      any               `json:"targeting,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"`
}

type flagdVariants struct {
	On  bool `json:"on"`
	Off bool `json:"off"`
}

// flagdKey is what the schema takes for a flag's key. A pattern of JSON
// Schema is JavaScript's, where a dot matches no end of a line.
var flagdKey = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^\n\r\x{2028}\x{2029}]+$`) })

// tenantVariable is what the evaluation context is to carry the tenant's id in.
const tenantVariable = "tenant_id"

// WriteFlagd writes flagd's flag definitions: the system value of every flag
// as its default, and the tenants that override it as its targeting. system
// holds what is stored at system scope, overrides every override. A flag whose
// name flagd cannot take is left out; left is how many are.
func WriteFlagd(to io.Writer, defs []flag.Definition, system map[string]flag.Stored, overrides []flag.Override) (skipped int, err error) {
	type tenants struct{ on, off []string }
	targets := map[string]*tenants{}
	for _, o := range overrides {
		// The app asks for no tenant without an id, so flagd must not either.
		if o.Scope.Kind != flag.Tenant || o.Scope.ID == "" || !utf8.ValidString(o.Scope.ID) {
			continue
		}
		t := targets[o.Name]
		if t == nil {
			t = new(tenants)
			targets[o.Name] = t
		}
		if o.Enabled {
			t.on = append(t.on, o.Scope.ID)
		} else {
			t.off = append(t.off, o.Scope.ID)
		}
	}
	file := flagdFile{Schema: "https://flagd.dev/schema/v0/flags.json", Flags: map[string]flagdFlag{}}
	for _, view := range flag.Resolve(flag.SystemScope(), flagdDefinitions(defs, targets), system, nil) {
		if !utf8.ValidString(view.Name) || !flagdKey().MatchString(view.Name) {
			skipped++
			continue
		}
		f := flagdFlag{State: "ENABLED", Variants: flagdVariants{On: true}, DefaultVariant: variantName(view.Enabled)}
		if view.Description != "" {
			f.Metadata = map[string]string{"description": view.Description}
		}
		if t := targets[view.Name]; t != nil {
			// Some releases of the schema have no if with more than three arguments.
			otherwise := targetingRule(t.off, "off", f.DefaultVariant)
			f.Targeting = targetingRule(t.on, "on", otherwise)
		}
		file.Flags[view.Name] = f
	}
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return skipped, encoder.Encode(file)
}

// flagdDefinitions returns the definitions that flagd is to have: those of flags
// that may be set for the system or for tenants, and every flag in targets.
func flagdDefinitions[T any](defs []flag.Definition, targets map[string]T) []flag.Definition {
	included := make([]flag.Definition, 0, len(defs))
	defined := make(map[string]bool, len(defs))
	for _, def := range defs {
		defined[def.Name] = true
		if _, targeted := targets[def.Name]; targeted || def.Allows(flag.System) || def.Allows(flag.Tenant) {
			def.Scopes = nil // a flag of tenants only has a value without a tenant, too: its default
			included = append(included, def)
		}
	}
	for name := range targets {
		if !defined[name] {
			included = append(included, flag.Definition{Name: name})
		}
	}
	return included
}

// targetingRule is JSONLogic for "then where the tenant is one of ids, else rest".
func targetingRule(ids []string, then string, otherwise any) any {
	if len(ids) == 0 {
		return otherwise
	}
	type rule map[string]any
	slices.Sort(ids)
	return rule{"if": []any{rule{"in": []any{rule{"var": tenantVariable}, ids}}, then, otherwise}}
}

func variantName(enabled bool) string { return flag.SettingOf(enabled).String() }
