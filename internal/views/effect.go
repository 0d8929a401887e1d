package views

import (
	"fmt"
	"strings"

	"flagtui/internal/feature"
)

// Effect returns how the effective values change if a flag's setting at scope becomes
// after. info describes the scope's kind. impact holds the tenants that a change of the system affects; nil means not
// counted yet.
func (t Theme) Effect(info feature.KindInfo, scope feature.Scope, view feature.View, after feature.Setting, impact *feature.Impact) string {
	text := t.effectText(info, scope, view, after, impact)
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

func (t Theme) effectText(info feature.KindInfo, scope feature.Scope, view feature.View, after feature.Setting, impact *feature.Impact) string {
	then, own := view.With(after, info), view.Own()
	was, will := view.Enabled, then.Enabled
	switch {
	case view.Decision != nil && info.Word(own) == info.Word(after):
		return fmt.Sprintf("None: its row says %s already, and does not decide.", info.Word(own))
	case view.Decision != nil:
		return t.clean("Its row becomes " + info.Word(after) + ", which " + view.RowOnly() + ". The app's enabled? reads the row.")
	case !info.Has(feature.Inherit) && !was && after != feature.On:
		return "None: it is off already."
	case own == after && after == feature.Inherit:
		return "None: there is no override here."
	case own == after:
		return fmt.Sprintf("None: the override here is %s already.", after)
	case view.UnknownDefault() || then.UnknownDefault():
		return t.unknownEffect(scope, view, then, impact)
	case was == will && after == feature.Inherit:
		return fmt.Sprintf("It stays %s, without an override of its own.", enabledWord(will))
	case was == will:
		return fmt.Sprintf("It stays %s, now by an override of its own.", enabledWord(will))
	case !scope.IsSystem():
		return fmt.Sprintf("%s changes from %s to %s.", t.clean(scope.ID), enabledWord(was), enabledWord(will))
	case impact == nil:
		return "Counting the tenants" + t.ellipsis
	}
	return t.impactText(*impact, "changes", "change")
}

// unknownEffect returns the effect of a change if the old or the new value is an
// unknown default.
func (t Theme) unknownEffect(scope feature.Scope, view, then feature.View, impact *feature.Impact) string {
	text := "It changes from " + stateWord(view) + " to its default, which no catalogue tells."
	if view.UnknownDefault() {
		text = "It is " + stateWord(then) + " then. What it is now is not known: no catalogue tells its default."
	}
	switch {
	case !scope.IsSystem():
		return text
	case impact == nil:
		return text + " Counting the tenants" + t.ellipsis
	}
	return text + " " + t.impactText(*impact, "may change", "may change")
}

// impactText returns the words for the tenants that a change of the system's value
// affects. does and do are the verb's singular and plural.
func (t Theme) impactText(r feature.Impact, does, do string) string {
	var text string
	switch {
	case r.Inheriting <= 0 && r.Among == feature.OverridingTenants || r.Inheriting < 0:
		text = "Every tenant without an override of its own " + does + "."
	case r.Among == feature.OverridingTenants: // an id without overrides may be a tenant, too
		text = fmt.Sprintf("Every tenant without an override of its own %s (%d known by other flags).", does, r.Inheriting)
	case r.Among == feature.ListedTenants:
		text = fmt.Sprintf("%d listed tenants inherit the system value and %s.", r.Inheriting, do)
	case r.Inheriting == 1:
		text = "1 tenant inherits the system value and " + does + "."
	default:
		text = fmt.Sprintf("%d tenants inherit the system value and %s.", r.Inheriting, do)
	}
	keep := "keep their"
	switch {
	case r.On+r.Off == 0:
		return text
	case r.On+r.Off == 1:
		keep = "keeps its"
	}
	var ways []string
	if r.On > 0 {
		ways = append(ways, fmt.Sprintf("%d on%s", r.On, t.inParentheses(r.OnNames, r.On)))
	}
	if r.Off > 0 {
		ways = append(ways, fmt.Sprintf("%d off%s", r.Off, t.inParentheses(r.OffNames, r.Off)))
	}
	return fmt.Sprintf("%s %d %s own: %s.", text, r.On+r.Off, keep, strings.Join(ways, ", "))
}

// inParentheses returns names, in parentheses, in a list that stands for n names. It
// returns "" without names.
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
