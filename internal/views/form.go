package views

import (
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/words"
)

// formField is a label and its text in a form.
type formField struct {
	label, text string
	style       ansiStyle
}

// labelColumn is the column at which a form's texts start. Forms with longer labels use
// promptColumn.
const labelColumn, promptColumn = 10, 16

// reasonWidth returns the width of the text field for a reason in a form of w cells.
func (t Theme) reasonWidth(w int) int {
	if w < defaultMinWidth {
		return w - textWidth(t.Say(words.Reason)+": ") - 1
	}
	return w - promptColumn - 1
}

// layOutForm breaks fields into lines of at most w cells. The texts form a column. If w
// is small, or the lines exceed h, each text directly follows its label.
func (t Theme) layOutForm(sections []formField, w, h int) []string {
	if w >= defaultMinWidth {
		var lines []string
		column := textColumn(sections)
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

// textColumn returns the column at which the texts of a form start.
func textColumn(fields []formField) int {
	for _, field := range fields {
		if ansi.StringWidth(field.label)+2 >= labelColumn {
			return promptColumn
		}
	}
	return labelColumn
}

// maxFieldLines limits the lines of one text, because a text of the database may have
// any length.
const maxFieldLines = 40
