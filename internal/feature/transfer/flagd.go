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
	Depends int // flags whose value depends on something else, such as percentages
}

// flagdVariable returns the field of the evaluation context with the id of a scope of this
// kind, such as tenant_id.
func flagdVariable(kind feature.Kind) string { return string(kind) + "_id" }

// flagdTargets holds a flag's overrides below the system by kind of scope.
type flagdTargets map[feature.Kind][]feature.Override

// flagdBelow returns the kinds of scope whose overrides become targeting rules. In OLI
// Torus rollouts decide, too, and a file for flagd has no rules for its scopes.
func flagdBelow(kinds feature.KindList) feature.KindList {
	return slices.DeleteFunc(kinds.WithIDs(), func(info feature.KindInfo) bool { return info.OptIn })
}

// WriteFlagd writes flagd's flag definitions. A flag's default is its value without an
// override below the system. Its targeting rules list the scopes that override it. kinds
// are the database's kinds of scope. system holds the system's overrides, and overrides
// holds those of every scope. skipped counts the flags left out.
func WriteFlagd(to io.Writer, kinds feature.KindList, defs []feature.Definition, system map[string]feature.Stored, overrides []feature.Override) (skipped FlagdSkipped, err error) {
	below, targets := flagdBelow(kinds), map[string]flagdTargets{}
	for _, o := range overrides {
		// The app never resolves flags for a scope without an id. flagd must not do so
		// either.
		if !below.Has(o.Scope.Kind) || o.Scope.ID == "" || !utf8.ValidString(o.Scope.ID) {
			continue
		}
		if targets[o.Name] == nil {
			targets[o.Name] = flagdTargets{}
		}
		targets[o.Name][o.Scope.Kind] = append(targets[o.Name][o.Scope.Kind], o)
	}
	info := kinds.Of(feature.System)
	if !kinds.Has(feature.System) && len(below) > 0 {
		info.Without = below[0].Without
	}
	file := flagdFile{Schema: "https://flagd.dev/schema/v0/flags.json", Flags: map[string]flagdFlag{}}
	for _, view := range feature.Resolve(info, feature.SystemScope(), flagdDefinitions(defs, info, below, targets), system, nil) {
		usual := view
		if len(below) > 0 {
			usual = view.Below(below[0], feature.Inherit)
		}
		if !utf8.ValidString(view.Name) || !flagdKey.MatchString(view.Name) {
			skipped.Names++
			continue
		}
		if usual.UnknownDefault() {
			skipped.Unknown++
			continue
		}
		rules, certain := targets[view.Name].rules(below, view, usual)
		if !certain || len(usual.Depends) > 0 {
			skipped.Depends++
			continue
		}
		f := flagdFlag{State: "ENABLED", Variants: flagdVariants{On: true}, DefaultVariant: variantName(usual.Enabled), Targeting: rules}
		if view.Description != "" {
			f.Metadata = map[string]string{"description": view.Description}
		}
		file.Flags[view.Name] = f
	}
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return skipped, encoder.Encode(file)
}

// rules returns the targeting rules, or nil if the flag has none. system is the flag as
// seen from the system, and usual is the flag as seen from a scope without an override.
// certain is false if a value depends on something else.
func (t flagdTargets) rules(below feature.KindList, system, usual feature.View) (rules any, certain bool) {
	rules = variantName(usual.Enabled)
	targeted := false
	// Nested rules are needed, because some releases of the schema allow only three
	// arguments of an if.
	for _, info := range slices.Backward(below) {
		var on, off []string
		for _, o := range t[info.Kind] {
			switch value := system.Below(info, o.Setting()); {
			case len(value.Depends) > 0 || o.Depends != "":
				return nil, false
			case value.Enabled:
				on = append(on, o.Scope.ID)
			default:
				off = append(off, o.Scope.ID)
			}
		}
		targeted = targeted || len(on)+len(off) > 0
		rules = targetingRule(info.Kind, on, "on", targetingRule(info.Kind, off, "off", rules))
	}
	if !targeted {
		return nil, true
	}
	return rules, true
}

// flagdDefinitions returns the definitions of flags that may be set for the system or
// below, and one for every flag in targets. info describes the system.
func flagdDefinitions(defs []feature.Definition, info feature.KindInfo, below feature.KindList, targets map[string]flagdTargets) []feature.Definition {
	included := make([]feature.Definition, 0, len(defs))
	defined := make(map[string]bool, len(defs))
	for _, def := range defs {
		defined[def.Name] = true
		if _, targeted := targets[def.Name]; targeted || len(def.Scopes) == 0 || slices.ContainsFunc(def.Scopes, func(kind feature.Kind) bool { return kind == feature.System || below.Has(kind) }) {
			def.Scopes = nil // a flag for the scopes below only has its default without one
			included = append(included, def)
		}
	}
	for name := range targets {
		if !defined[name] {
			included = append(included, *feature.Undefined(name, len(defs) > 0, info))
		}
	}
	return included
}

// targetingRule returns a JSONLogic rule. The rule gives the scopes in ids one value, and
// all other scopes the other value.
func targetingRule(kind feature.Kind, ids []string, then string, otherwise any) any {
	if len(ids) == 0 {
		return otherwise
	}
	type rule map[string]any
	slices.Sort(ids)
	return rule{"if": []any{rule{"in": []any{rule{"var": flagdVariable(kind)}, ids}}, then, otherwise}}
}

func variantName(enabled bool) string { return feature.SettingOf(enabled).String() }
