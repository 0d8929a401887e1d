package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/words"
)

const (
	// minCellWidth is the width of a column with a vertical heading.
	minCellWidth = 3
	// maxCellWidth is the greatest width of a column with a horizontal heading.
	maxCellWidth = 14
	// maxHeadingLines is the greatest number of characters of a vertical heading.
	maxHeadingLines = 12
	// fullNameWidth is the greatest width of a flag's name on a terminal of normal
	// width.
	fullNameWidth = 40
	// shortNameWidth is the least width to which names are cut to make all columns fit.
	shortNameWidth = 32
)

// nameWidth returns the width of the flags' names. Names are cut on a narrow terminal,
// or if cutting them makes all columns fit.
func (m *Matrix) nameWidth() int {
	w := min(m.longestName, fullNameWidth)
	if m.width < defaultMinWidth {
		return min(w, max(m.width*2/5, 12))
	}
	if room := m.width - 3 - minCellWidth*len(m.columns); !m.hasMore && room >= shortNameWidth {
		w = min(w, room)
	}
	return w
}

// cellWidth returns the width of a column. Few scopes have horizontal headings.
func (m *Matrix) cellWidth() int {
	w := m.longestScope + 2
	if !m.hasMore && w <= maxCellWidth && len(m.columns)*w <= m.width-3-m.nameWidth() {
		return max(w, minCellWidth)
	}
	return minCellWidth
}

// fit returns the number of columns that fit on the screen.
func (m *Matrix) fit() int { return max(1, (m.width-3-m.nameWidth())/m.cellWidth()) }

// lastColumn returns the index after the last visible column.
func (m *Matrix) lastColumn() int { return min(len(m.columns), m.firstColumn+m.fit()) }

// headingLines returns the number of lines of the headings.
func (m *Matrix) headingLines() int {
	if m.cellWidth() > minCellWidth || len(m.columns) == 0 {
		return 1
	}
	return max(1, min(m.longestScope, maxHeadingLines, m.height/3))
}

// intro returns the lines above the rows: the headings, and the legend beside or above
// them.
func (m *Matrix) intro() []string {
	t, n := m.Theme, m.headingLines()
	lines := make([]string, n)
	for row, text := range m.corner(n) {
		lines[row] = t.heading.render("  " + pad(t.cut(text, m.nameWidth()), m.nameWidth()) + " ")
	}
	for i := m.firstColumn; i < m.lastColumn(); i++ {
		for row, text := range m.heading(i, n) {
			if i == m.column {
				text = t.bar(text, m.cellWidth())
			}
			lines[row] += text
		}
	}
	if m.legendAbove() {
		lines = append([]string{t.cut(" "+strings.Join(m.legend(), "   "), m.width), ""}, lines...)
	}
	return lines
}

// legendFits reports whether the legend fits beside the headings.
func (m *Matrix) legendFits() bool {
	longest := 0
	for _, text := range m.legend() {
		longest = maxWidth(longest, text)
	}
	return m.headingLines() > len(m.legend()) && m.nameWidth() >= longest
}

// legendAbove reports whether the legend has a line of its own.
func (m *Matrix) legendAbove() bool { return m.height > 11 && !m.legendFits() }

// corner returns the n lines to the left of the headings: the legend, if it fits, and
// the heading of the names.
func (m *Matrix) corner(n int) []string {
	corner := make([]string, n)
	if m.legendFits() {
		copy(corner, m.legend())
	}
	corner[n-1] = m.Theme.Say(words.HeadFlag)
	return corner
}

// heading returns n lines with the name of a column's scope.
func (m *Matrix) heading(column, n int) []string {
	t, w := m.Theme, m.cellWidth()
	name := m.name(m.columns[column].info)
	if w > minCellWidth {
		return []string{pad(" "+t.cutMiddle(name, w-2), w)}
	}
	lines := make([]string, n)
	if name = t.cutMiddle(name, n); n < 4 {
		name = ansi.Truncate(m.name(m.columns[column].info), n, "") // an ellipsis would leave too little
	}
	characters := clusters(name)
	for i := range lines {
		character := " "
		if at := i - (n - len(characters)); at >= 0 {
			character = characters[at]
		}
		lines[i] = pad(" "+character, w)
	}
	return lines
}

// clusters splits a text without styles into the characters that a terminal shows.
func clusters(text string) []string {
	var all []string
	for state := byte(0); text != ""; {
		cluster, _, n, next := ansi.DecodeSequence(text, state, nil)
		all, text, state = append(all, cluster), text[n:], next
	}
	return all
}
