package views

import (
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// batch is the part of a Review that changes several flags at one scope to a setting
// that the user chooses.
type batch struct {
	scope feature.ScopeInfo
	views []feature.View // the flags with their current values
	after feature.Setting
	kind  feature.KindInfo // of the scope
	kinds feature.KindList // the kinds of scope in the database

	conflict string            // why the previous attempt was refused
	notes    map[string]string // by flag: "changed meanwhile", or the result of the change
	applied  bool              // the change was made; notes holds the results
}

// NewBatch returns the screen that changes several flags at one scope to a setting. The
// user can choose another setting.
func NewBatch(t Theme, m keys.Map, session Session, scope feature.ScopeInfo, views []feature.View, after feature.Setting) *Review {
	r := &Review{Theme: t, prompt: newPrompt(m, session), title: t.Say(words.BatchTitle, t.Count(len(views), words.Flag)),
		batch: &batch{scope: scope, views: slices.Clone(views), after: offered(session.Kinds.Of(scope.Scope.Kind), after), kind: session.Kinds.Of(scope.Scope.Kind), kinds: session.Kinds, notes: map[string]string{}}}
	r.choose(0)
	return r
}

// choose moves the choice of setting by some steps, and rebuilds the proposal.
func (r *Review) choose(by int) {
	b := r.batch
	b.after = nextSetting(b.kind.Settings, b.after, by)
	r.proposal = feature.Proposal{What: r.Theme.Say(words.BatchSet, r.Theme.Count(len(b.views), words.Flag), b.after, b.scope.Scope)}
	for _, view := range b.views {
		change, _ := view.ChangeTo(b.kind, b.scope.Scope, b.after)
		r.proposal.Changes = append(r.proposal.Changes, change)
	}
}

// Conflict shows that others have changed flags; now holds the flags' new settings. The
// user has to choose and confirm again. Conflict returns false if the screen has no
// batch.
func (r *Review) Conflict(text string, now map[string]feature.Setting) bool {
	if r.batch == nil {
		return false
	}
	r.disarm()
	r.batch.conflict, r.batch.notes = text, map[string]string{}
	for i, view := range r.batch.views {
		if setting, ok := now[view.Name]; ok {
			r.batch.views[i] = view.With(setting, r.batch.kind)
			r.batch.notes[view.Name] = r.Theme.Say(words.BatchMeanwhile)
		}
	}
	r.choose(0)
	r.body.scrollTo(0)
	return true
}

// Done marks the written flags as saved, and all others as unchanged. It returns false
// if the screen has no batch.
func (r *Review) Done(written []feature.Change) bool {
	if r.batch == nil {
		return false
	}
	r.batch.conflict, r.batch.applied = "", true
	for _, c := range r.proposal.Changes {
		r.batch.notes[c.Name] = r.Theme.Say(words.BatchAsItWas)
	}
	for _, c := range written {
		r.batch.notes[c.Name] = r.Theme.Say(words.BatchSaved)
	}
	r.title = r.Theme.Say(words.BatchChanged, len(written), r.Theme.Count(len(r.proposal.Changes), words.Flag))
	r.body.scrollTo(0)
	return true
}

func (b *batch) isApplied() bool { return b != nil && b.applied }

// misplaced reports whether a flag's value comes from a misplaced row of the system.
func (b *batch) misplaced(name string) bool {
	return b != nil && !b.applied && slices.ContainsFunc(b.views, func(v feature.View) bool { return v.Name == name && v.FromMisplacedRow(b.scope.Scope) })
}

// view returns the view of a flag before the change. It returns false for a flag
// outside the batch.
func (b *batch) view(name string) (feature.View, bool) {
	if b == nil {
		return feature.View{}, false
	}
	at := slices.IndexFunc(b.views, func(v feature.View) bool { return v.Name == name })
	if at < 0 {
		return feature.View{}, false
	}
	return b.views[at], true
}

// note returns the result for a flag, and warns if its row does not decide.
func (b *batch) note(t Theme, name string) string {
	view, ok := b.view(name)
	if !ok {
		return ""
	}
	note := b.notes[name]
	if then := view.With(b.after, b.kind); len(then.Depends) > 0 && !then.UnknownDefault() && view.Decision == nil && note == "" {
		return t.Say(words.BatchDepends, t.rules(then.Depends...))
	}
	switch {
	case view.Decision != nil && note == "":
		return t.Say(words.BatchRowOnly)
	case view.Decision != nil:
		return t.Say(words.BatchRowOnlyToo, note)
	}
	return note
}

// effectText returns how many flags of the batch change their value.
func (b *batch) effectText(t Theme) string {
	on, off, depends, unknown := 0, 0, 0, 0
	for _, view := range b.views {
		then := view.With(b.after, b.kind)
		switch {
		case view.Decision != nil || view.Same(then):
		case view.UnknownDefault() || then.UnknownDefault():
			unknown++
		case len(then.Depends) > 0:
			depends++
		case then.Enabled:
			on++
		default:
			off++
		}
	}
	var ways []string
	add := func(n int, text words.Text) {
		if n > 0 {
			ways = append(ways, t.Say(text, n))
		}
	}
	add(on, words.BatchToOn)
	add(off, words.BatchToOff)
	add(depends, words.BatchToDepend)
	add(unknown, words.BatchUnknown)
	if len(ways) == 0 {
		return t.Say(words.BatchNone)
	}
	text := t.Say(words.BatchChange, on+off+depends+unknown, t.Count(len(b.views), words.Flag), strings.Join(ways, ", "))
	if below := b.kinds.InheritingSystem(); b.scope.Scope.IsSystem() && len(below) > 0 {
		text += " " + t.Say(words.BatchBelow, capitalized(t.clean(below.All(t.Language))))
	}
	return text
}

// formFields returns the fields above the list of changes. A batch has its own fields:
// scope, setting and effect.
func (b *batch) formFields(t Theme, fields []formField) []formField {
	if b == nil {
		return slices.Clone(fields)
	}
	var all []formField
	if b.conflict != "" {
		all = append(all, formField{"", t.Say(words.ChangeAgain, t.clean(b.conflict)), t.danger})
	}
	all = append(all, formField{label: t.Say(words.ChangeScope), text: t.scopeTitle(b.kinds, b.scope)})
	if !b.applied {
		all = append(all, formField{label: t.Say(words.ChangeAfter), text: strings.Join(settingChoices(t, b.kind.Settings, b.after, ""), "   ")}, formField{label: t.Say(words.ChangeEffect), text: b.effectText(t)})
	}
	return all
}

// offered returns the setting, or another one if scopes of the kind lack it. Without an
// override of its own, a flag is off where nothing is inherited.
func offered(kind feature.KindInfo, setting feature.Setting) feature.Setting {
	switch {
	case kind.Has(setting):
	case setting == feature.Inherit && kind.Has(feature.Off):
		return feature.Off
	case setting == feature.Off && kind.Has(feature.Inherit):
		return feature.Inherit
	}
	return setting
}

// nextSetting returns the setting by steps after from. The list wraps around.
func nextSetting(settings []feature.Setting, from feature.Setting, by int) feature.Setting {
	at := max(0, slices.Index(settings, from))
	return settings[(at+by+len(settings))%len(settings)]
}
