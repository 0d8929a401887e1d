package views

import (
	"slices"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// Review is the screen that confirms a change of many overrides: an undo, a kill, a
// copy, fixes, or a batch. The overrides are fixed when the screen opens. Only in a
// batch can the user choose another setting.
type Review struct {
	Theme Theme
	prompt

	title    string
	done     []formField // the author and time of the change-set to undo
	fields   []formField // what the screen says above the changes
	proposal feature.Proposal
	body     scrollText

	batch *batch // nil unless the change is a batch
}

// newReview returns a screen without fields.
func newReview(t Theme, m keys.Map, session Session, p feature.Proposal) *Review {
	return &Review{Theme: t, prompt: newPrompt(m, session), title: capitalized(p.Task(t.Language, feature.Scope{})), proposal: p}
}

// NewUndo returns the screen that undoes a change-set.
func NewUndo(t Theme, m keys.Map, session Session, p feature.Proposal) *Review {
	first, r := p.Undoes[0], newReview(t, m, session, p)
	r.done = []formField{{label: t.Say(words.ReviewDone), text: t.Say(words.ReviewDoneBy, t.clean(first.Actor), first.At.Format(time.DateTime+" MST"))}}
	if first.Reason != "" {
		r.fields = append(r.fields, formField{label: t.Say(words.ReviewWhy), text: t.clean(first.Reason)})
	}
	return r
}

// NewCopy returns the screen that copies settings from one scope to another.
func NewCopy(t Theme, m keys.Map, session Session, p feature.Proposal) *Review {
	r := newReview(t, m, session, p)
	r.fields = []formField{{label: t.Say(words.ChangeEffect), text: t.Say(words.ReviewCopies)}}
	return r
}

// NewFixes returns the screen that removes overrides that the doctor found.
func NewFixes(t Theme, m keys.Map, session Session, changes []feature.Change) *Review {
	r := newReview(t, m, session, feature.Proposal{What: t.Say(words.ReviewFixes, t.Count(len(changes), words.Override)), Changes: changes})
	r.fields = []formField{{label: t.Say(words.ChangeEffect), text: t.Say(words.ReviewFixed)}}
	return r
}

// Press takes a key. A key that neither scrolls nor belongs to the prompt cancels the
// change.
func (r *Review) Press(p keys.Press) Intent {
	if r.batch.isApplied() {
		if !r.body.press(p, r.keys) && p.Alone {
			return Back{}
		}
		return nil
	}
	able := slices.ContainsFunc(r.proposal.Changes, func(c feature.Change) bool {
		return !c.Noop(r.session.Kinds.Of(c.Scope.Kind)) || r.batch.misplaced(c.Name)
	})
	switch r.press(p, able) {
	case cancelled:
		return Back{}
	case confirmed:
		return Apply{Proposal: r.proposal, Reason: r.reasonText()}
	case handled:
		return nil
	}
	switch {
	case r.batch != nil && p.Matches(r.keys.Previous):
		r.choose(-1)
	case r.batch != nil && p.Matches(r.keys.Next):
		r.choose(1)
	case !r.body.press(p, r.keys) && p.Alone:
		return Back{}
	}
	return nil
}

// Title implements Screen.
func (r *Review) Title() (title, count string) {
	return " " + r.Theme.clean(r.title), feature.CountText(r.Theme.Language, r.proposal.Changes, r.session.Kinds)
}

// reviewMinHeight is the least height at which all fields are above the changes.
const reviewMinHeight = 10

// Resize implements Screen. On a low terminal the less important fields come after the
// changes.
func (r *Review) Resize(width, height int) {
	t := r.Theme
	live := formField{label: t.Say(words.ChangeTakes), text: t.clean(r.session.Kinds.LiveAt(feature.KindOf(r.proposal.Changes)).In(t.Language).Text)}
	fields, last := r.batch.formFields(t, r.fields), append(slices.Clone(r.done), live)
	if height >= reviewMinHeight || r.batch != nil {
		fields, last = append(append(slices.Clone(r.done), fields...), live), nil
	}
	if !r.batch.isApplied() {
		fields = append(fields, r.promptFields(t, width)...)
	}
	lines := t.layOutForm(fields, width, height)
	fieldLines := len(lines)
	lines = append(lines, "")
	columns := r.measure(width)
	for _, c := range r.proposal.Changes {
		lines = append(lines, r.row(c, columns, width))
	}
	if last != nil {
		lines = append(append(lines, ""), t.layOutForm(last, width, height)...)
	}
	if r.body.resize(lines, height); r.typing != nil { // keep the field being typed visible
		r.body.scrollTo(fieldLines - height)
	}
}

// reviewColumns holds the widths of the columns of a review's changes.
type reviewColumns struct{ name, scope int }

// measure returns the widths of the columns. A batch has no column of scopes, because
// its form shows the only scope.
func (r *Review) measure(width int) reviewColumns {
	t, c := r.Theme, reviewColumns{}
	for _, change := range r.proposal.Changes {
		c.name = max(c.name, textWidth(t.clean(change.Name)))
		if r.batch == nil {
			c.scope = max(c.scope, textWidth(t.clean(change.Scope.String())))
		}
	}
	room := width - 2 - 2 - max(len("inherit -> off"), t.changeWidth())
	if c.scope > 0 {
		room -= 2
		c.scope = min(c.scope, max(room-c.name, room/2))
	}
	c.name = max(4, min(c.name, room-c.scope))
	return c
}

// row returns the line of one change.
func (r *Review) row(c feature.Change, columns reviewColumns, width int) string {
	t, style := r.Theme, ansiStyle{}
	line := "  " + pad(t.cutMiddle(t.clean(c.Name), columns.name), columns.name) + "  "
	if columns.scope > 0 {
		line += pad(t.cutMiddle(t.clean(c.Scope.String()), columns.scope), columns.scope) + "  "
	}
	before, after := r.settingText(c, c.Before), r.settingText(c, c.After)
	to := before + t.arrow + after
	switch {
	case r.batch.misplaced(c.Name):
		to = t.Say(words.ReviewSeveral, to)
	case c.KeepsSetting(r.session.Kinds.Of(c.Scope.Kind)):
		to = c.AfterText(r.Theme.Language, r.session.Kinds.Of(c.Scope.Kind), false)
	case c.Noop(r.session.Kinds.Of(c.Scope.Kind)):
		to, style = t.Say(words.ReviewAlready, after), t.faint
		if view, ok := r.batch.view(c.Name); ok && len(view.Depends) > 0 && !view.UnknownDefault() {
			to = t.Say(words.ReviewNoChange)
		}
	case r.proposal.UnknownAfter(c):
		to += " (?)"
	}
	if note := t.clean(r.batch.note(t, c.Name)); note != "" {
		to += "  " + note
	}
	return line + style.render(t.cut(to, width-textWidth(line)))
}

// settingText returns the word for a setting of a change. In a batch, "inherit" is
// followed by the inherited value.
func (r *Review) settingText(c feature.Change, setting feature.Setting) string {
	info := r.session.Kinds.Of(c.Scope.Kind)
	word := r.Theme.Known(info.Word(setting))
	if view, ok := r.batch.view(c.Name); ok && setting == feature.Inherit && info.Has(feature.Inherit) && view.Decision == nil {
		word += " (" + r.Theme.Known(view.With(feature.Inherit, info).Word()) + ")"
	}
	return word
}

// Body implements Screen.
func (r *Review) Body() []string { return r.body.visible() }

// Foot implements Screen.
func (r *Review) Foot() string { return r.Theme.moreLines(r.keys, r.body.linesBelow()) }

// Keys implements Screen.
func (r *Review) Keys() keys.Group {
	switch {
	case r.batch.isApplied():
		return r.keys.TextKeys()
	case r.batch != nil:
		return r.promptKeys(r.keys.BatchKeys())
	}
	return r.promptKeys(r.keys.ReviewKeys())
}
