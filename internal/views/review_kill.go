package views

import (
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// NewKill returns the screen that turns a flag off for everyone.
func NewKill(t Theme, m keys.Map, session Session, p feature.Proposal) *Review {
	r, text := newReview(t, m, session, p), t.killText(session.Kinds, p.Changes)
	r.title = t.Say(words.KillTitle, p.Kills)
	if slices.ContainsFunc(p.Overrides, func(o feature.Override) bool { return o.Misplaced && o.Enabled }) {
		text += " " + t.Say(words.KillMisplaced)
	}
	switch {
	case len(p.Changes) == 0:
		text = t.Say(words.KillAlready)
	case p.Irreversible:
		text += " " + t.Say(words.Irreversible)
	default:
		text += " " + t.Say(words.KillUndo)
	}
	r.fields = []formField{{label: t.Say(words.ChangeEffect), text: text}}
	removed, ineffective, stay := p.KilledTargeting(session.Kinds)
	add := func(label words.Text, targeting []string, text words.Text, style ansiStyle) {
		if len(targeting) > 0 {
			r.fields = append(r.fields, formField{t.Say(label), t.Say(text, t.rules(targeting...)), style})
		}
	}
	add(words.KillRemoves, removed, words.KillAll, t.warning)
	add(words.KillKeeps, ineffective, words.KillIdle, ansiStyle{})
	add(words.KillKeeps, stay, words.KillDecides, t.warning)
	return r
}

// killText returns the words for what a kill turns off in a database with these kinds
// of scope. It names a kind without off only if the changes remove overrides there.
func (t Theme) killText(kinds feature.KindList, changes []feature.Change) string {
	var off, removed feature.KindList
	for _, kind := range kinds.WithIDs() {
		changed := slices.ContainsFunc(changes, func(c feature.Change) bool { return c.Scope.Kind == kind.Kind })
		switch {
		case kind.Inherits == feature.System && (kind.Combine == feature.AboveOff || kind.Combine == feature.AboveSet): // the system's off is enough
		case kind.Has(feature.Off):
			off = append(off, kind)
		case changed:
			removed = append(removed, kind)
		}
	}
	if !kinds.Has(feature.System) {
		return t.Say(words.KillWhereOn, t.eachKind(append(off, removed...), words.KillEvery))
	}
	text := t.Say(words.KillSystem)
	if len(off) > 0 {
		text = t.Say(words.KillSets, t.eachKind(off, words.KillEverys))
	}
	if len(removed) > 0 {
		text += " " + t.Say(words.KillRemoved, capitalized(t.eachKind(removed, words.KillEverys)))
	}
	return text
}

// eachKind names each kind in a text, and joins the names by "and".
func (t Theme) eachKind(kinds feature.KindList, text words.Text) string {
	var names []string
	for _, kind := range kinds {
		names = append(names, t.Say(text, t.every(kind.Noun())))
	}
	return strings.Join(names, t.Say(words.And))
}
