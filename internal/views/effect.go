package views

import (
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/words"
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
		text = t.Say(words.EffectStays, after)
	}
	if impact == nil || len(impact.Misplaced) == 0 || view.Own() == after && !view.FromMisplacedRow(scope) {
		return text
	}
	too := words.EffectSetsToo
	if after == feature.Inherit {
		too = words.EffectRemovesToo
	}
	return text + " " + t.Say(too, t.scopeNames(impact.Misplaced))
}

// keptText names what the change keeps although it then has no effect, such as
// percentages. It returns "" if the change keeps nothing of the kind.
func (t Theme) keptText(info feature.KindInfo, view feature.View, after feature.Setting) string {
	then := view.With(after, info)
	kept := view.Targeting()
	if view.Decision != nil || view.Own() == after || len(kept) == 0 || len(then.Depends) > 0 {
		return ""
	}
	return t.Say(words.EffectKeeps, t.rules(kept...), after)
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
		text = t.Say(words.AndMore, text, more)
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
		return t.Say(words.EffectNoneRow, t.Known(info.Word(own)))
	case view.Decision != nil:
		return t.Say(words.EffectRow, t.Known(info.Word(after)), t.clean(view.RowOnly(t.Language)))
	case !info.Has(feature.Inherit) && view.Is(false) && after != feature.On:
		return t.Say(words.EffectNoneOff)
	case !info.Has(feature.Inherit) && own == after:
		return t.Say(words.EffectNoneAlready, after)
	case own == after && after == feature.Inherit:
		return t.Say(words.EffectNoneNoOverride)
	case own == after:
		return t.Say(words.EffectNoneOverride, after)
	case view.UnknownDefault() || then.UnknownDefault():
		return t.unknownEffect(below, scope, view, then, impact)
	case was == will && len(then.Depends) > 0:
		return t.Say(words.EffectStaysDepends, lowerFirst(will))
	case was == will && after == feature.Inherit:
		return t.Say(words.EffectStaysCleared, will)
	case was == will && view.HasSystem && then.Source == feature.Source(feature.System):
		return t.Say(words.EffectStaysSystem, will)
	case was == will:
		return t.Say(words.EffectStaysOwn, will)
	case !scope.IsSystem():
		return t.Say(words.EffectScope, capitalized(t.kindName(info))+" "+t.clean(scope.ID), t.stateWord(view), will)
	case len(below) == 0:
		return t.valueChange(view, then)
	case impact == nil:
		return t.countingText(below)
	}
	text := t.impactText(*impact, below, view, then, changing)
	if len(view.Depends)+len(then.Depends) > 0 {
		text = t.valueChange(view, then) + " " + text
	}
	return text
}

// valueChange returns the change of a value that depends on something else, before or
// after.
func (t Theme) valueChange(view, then feature.View) string {
	if len(then.Depends) > 0 {
		return t.Say(words.EffectThen, lowerFirst(t.valueText(then)))
	}
	return t.Say(words.EffectChange, t.stateWord(view), t.stateWord(then))
}

// valueText returns a flag's effective value in words: "Enabled", or "Depends on 25 % of
// actors".
func (t Theme) valueText(view feature.View) string {
	if len(view.Depends) > 0 && !view.UnknownDefault() {
		return t.Say(words.DependsOn, t.rules(view.Depends...))
	}
	return t.stateWord(view)
}

// lowerFirst returns text with a lower-case first letter. It changes only ASCII letters.
func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }

// unknownEffect returns the effect of a change if the old or the new value is an
// unknown default. below are the kinds of scope that inherit from the system.
func (t Theme) unknownEffect(below feature.KindList, scope feature.Scope, view, then feature.View, impact *feature.Impact) string {
	text := t.Say(words.EffectToUnknown, t.valueText(view))
	if view.UnknownDefault() {
		text = t.Say(words.EffectFromUnknown, t.valueText(then))
	}
	switch {
	case !scope.IsSystem() || len(below) == 0:
		return text
	case impact == nil:
		return text + " " + t.countingText(below)
	}
	return text + " " + t.impactText(*impact, below, view, then, perhapsChanging)
}

// countingText returns what stands in place of the effect on scopes that are not counted
// yet.
func (t Theme) countingText(below feature.KindList) string {
	return t.Say(words.EffectCounting, t.clean(below.Noun().In(t.Language).Many)) + t.ellipsis
}

// impactTexts are the sentences about the scopes that a change affects.
type impactTexts struct{ inherits, inherit, every, everyKnown, oneOwn, own words.Text }

var (
	changing        = impactTexts{words.EffectInherits, words.EffectInherit, words.EffectEvery, words.EffectEveryKnown, words.EffectOneOwn, words.EffectOwn}
	perhapsChanging = impactTexts{words.EffectMayInherits, words.EffectMayInherit, words.EffectMayEvery, words.EffectMayEveryKnown, words.EffectMayOneOwn, words.EffectMayOwn}
)

// impactText returns the words for the scopes that a change of the system's value
// affects. below are the kinds of these scopes. view is the system's flag before the
// change, and then is the flag after the change.
func (t Theme) impactText(r feature.Impact, below feature.KindList, view, then feature.View, texts impactTexts) string {
	noun, inherit := below.Noun(), texts.inherit
	if r.Inheriting == 1 {
		inherit = texts.inherits
	}
	text := t.Say(inherit, t.inheritingCount(noun.In(t.Language), r))
	switch {
	case r.Inheriting <= 0 && r.Among == feature.OverridingTenants || r.Inheriting < 0:
		text = t.Say(texts.every, t.every(noun))
	case r.Among == feature.OverridingTenants: // an id without overrides may be a scope, too
		text = t.Say(texts.everyKnown, t.every(noun), r.Inheriting)
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
		text += " " + t.Say(texts.oneOwn, t.ownSettings(changed))
	default:
		text += " " + t.Say(texts.own, n, t.ownSettings(changed))
	}
	switch n := kept.On + kept.Off; n {
	case 0:
	case 1:
		text += " " + t.Say(words.EffectOneKeeps, t.ownSettings(kept))
	default:
		text += " " + t.Say(words.EffectKeepOwn, n, t.ownSettings(kept))
	}
	return text
}

// inheritingCount returns the number of scopes that inherit: "12 workspaces".
func (t Theme) inheritingCount(noun feature.Noun, r feature.Impact) string {
	if r.Among != feature.ListedTenants {
		return t.clean(noun.Count(r.Inheriting))
	}
	name := noun.Many
	if r.Inheriting == 1 {
		name = noun.One
	}
	return t.Say(words.EffectListed, r.Inheriting, t.clean(name))
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
		ways = append(ways, t.Say(words.EffectOwnOn, r.On, t.inParentheses(r.OnNames, r.On)))
	}
	if r.Off > 0 {
		ways = append(ways, t.Say(words.EffectOwnOff, r.Off, t.inParentheses(r.OffNames, r.Off)))
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
