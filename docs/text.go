package docs

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

var (
	linkPattern     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[([^\]]+)\]\([^)]+\)`) })
	emphasisPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\*\*([^*]+)\*\*`) })
)

// Text returns the page as text of this width. Headings are in capitals, tables are
// aligned, and links are without their addresses.
func (t Topic) Text(width int) string {
	var out strings.Builder
	lines := strings.Split(strings.TrimRight(t.Markdown(), "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		switch {
		case strings.HasPrefix(line, "    "): // code
			out.WriteString(line)
		case strings.HasPrefix(line, "#"):
			out.WriteString(strings.ToUpper(strings.TrimLeft(line, "# ")))
		case strings.HasPrefix(line, "|"):
			table := tableAt(lines[i:])
			i += len(table) // the line that separates the headings is not in the table
			writeTable(&out, table, width)
			continue
		default:
			out.WriteString(plain(line))
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// asciiOf has a character of ASCII for each other one that the pages draw with.
var asciiOf = strings.NewReplacer("─", "-", "│", "|", "┌", "+", "┐", "+", "└", "+", "┘", "+", "█", "#", "░", ".",
	"…", "...", "→", "->", "›", ">", "·", "-", "●", "X", "○", "o", "•", "x", "▸", "+", "▾", "-", "↑", "^")

// ASCII returns a text of a page without characters outside ASCII.
func ASCII(text string) string { return asciiOf.Replace(text) }

// plain removes the marks of links and of bold text.
func plain(line string) string {
	return emphasisPattern().ReplaceAllString(linkPattern().ReplaceAllString(line, "$1"), "$1")
}

// Tables returns the tables of the page. The first row of each has the headings.
func (t Topic) Tables() (tables [][][]string) {
	lines := strings.Split(t.Markdown(), "\n")
	for i := 0; i < len(lines); i++ {
		if strings.HasPrefix(lines[i], "|") {
			table := tableAt(lines[i:])
			i += len(table)
			tables = append(tables, table)
		}
	}
	return tables
}

// tableAt returns the table that the lines start with, without its second line.
func tableAt(lines []string) (table [][]string) {
	for i, line := range lines {
		if !strings.HasPrefix(line, "|") {
			break
		}
		if i != 1 {
			table = append(table, cellsOf(line))
		}
	}
	return table
}

// cellsOf returns the cells of a line of a table.
func cellsOf(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	cells := strings.Split(strings.ReplaceAll(line, "| |", "|  |"), " | ") // a cell may be empty
	for i := range cells {
		cells[i] = strings.TrimSpace(plain(cells[i]))
	}
	return cells
}

// writeTable writes a table whose first row has the headings. If the columns before the
// last one take more than half of the width, each row is a paragraph that
// names its columns.
func writeTable(out *strings.Builder, table [][]string, width int) {
	headings, rows := table[0], table[1:]
	last := len(headings) - 1
	widths, before := make([]int, last), 2
	for column := range widths {
		for _, row := range append([][]string{headings}, rows...) {
			if column < len(row) {
				widths[column] = max(widths[column], utf8.RuneCountInString(row[column]))
			}
		}
		before += widths[column] + 2
	}
	if before > width/2 {
		for i, row := range rows {
			if i > 0 {
				out.WriteByte('\n')
			}
			writeWrapped(out, "  ", row[0], width)
			for column := 1; column < len(row); column++ {
				if row[column] != "" {
					writeWrapped(out, "      ", headings[column]+": "+row[column], width)
				}
			}
		}
		return
	}
	for _, row := range append([][]string{headings}, rows...) {
		var start strings.Builder
		start.WriteString("  ")
		for column, columnWidth := range widths {
			text := ""
			if column < len(row) {
				text = row[column]
			}
			start.WriteString(text + strings.Repeat(" ", columnWidth-utf8.RuneCountInString(text)+2))
		}
		text := ""
		if last < len(row) {
			text = row[last]
		}
		writeWrapped(out, start.String(), text, width)
	}
}

// writeWrapped writes text after start, on lines of this width. Further lines are
// indented as far as the text.
func writeWrapped(out *strings.Builder, start, text string, width int) {
	line, indent := start, strings.Repeat(" ", utf8.RuneCountInString(start))
	empty := true
	for _, word := range strings.Fields(text) {
		if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			out.WriteString(strings.TrimRight(line, " ") + "\n")
			line, empty = indent, true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	out.WriteString(strings.TrimRight(line, " ") + "\n")
}
