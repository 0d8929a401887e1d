package views

import (
	"strings"

	"flagtui/internal/feature"
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

// matrixCell returns the mark for a flag's value at a scope, and the value in words.
func (t Theme) matrixCell(view feature.View, kind feature.KindInfo) (mark cellMark, words string) {
	value := t.stateWord(view)
	depends := len(view.Depends) > 0 && !view.UnknownDefault()
	if depends && view.Decision == nil {
		value = strings.Join(view.Depends, ", ")
	}
	switch {
	case view.Decision != nil && (view.Overridden() || view.Allows(kind) || !view.Registered):
		words = value + ", " + view.Decision.Text
		switch {
		case len(view.Depends) > 0:
			return markDepends, words
		case view.Enabled:
			return markRollout, words
		}
		return markOff, words
	case view.Overridden() && view.Registered && !view.Allows(kind):
		return markMisplaced, value + ", though its definition does not allow it here"
	case depends:
		return markDepends, "Depends on " + value
	case view.Overridden() && view.HasSystem && view.Source == feature.Source(feature.System):
		return map[bool]cellMark{true: markInherited, false: markOff}[view.Enabled], value + ", from the system, which decides over the override"
	case view.Overridden() && view.Enabled:
		return markOwnOn, value + ", override"
	case view.Overridden():
		return markOwnOff, value + ", override"
	case !view.Allows(kind):
		return markNotAllowed, "its definition does not allow it here"
	case view.UnknownDefault():
		return markUnknown, value + ", no catalogue is known"
	}
	words = value + ", not set"
	if kind.Has(feature.Inherit) {
		words = value + ", default"
	}
	if view.Source == feature.Source(feature.System) {
		words = value + ", from the system"
	}
	if view.Enabled {
		return markInherited, words
	}
	return markOff, words
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
	if !m.inherits() {
		return []string{m.mark(markOwnOn) + " on", m.mark(markRollout) + " on by a rollout", m.mark(markNotAllowed) + " not allowed here"}
	}
	all := []string{m.mark(markOwnOn) + " override, on"}
	if m.Kinds.Of(m.kind).Has(feature.Off) {
		all = append(all, m.mark(markOwnOff)+" override, off")
	}
	all = append(all, m.mark(markInherited)+" inherited, on")
	if m.depends {
		all = append(all, m.mark(markDepends)+" depends")
	}
	return append(all, "  blank: off")
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
		mark, _ := m.Theme.matrixCell(m.view(flag, m.columns[i]), m.Kinds.Of(m.columns[i].info.Scope.Kind))
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
