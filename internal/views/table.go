package views

import (
	"bufio"
	"slices"
	"strings"
)

// Table is a table that a command prints on a terminal or as Markdown.
type Table struct {
	Columns []Column
	Rows    [][]Cell
}

// Column is a column of a Table. A column without text is not printed.
type Column struct {
	Title string
	// If the table is too wide, the columns with the highest Cut are narrowed first, and
	// then left out. Columns with the same Cut are all narrowed before one is left out.
	// A column with Cut 0 identifies the row, and is never left out. It is cut in the
	// middle as a last resort.
	Cut int
	// Min is the width to which the column may be cut. A column with Min 0 is never
	// cut, only left out.
	Min int
	// Literal marks text from a database. In Markdown such text becomes a code span.
	Literal bool
}

// Cell is a text, and the name of the text's role in the theme. An empty Role means no
// style.
type Cell struct{ Text, Role string }

const (
	columnGap     = 2
	wholeIdentity = 40 // the width that identities keep until other columns are left out
	wholeFrom     = 60 // on a narrower line identities are cut further
	leastIdentity = 8
)

// WriteTable writes a table with headings, in the theme's styles. Lines have at most
// width cells; a width of 0 means no limit.
func (t Theme) WriteTable(w *bufio.Writer, table Table, width int) error {
	columns, natural := t.cleaned(table)
	if width > 0 {
		fitColumns(columns, natural, width)
	}
	roles := t.roles()
	last := -1
	for i := range columns {
		if natural[i] > 0 {
			last = i
		}
	}
	line := func(cells func(i int) (text string, style ansiStyle)) {
		for i, column := range columns {
			if natural[i] == 0 {
				continue
			}
			text, style := cells(i)
			if column.Cut == 0 {
				text = t.cutMiddle(text, natural[i])
			} else {
				text = t.cut(text, natural[i])
			}
			w.WriteString(style.render(text))
			if i != last {
				for range natural[i] + columnGap - textWidth(text) {
					w.WriteByte(' ')
				}
			}
		}
		w.WriteByte('\n')
	}
	if last < 0 {
		return nil
	}
	line(func(i int) (string, ansiStyle) { return columns[i].Title, t.heading })
	for _, row := range table.Rows {
		line(func(i int) (string, ansiStyle) {
			if style := roles[row[i].Role]; style != nil {
				return t.clean(row[i].Text), *style
			}
			return t.clean(row[i].Text), ansiStyle{}
		})
	}
	return w.Flush()
}

// cleaned returns the columns with printable titles, and the columns' full widths. The
// width of an empty column is 0.
func (t Theme) cleaned(table Table) ([]Column, []int) {
	columns := slices.Clone(table.Columns)
	for i := range columns {
		columns[i].Title = t.clean(columns[i].Title)
	}
	widths := make([]int, len(table.Columns))
	for _, row := range table.Rows {
		for i, cell := range row {
			widths[i] = max(widths[i], textWidth(t.clean(cell.Text)))
		}
	}
	for i, column := range columns {
		if widths[i] > 0 {
			widths[i] = max(widths[i], textWidth(column.Title))
		}
	}
	return columns, widths
}

// fitColumns reduces the widths of columns until they fit into a line. In the order of
// Cut, a column is first cut to its Min and then left out. Identities are cut to
// wholeIdentity before any other column is left out. After all others are left out,
// identities are cut further. Unused room is given back at the end.
func fitColumns(columns []Column, widths []int, line int) {
	natural := slices.Clone(widths)
	order := make([]int, 0, len(columns)) // the order in which columns are cut
	for i, column := range columns {
		if column.Cut > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return columns[b].Cut - columns[a].Cut })
	for n, i := range order {
		for _, same := range order[n:] {
			if columns[same].Cut == columns[i].Cut && columns[same].Min > 0 {
				reduce(widths, same, columns[same].Min, line)
			}
		}
		if n == 0 {
			whole := wholeIdentity
			if line < wholeFrom {
				whole = line * 3 / 5
			}
			reduceIdentities(columns, widths, whole, line)
		}
		if excess(widths, line) > 0 {
			widths[i] = 0
		}
	}
	reduceIdentities(columns, widths, leastIdentity, line)
	regrow := slices.Clone(order)
	slices.Reverse(regrow)
	for i, column := range columns {
		if column.Cut == 0 {
			regrow = slices.Insert(regrow, 0, i)
		}
	}
	for _, i := range regrow {
		if widths[i] > 0 {
			widths[i] = min(natural[i], widths[i]+max(0, -excess(widths, line)))
		}
	}
}

// excess returns the number of cells by which the columns exceed a line. A negative
// excess is unused room.
func excess(widths []int, line int) int {
	sum := -columnGap
	for _, width := range widths {
		if width > 0 {
			sum += width + columnGap
		}
	}
	return sum - line
}

// reduce narrows a column by the excess, but not below least.
func reduce(widths []int, i, least, line int) {
	if over := excess(widths, line); over > 0 && widths[i] > least {
		widths[i] = max(least, widths[i]-over)
	}
}

// reduceIdentities narrows the columns that identify a row, the widest first, but not
// below least.
func reduceIdentities(columns []Column, widths []int, least, line int) {
	for excess(widths, line) > 0 {
		widest := -1
		for i, column := range columns {
			if column.Cut == 0 && widths[i] > least && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

// WriteMarkdown writes a table as Markdown.
func (t Theme) WriteMarkdown(w *bufio.Writer, table Table) error {
	columns, widths := t.cleaned(table)
	if len(table.Rows) == 0 {
		return nil
	}
	line := func(cell func(i int) string) {
		for i := range columns {
			if widths[i] > 0 {
				w.WriteString("| " + cell(i) + " ")
			}
		}
		w.WriteString("|\n")
	}
	line(func(i int) string { return strings.ReplaceAll(columns[i].Title, "|", `\|`) })
	line(func(int) string { return "---" })
	for _, row := range table.Rows {
		line(func(i int) string {
			switch text := row[i].Text; {
			case text == "":
				return ""
			case columns[i].Literal:
				return tableCell(text)
			default:
				return strings.ReplaceAll(t.clean(text), "|", `\|`)
			}
		})
	}
	return w.Flush()
}

// Wrap breaks text into lines of at most width cells, at blanks where possible.
func (t Theme) Wrap(text string, width int) []string {
	return t.wrap(t.clean(text), width, len(text))
}

// Arrow returns the arrow between the values before and after a change.
func (t Theme) Arrow() string { return t.arrow }

// Styled returns a cleaned text in the style of a role.
func (t Theme) Styled(role, text string) string {
	if style := t.roles()[role]; style != nil {
		return style.render(t.clean(text))
	}
	return t.clean(text)
}

// Width returns the number of cells that a text takes.
func Width(text string) int { return textWidth(text) }
