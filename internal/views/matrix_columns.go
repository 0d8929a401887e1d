package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const (
	// minCellWidth is the width of a column whose heading stands upright.
	minCellWidth = 3
	// maxCellWidth is the most that a column with a heading of one line takes.
	maxCellWidth = 14
	// maxHeadingLines is how many characters of an upright heading are shown.
	maxHeadingLines = 12
	// fullNameWidth is how much of a name is shown on any but a narrow terminal.
	fullNameWidth = 40
	// shortNameWidth is what names may be cut to where all columns then fit.
	shortNameWidth = 32
)

// nameWidth is what the names of the flags are given. They give way a little where
// all scopes then fit, and on a narrow terminal.
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

// cellWidth is the width of a column. Few scopes have headings of one line.
func (m *Matrix) cellWidth() int {
	w := m.longestScope + 2
	if !m.hasMore && w <= maxCellWidth && len(m.columns)*w <= m.width-3-m.nameWidth() {
		return max(w, minCellWidth)
	}
	return minCellWidth
}

// fit is how many columns fit on the screen.
func (m *Matrix) fit() int { return max(1, (m.width-3-m.nameWidth())/m.cellWidth()) }

// lastColumn is the column behind the last one shown.
func (m *Matrix) lastColumn() int { return min(len(m.columns), m.firstColumn+m.fit()) }

// headingLines is how many lines the headings take.
func (m *Matrix) headingLines() int {
	if m.cellWidth() > minCellWidth || len(m.columns) == 0 {
		return 1
	}
	return max(1, min(m.longestScope, maxHeadingLines, m.height/3))
}

// intro is the lines above the rows: the headings, upright where the columns are
// narrow, with the legend in the corner beside them. The heading of the cursor's
// column is a bar.
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

// legendFits reports whether the legend fits into the corner beside the headings.
func (m *Matrix) legendFits() bool {
	longest := 0
	for _, text := range m.legend() {
		longest = maxWidth(longest, text)
	}
	return m.headingLines() > len(m.legend()) && m.nameWidth() >= longest
}

// legendAbove reports whether the legend has a line of its own.
func (m *Matrix) legendAbove() bool { return m.height > 11 && !m.legendFits() }

// corner is what stands to the left of the headings: the legend, if it fits, and the
// title of the names at the foot.
func (m *Matrix) corner(n int) []string {
	corner := make([]string, n)
	if m.legendFits() {
		copy(corner, m.legend())
	}
	corner[n-1] = "FLAG"
	return corner
}

// heading is the name of a column's scope, on n lines of the column's width.
func (m *Matrix) heading(column, n int) []string {
	t, w := m.Theme, m.cellWidth()
	name := m.name(m.columns[column].info)
	if w > minCellWidth {
		return []string{pad(" "+t.cutMiddle(name, w-2), w)}
	}
	lines := make([]string, n)
	if name = t.cutMiddle(name, n); n < 4 {
		name = ansi.Truncate(m.name(m.columns[column].info), n, "") // an ellipsis says less than a letter
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

// clusters splits text, which has no attributes, into what a terminal shows as one
// character each.
func clusters(text string) []string {
	var all []string
	for state := byte(0); text != ""; {
		cluster, _, n, next := ansi.DecodeSequence(text, state, nil)
		all, text, state = append(all, cluster), text[n:], next
	}
	return all
}
