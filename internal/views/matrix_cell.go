package views

import (
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// cellMark is a mark in a cell of the matrix.
type cellMark int

const (
	markOff        cellMark = iota // off, without an own override
	markInherited                  // on, inherited
	markOwnOn                      // on by an own override
	markOwnOff                     // off by an own override
	markRollout                    // on by a rollout or an exemption
	markDepends                    // on for some users
	markUnknown                    // the default is unknown
	markNotAllowed                 // the definition does not allow an override here
	markMisplaced                  // an override that the definition does not allow
	cellMarks                      // the number of marks
)

// The characters of the marks, and their ASCII substitutes.
var (
	markCharacters = [cellMarks]string{" ", "•", "●", "○", "%", "~", "?", "-", "!"}
	markASCII      = [cellMarks]string{" ", "x", "X", "o", "%", "~", "?", "-", "!"}
)

// matrixCell returns the mark for a flag's value at a scope, and the text that says the
// value.
func matrixCell(view feature.View, kind feature.KindInfo) (mark cellMark, text words.Text) {
	depends := len(view.Depends) > 0 && !view.UnknownDefault()
	switch {
	case view.Decision != nil && (view.Overridden() || view.Allows(kind) || !view.Registered):
		switch {
		case len(view.Depends) > 0:
			return markDepends, words.MatrixDecision
		case view.Enabled:
			return markRollout, words.MatrixDecision
		}
		return markOff, words.MatrixDecision
	case view.Overridden() && view.Registered && !view.Allows(kind):
		return markMisplaced, words.MatrixMisplaced
	case depends:
		return markDepends, words.DependsOn
	case view.Overridden() && view.HasSystem && view.Source == feature.Source(feature.System):
		return map[bool]cellMark{true: markInherited, false: markOff}[view.Enabled], words.MatrixSystemOver
	case view.Overridden() && view.Enabled:
		return markOwnOn, words.MatrixOverride
	case view.Overridden():
		return markOwnOff, words.MatrixOverride
	case !view.Allows(kind):
		return markNotAllowed, words.MatrixNotAllowed
	case view.UnknownDefault():
		return markUnknown, words.MatrixNoCatalogue
	}
	text = words.MatrixNotSet
	if kind.Has(feature.Inherit) {
		text = words.MatrixDefault
	}
	if view.Source == feature.Source(feature.System) {
		text = words.MatrixFromSystem
	}
	if view.Enabled {
		return markInherited, text
	}
	return markOff, text
}

// cellText returns a flag's value at a scope in words.
func (t Theme) cellText(view feature.View, kind feature.KindInfo) string {
	value := t.stateWord(view)
	if len(view.Depends) > 0 && !view.UnknownDefault() && view.Decision == nil {
		value = t.rules(view.Depends...)
	}
	switch _, text := matrixCell(view, kind); text {
	case words.MatrixDecision:
		return t.Say(text, value, t.rules(view.Decision.Text))
	case words.MatrixNotAllowed:
		return t.Say(text)
	default:
		return t.Say(text, value)
	}
}

// mark returns the character of a mark.
func (m *Matrix) mark(mark cellMark) string {
	if m.Theme.ascii {
		return markASCII[mark]
	}
	return markCharacters[mark]
}

func (m *Matrix) markStyle(mark cellMark) ansiStyle {
	t := m.Theme
	switch mark {
	case markOwnOn, markOwnOff:
		return t.override
	case markInherited, markRollout:
		return t.on
	case markMisplaced:
		return t.warning
	case markNotAllowed:
		return t.off
	}
	return ansiStyle{}
}

// legend returns the meanings of the marks that this kind of scope has.
func (m *Matrix) legend() []string {
	var all []string
	add := func(mark cellMark, text words.Text) { all = append(all, m.Theme.Say(text, m.mark(mark))) }
	if !m.inherits() {
		add(markOwnOn, words.MatrixMarkOn)
		add(markRollout, words.MatrixMarkRollout)
		add(markNotAllowed, words.MatrixMarkNotAllowed)
		return all
	}
	add(markOwnOn, words.MatrixMarkOwnOn)
	if m.Kinds.Of(m.kind).Has(feature.Off) {
		add(markOwnOff, words.MatrixMarkOwnOff)
	}
	add(markInherited, words.MatrixMarkInherited)
	if m.depends {
		add(markDepends, words.MatrixMarkDepends)
	}
	return append(all, m.Theme.Say(words.MatrixMarkBlank))
}

// somethingDepends reports whether something else than a setting decides a flag.
func somethingDepends(stored map[string]feature.Stored) bool {
	for _, s := range stored {
		if len(s.Depends)+len(s.DependsBelow) > 0 {
			return true
		}
	}
	return false
}

// row draws a row. The cell under the cursor is in brackets. Adjacent cells with one
// style are rendered together, because each style takes bytes.
func (m *Matrix) row(row int, marked bool) string {
	t, w, flag := m.Theme, m.nameWidth(), m.flagAt(row)
	line := map[bool]string{true: "> ", false: "  "}[marked] + pad(t.cutMiddle(t.clean(m.flags[flag].Name), w), w) + " "
	spare := strings.Repeat(" ", m.cellWidth()-minCellWidth)
	run, style := "", ansiStyle{}
	for i := m.firstColumn; i < m.lastColumn(); i++ {
		mark, _ := matrixCell(m.view(flag, m.columns[i]), m.Kinds.Of(m.columns[i].info.Scope.Kind))
		if next := m.markStyle(mark); mark != markOff && next != style {
			line += style.render(run)
			run, style = "", next
		}
		if marked && i == m.column {
			run += "[" + m.mark(mark) + "]" + spare
		} else {
			run += " " + m.mark(mark) + " " + spare
		}
	}
	return line + style.render(run)
}
