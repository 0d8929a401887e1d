package views

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/feature"
)

// Effect returns how the effective values change if a flag's setting at scope becomes
// after. kinds are the kinds of scope in the database. impact holds the scopes that a
// change of the system affects. A nil impact means that they are not counted yet.
func (t Theme) Effect(kinds feature.KindList, scope feature.Scope, view feature.View, after feature.Setting, impact *feature.Impact) string {
	text := t.effectText(kinds, scope, view, after, impact)
	if kept := t.keptText(kinds.Of(scope.Kind), view, after); kept != "" {
		text += " " + kept
	}
	if impact != nil && after == feature.On && view.Own() != feature.On {
		if warning := kinds.Of(scope.Kind).TooMany(view.Name, impact.On+1); warning != "" {
			text += " " + t.clean(warning) + "."
		}
	}
	if !scope.IsSystem() || view.Own() == feature.Inherit && after == feature.Inherit {
		return text
	}
	if view.FromMisplacedRow(scope) && view.Own() == after {
		text = fmt.Sprintf("It stays %s.", after)
	}
	if impact == nil || len(impact.Misplaced) == 0 || view.Own() == after && !view.FromMisplacedRow(scope) {
		return text
	}
	verb := "Sets"
	if after == feature.Inherit {
		verb = "Removes"
	}
	return text + fmt.Sprintf(" %s %s too, which the app may read as the system's.", verb, t.scopeNames(impact.Misplaced))
}

// keptText names what the change keeps although it then has no effect, such as
// percentages. It returns "" if the change keeps nothing of the kind.
func (t Theme) keptText(info feature.KindInfo, view feature.View, after feature.Setting) string {
	then := view.With(after, info)
	kept := view.Targeting()
	if view.Decision != nil || view.Own() == after || len(kept) == 0 || len(then.Depends) > 0 {
		return ""
	}
	return t.clean("Keeps the targeting " + strings.Join(kept, ", ") + ", without effect while the flag is " + after.String() + ".")
}

// maxScopesNamed limits the scopes named in a sentence.
const maxScopesNamed = 3

// scopeNames returns the names of the first scopes, and the number of the others.
func (t Theme) scopeNames(all []feature.Scope) string {
	var names []string
	for _, scope := range all[:min(maxScopesNamed, len(all))] {
		names = append(names, t.clean(scope.String()))
	}
	text := strings.Join(names, ", ")
	if more := len(all) - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

func (t Theme) effectText(kinds feature.KindList, scope feature.Scope, view feature.View, after feature.Setting, impact *feature.Impact) string {
	info := kinds.Of(scope.Kind)
	then, own := view.With(after, info), view.Own()
	was, will := t.valueText(view), t.valueText(then)
	below := kinds.InheritingSystem()
	switch {
	case view.Decision != nil && info.Word(own) == info.Word(after):
		return fmt.Sprintf("None: its row says %s already, and does not decide.", info.Word(own))
	case view.Decision != nil:
		return t.clean("Its row becomes " + info.Word(after) + ", which " + view.RowOnly() + ". The app's enabled? reads the row.")
	case !info.Has(feature.Inherit) && view.Is(false) && after != feature.On:
		return "None: it is off already."
	case !info.Has(feature.Inherit) && own == after:
		return fmt.Sprintf("None: it is %s already.", after)
	case own == after && after == feature.Inherit:
		return "None: there is no override here."
	case own == after:
		return fmt.Sprintf("None: the override here is %s already.", after)
	case view.UnknownDefault() || then.UnknownDefault():
		return t.unknownEffect(below, scope, view, then, impact)
	case was == will && len(then.Depends) > 0:
		return "It stays as it is: it " + lowerFirst(will) + "."
	case was == will && after == feature.Inherit:
		return fmt.Sprintf("It stays %s, without an override of its own.", will)
	case was == will && view.HasSystem && then.Source == feature.Source(feature.System):
		return fmt.Sprintf("It stays %s: the system decides.", will)
	case was == will:
		return fmt.Sprintf("It stays %s, now by an override of its own.", will)
	case !scope.IsSystem():
		return fmt.Sprintf("%s changes from %s to %s.", t.clean(capitalized(info.Name)+" "+scope.ID), t.stateWord(view), will)
	case len(below) == 0:
		return t.valueChange(view, then)
	case impact == nil:
		return "Counting the " + t.clean(below.Noun().Many) + t.ellipsis
	}
	text := t.impactText(*impact, below, view, then, "changes", "change")
	if len(view.Depends)+len(then.Depends) > 0 {
		text = t.valueChange(view, then) + " " + text
	}
	return text
}

// valueChange returns the change of a value that depends on something else, before or
// after.
func (t Theme) valueChange(view, then feature.View) string {
	if len(then.Depends) > 0 {
		return "It then " + lowerFirst(t.valueText(then)) + "."
	}
	return fmt.Sprintf("It changes from %s to %s.", t.stateWord(view), t.stateWord(then))
}

// valueText returns a flag's effective value in words: "Enabled", or "Depends on 25 % of
// actors".
func (t Theme) valueText(view feature.View) string {
	if len(view.Depends) > 0 && !view.UnknownDefault() {
		return t.clean("Depends on " + strings.Join(view.Depends, ", "))
	}
	return t.stateWord(view)
}

// lowerFirst returns text with a lower-case first letter. It changes only ASCII letters.
func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }

// unknownEffect returns the effect of a change if the old or the new value is an
// unknown default. below are the kinds of scope that inherit from the system.
func (t Theme) unknownEffect(below feature.KindList, scope feature.Scope, view, then feature.View, impact *feature.Impact) string {
	text := "It changes from " + t.valueText(view) + " to its default, which is unknown: no catalogue is known."
	if view.UnknownDefault() {
		text = "It is " + t.valueText(then) + " then. Its present value is its default, which is unknown: no catalogue is known."
	}
	switch {
	case !scope.IsSystem() || len(below) == 0:
		return text
	case impact == nil:
		return text + " Counting the " + t.clean(below.Noun().Many) + t.ellipsis
	}
	return text + " " + t.impactText(*impact, below, view, then, "may change", "may change")
}

// impactText returns the words for the scopes that a change of the system's value
// affects. below are the kinds of these scopes. view is the system's flag before the
// change, and then is the flag after the change. does and do are the verb's singular and
// plural.
func (t Theme) impactText(r feature.Impact, below feature.KindList, view, then feature.View, does, do string) string {
	noun := below.Noun()
	one, verb := t.clean(noun.One), do
	if r.Inheriting == 1 {
		verb = does
	}
	text := t.clean(inheritText(noun, r)) + " the system value and " + verb + "."
	switch {
	case r.Inheriting <= 0 && r.Among == feature.OverridingTenants || r.Inheriting < 0:
		text = "Every " + one + " without an override of its own " + does + "."
	case r.Among == feature.OverridingTenants: // an id without overrides may be a scope, too
		text = fmt.Sprintf("Every %s without an override of its own %s (%d known by other flags).", one, does, r.Inheriting)
	}
	changed, kept := r, r
	if changesOwn(below, view, then, feature.On) {
		kept.On = 0
	} else {
		changed.On = 0
	}
	if changesOwn(below, view, then, feature.Off) {
		kept.Off = 0
	} else {
		changed.Off = 0
	}
	switch n := changed.On + changed.Off; n {
	case 0:
	case 1:
		text += " 1 with an override of its own " + does + ", too: " + t.ownSettings(changed) + "."
	default:
		text += fmt.Sprintf(" %d with overrides of their own %s, too: %s.", n, do, t.ownSettings(changed))
	}
	switch n := kept.On + kept.Off; n {
	case 0:
	case 1:
		text += " 1 keeps its own: " + t.ownSettings(kept) + "."
	default:
		text += fmt.Sprintf(" %d keep their own: %s.", n, t.ownSettings(kept))
	}
	return text
}

// inheritText returns the number of scopes that inherit: "12 workspaces inherit".
func inheritText(noun feature.Noun, r feature.Impact) string {
	if r.Among == feature.ListedTenants {
		noun = feature.Noun{One: "listed " + noun.One, Many: "listed " + noun.Many}
	}
	if r.Inheriting == 1 {
		return noun.Count(1) + " inherits"
	}
	return noun.Count(r.Inheriting) + " inherit"
}

// changesOwn reports whether a change of the system's flag changes the value of a scope
// with a setting of its own.
func changesOwn(below feature.KindList, view, then feature.View, own feature.Setting) bool {
	return slices.ContainsFunc(below, func(kind feature.KindInfo) bool { return !view.Below(kind, own).Same(then.Below(kind, own)) })
}

// ownSettings returns the numbers of scopes that are on and off by their own overrides,
// with the names of the first.
func (t Theme) ownSettings(r feature.Impact) string {
	var ways []string
	if r.On > 0 {
		ways = append(ways, fmt.Sprintf("%d on%s", r.On, t.inParentheses(r.OnNames, r.On)))
	}
	if r.Off > 0 {
		ways = append(ways, fmt.Sprintf("%d off%s", r.Off, t.inParentheses(r.OffNames, r.Off)))
	}
	return strings.Join(ways, ", ")
}

// inParentheses returns a list of names in parentheses, with an ellipsis for the rest of
// n names. It returns "" without names.
func (t Theme) inParentheses(names []string, n int) string {
	if len(names) == 0 {
		return ""
	}
	return " (" + t.joinNames(names, n) + ")"
}

// joinNames returns a list of names. An ellipsis stands for the rest of n names.
func (t Theme) joinNames(names []string, n int) string {
	cleaned := make([]string, len(names))
	for i, name := range names {
		cleaned[i] = t.clean(name)
	}
	text := strings.Join(cleaned, ", ")
	if n > len(names) {
		text += ", " + t.ellipsis
	}
	return text
}
