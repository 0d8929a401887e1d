package views

import "github.com/charmbracelet/x/ansi"

// section is a label, and the text that belongs to it.
type formField struct {
	label, text string
	style       ansiStyle
}

// labelled is where the text behind a label starts.
const labelColumn = 10

// layOut puts sections on lines of at most w cells: the texts in a column of
// their own, or, where that is too narrow or takes more than h lines, behind
// their labels.
func (t Theme) layOutForm(sections []formField, w, h int) []string {
	if w >= defaultMinWidth {
		var lines []string
		for _, s := range sections {
			label := "  " + s.label
			for _, line := range t.wrap(s.text, w-labelColumn, maxFieldLines) {
				lines = append(lines, pad(label, labelColumn)+s.style.render(line))
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
			lines = append(lines, line[:n]+s.style.render(line[n:]))
		}
	}
	return lines
}

// maxLines bounds what one text may take: those of the program itself take a
// few lines, and those of others are cut somewhere.
const maxFieldLines = 40

// beside puts two sections on one line where both fit.
func joinFields(a, b formField, w int) []formField {
	text := a.text + "      " + b.label + "  " + b.text
	if ansi.StringWidth(text) > w-labelColumn {
		return []formField{a, b}
	}
	return []formField{{a.label, text, a.style}}
}
