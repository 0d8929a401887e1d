package views

import "github.com/charmbracelet/x/ansi"

// formField is a label and its text.
type formField struct {
	label, text string
	style       ansiStyle
}

// The texts of a form start at labelColumn, those of one that asks before a change at
// promptColumn: its labels are longer.
const labelColumn, promptColumn = 10, 16

// reasonWidth is the room for a reason that is typed on a form of w cells.
func reasonWidth(w int) int {
	if w < defaultMinWidth {
		return w - len("Reason: ") - 1
	}
	return w - promptColumn - 1
}

// layOutForm breaks fields into lines of at most w cells. The texts are in a column
// of their own, or directly behind their labels where that is too narrow or takes
// more than h lines.
func (t Theme) layOutForm(sections []formField, w, h int) []string {
	if w >= defaultMinWidth {
		var lines []string
		column := labelColumn
		for _, s := range sections {
			if ansi.StringWidth(s.label)+2 > labelColumn {
				column = promptColumn
			}
		}
		for _, s := range sections {
			label := "  " + s.label
			for _, line := range t.wrap(s.text, w-column, maxFieldLines) {
				lines = append(lines, pad(t.heading.render(label), column)+s.style.render(line))
				label = ""
			}
		}
		if len(lines) <= h {
			return lines
		}
	}
	var lines []string
	for _, s := range sections {
		label := ""
		if s.label != "" {
			label = s.label + ": "
		}
		for i, line := range t.wrap(label+s.text, w, maxFieldLines) {
			if i > 0 {
				label = ""
			}
			n := min(len(label), len(line))
			lines = append(lines, t.heading.render(line[:n])+s.style.render(line[n:]))
		}
	}
	return lines
}

// maxFieldLines limits how many lines of one text are shown, because a text from the
// database can be of any length.
const maxFieldLines = 40
