package views

import (
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// NewKill returns the screen that turns a flag off for everyone.
func NewKill(t Theme, m keys.Map, session Session, p feature.Proposal) *Review {
	r, text := newReview(t, m, session, p), t.clean(killText(session.Kinds, p.Changes))
	r.title = "Kill " + p.Kills
	if slices.ContainsFunc(p.Overrides, func(o feature.Override) bool { return o.Misplaced && o.Enabled }) {
		text += " The rows that the app may read as the system's are set to off, too."
	}
	switch {
	case len(p.Changes) == 0:
		text = "It is off for everyone already."
	case p.Irreversible:
		text += " " + feature.IrreversibleText
	default:
		text += " One undo puts all of it back."
	}
	r.fields = []formField{{label: "Effect", text: text}}
	removed, ineffective, stay := p.KilledTargeting(session.Kinds)
	add := func(label string, things []string, after string, style ansiStyle) {
		if len(things) > 0 {
			r.fields = append(r.fields, formField{label, t.clean(strings.Join(things, ", ") + after), style})
		}
	}
	add("Also removes", removed, "", t.warning)
	add("Keeps", ineffective, ", without effect while it is off", ansiStyle{})
	add("Keeps", stay, ", which may still decide", t.warning)
	return r
}

// killText returns the words for what a kill turns off in a database with these kinds
// of scope. It names a kind without off only if the changes remove overrides there.
func killText(kinds feature.KindList, changes []feature.Change) string {
	var off, removed []string
	for _, kind := range kinds.WithIDs() {
		changed := slices.ContainsFunc(changes, func(c feature.Change) bool { return c.Scope.Kind == kind.Kind })
		switch {
		case kind.Inherits == feature.System && (kind.Combine == feature.AboveOff || kind.Combine == feature.AboveSet): // the system's off is enough
		case kind.Has(feature.Off):
			off = append(off, "every "+kind.Name)
		case changed:
			removed = append(removed, "every "+kind.Name)
		}
	}
	if !kinds.Has(feature.System) {
		return "Off for everyone: " + strings.Join(append(off, removed...), " and ") + " where it is on."
	}
	text := "Off for everyone"
	if len(off) > 0 {
		text = "Sets the system's override, and " + strings.Join(off, "'s and ") + "'s that is on, to off"
	}
	if text += "."; len(removed) > 0 {
		text += " " + capitalized(strings.Join(removed, "'s and ")) + "'s override is removed."
	}
	return text
}
