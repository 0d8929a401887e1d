package transfer

import (
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"unicode/utf8"

	"flagtui/internal/feature"
)

// flagdFile is a flag definition file for flagd. The schema is
// https://flagd.dev/schema/v0/flags.json.
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

// flagdKey matches the keys that the schema allows. In JavaScript's patterns, which JSON
// Schema uses, a dot matches no line terminator.
var flagdKey = regexp.MustCompile(`^[^\n\r\x{2028}\x{2029}]+$`)

// FlagdSkipped counts the flags that WriteFlagd leaves out.
type FlagdSkipped struct {
	Names   int // flags whose name flagd does not allow
	Unknown int // flags with an unknown default and no system override
}

// tenantVariable is the field of the evaluation context with the tenant's id.
const tenantVariable = "tenant_id"

// WriteFlagd writes flagd's flag definitions. A flag's default is its system value. Its
// targeting rules list the tenants that override it. system holds the system's
// overrides, and overrides holds those of every scope. skipped counts the flags left
// out.
func WriteFlagd(to io.Writer, defs []feature.Definition, system map[string]feature.Stored, overrides []feature.Override) (skipped FlagdSkipped, err error) {
	type tenants struct{ on, off []string }
	targets := map[string]*tenants{}
	for _, o := range overrides {
		// The app never resolves flags for a tenant without an id. flagd must not do so
		// either.
		if o.Scope.Kind != feature.Tenant || o.Scope.ID == "" || !utf8.ValidString(o.Scope.ID) {
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
	for _, view := range feature.Resolve(feature.KindList{}.Of(feature.System), feature.SystemScope(), flagdDefinitions(defs, targets), system, nil) {
		if !utf8.ValidString(view.Name) || !flagdKey.MatchString(view.Name) {
			skipped.Names++
			continue
		}
		if view.UnknownDefault() {
			skipped.Unknown++
			continue
		}
		f := flagdFlag{State: "ENABLED", Variants: flagdVariants{On: true}, DefaultVariant: variantName(view.Enabled)}
		if view.Description != "" {
			f.Metadata = map[string]string{"description": view.Description}
		}
		if t := targets[view.Name]; t != nil {
			// Nested rules are needed, because some releases of the schema allow only
			// three arguments of an if.
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

// flagdDefinitions returns the definitions of flags that may be set for the system or
// for tenants, and one for every flag in targets.
func flagdDefinitions[T any](defs []feature.Definition, targets map[string]T) []feature.Definition {
	included := make([]feature.Definition, 0, len(defs))
	defined := make(map[string]bool, len(defs))
	for _, def := range defs {
		defined[def.Name] = true
		if _, targeted := targets[def.Name]; targeted || len(def.Scopes) == 0 || slices.Contains(def.Scopes, feature.System) || slices.Contains(def.Scopes, feature.Tenant) {
			def.Scopes = nil // without a tenant, a flag for tenants only has its default
			included = append(included, def)
		}
	}
	for name := range targets {
		if !defined[name] {
			included = append(included, *feature.Undefined(name, len(defs) > 0, feature.KindList{}.Of(feature.System)))
		}
	}
	return included
}

// targetingRule returns a JSONLogic rule. The rule gives the tenants in ids one value,
// and all other tenants the other value.
func targetingRule(ids []string, then string, otherwise any) any {
	if len(ids) == 0 {
		return otherwise
	}
	type rule map[string]any
	slices.Sort(ids)
	return rule{"if": []any{rule{"in": []any{rule{"var": tenantVariable}, ids}}, then, otherwise}}
}

func variantName(enabled bool) string { return feature.SettingOf(enabled).String() }
