package terminal

import (
	"fmt"
	"slices"

	"github.com/charmbracelet/x/ansi"
)

// cell is a cell of a row that holds an ASCII character.
type cell struct {
	char  byte
	style string // the attributes that are on; "" for a blank that does not show them
}

var blankCell = cell{char: ' '}

// asciiCells returns the first n cells of a row, which must be ASCII.
func asciiCells(row string, n int) []cell {
	cells := make([]cell, 0, n)
	on := ""
	for i := 0; i < len(row) && len(cells) < n; {
		if sequence := attribute(row[i:]); sequence != "" {
			i += len(sequence)
			on = switchAttributes(on, sequence)
			continue
		}
		c := cell{row[i], on}
		if c.char == ' ' && !blankShows(on) {
			c = blankCell
		}
		cells = append(cells, c)
		i++
	}
	for len(cells) < n {
		cells = append(cells, blankCell)
	}
	return cells
}

// asciiWidth returns the number of leading cells in which two rows can be compared cell
// by cell. These cells end before the first word, in either row, whose width differs
// between terminals.
func asciiWidth(have, want []segment) int {
	n := max(ends(have), ends(want))
	for _, row := range [][]segment{have, want} {
		if i := slices.IndexFunc(row, func(c segment) bool { return !c.plain() }); i >= 0 {
			n = min(n, row[i].asciiEnd())
		}
	}
	return n
}

// ends returns the cell after a row's last segment.
func ends(row []segment) int {
	if len(row) == 0 {
		return 0
	}
	return row[len(row)-1].end()
}

// from returns the segments from a cell on. If a segment crosses the cell, its text
// before the cell must be ASCII, and is cut off.
func from(row []segment, at int) []segment {
	for i, c := range row {
		if c.at >= at {
			return row[i:]
		}
		if c.end() > at {
			return append([]segment{c.cut(at)}, row[i+1:]...)
		}
	}
	return nil
}

// firstChange returns the first cell of the first word that differs.
func firstChange(have, want []cell) int {
	first := 0
	for first < len(want) && have[first] == want[first] {
		first++
	}
	for first > 0 && first < len(want) && want[first-1].char != ' ' {
		first--
	}
	return first
}

// maxEqual limits the equal cells between two differing ones that are written again.
// Moving the cursor over more cells takes fewer bytes.
const maxEqual = 8

// writeCells writes the cells of a row that differ. It writes whole words, so that
// programs can search the output. last reports whether the row ends after these cells.
func (p *rowWriter) writeCells(row int, have, want []cell, last bool) {
	text := len(want) // the cells from text on are blank
	for text > 0 && want[text-1] == blankCell {
		text--
	}
	for i := 0; i < len(want); i++ {
		if have[i] == want[i] {
			continue
		}
		start, end := i, i+1
		for start > 0 && want[start-1].char != ' ' {
			start--
		}
		for n := end; n < len(want) && n < end+maxEqual; n++ {
			if have[n] != want[n] {
				end = n + 1
			}
		}
		for end < len(want) && want[end].char != ' ' {
			end++
		}
		switch {
		case p.row != row:
			p.to(row, start)
		case start > p.cell+move:
			p.writeRun(want[p.cell : p.cell+1]) // a blank, which ends the word
			fmt.Fprintf(p, "\x1b[%dC", start-p.cell)
			p.cell = start
		case start > p.cell:
			p.writeRun(want[p.cell:start])
		}
		if last && end > text+len(ansi.EraseLineRight) {
			p.writeRun(want[start:max(start, text)])
			p.erase(ansi.EraseLineRight)
			return
		}
		p.writeRun(want[start:end])
		i = end - 1
	}
}

// writeRun writes cells with their attributes.
func (p *rowWriter) writeRun(cells []cell) {
	for _, c := range cells {
		if c != blankCell {
			p.style(c.style)
		} else {
			p.plainBlanks()
		}
		p.WriteByte(c.char)
	}
	p.cell += len(cells)
}
