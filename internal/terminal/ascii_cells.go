package terminal

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// cell is a cell of a row that holds an ASCII character.
type cell struct {
	char  byte
	style string // the attributes that are on; empty for a blank that does not show them
}

var blankCell = cell{char: ' '}

// asciiCells returns the first n cells of a row. They must be ASCII.
func asciiCells(row string, n int) []cell {
	cells := make([]cell, 0, n)
	on := ""
	for i := 0; i < len(row) && len(cells) < n; {
		if sequence := attribute(row[i:]); sequence != "" {
			i += len(sequence)
			if on += sequence; sequence == reset {
				on = ""
			}
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

// asciiWidth returns up to which cell two rows can be compared cell by cell: to the start of the
// first segment, of either row, that has not the same width on every terminal.
func asciiWidth(have, want []segment) int {
	n := 1 << 16
	for _, row := range [][]segment{have, want} {
		for _, c := range row {
			if !c.plain() {
				n = min(n, c.at)
				break
			}
		}
	}
	for again := true; again; { // no segment of either row reaches over that cell
		again = false
		for _, row := range [][]segment{have, want} {
			for _, c := range row {
				if c.at < n && c.end() > n {
					n, again = c.at, true
				}
			}
		}
	}
	if n == 1<<16 {
		n = max(ends(have), ends(want))
	}
	return n
}

// ends returns the cell after the last segment.
func ends(row []segment) int {
	if len(row) == 0 {
		return 0
	}
	return row[len(row)-1].end()
}

// from returns the segments that start at a cell or after it.
func from(row []segment, at int) []segment {
	for i, c := range row {
		if c.at >= at {
			return row[i:]
		}
	}
	return nil
}

// maxEqual is the number of equal cells between two differing ones up to which they are
// written again: moving the cursor over them takes as many bytes.
const maxEqual = 8

// writeCells writes the cells of a row that differ, in whole words, so that what is written can be
// read and searched. at is the cursor's cell if it is in the row already, or else -1. last: nothing
// stands after these cells.
func (p *rowWriter) writeCells(row, at int, have, want []cell, last bool) {
	text := len(want) // the cells after it are blank
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
		case at < 0:
			p.to(row, start)
		case start > at+move:
			p.writeRun(want[at : at+1]) // a blank, which ends the word
			fmt.Fprintf(p, "\x1b[%dC", start-at-1)
		case start > at:
			p.writeRun(want[at:start])
		}
		if last && end > text+len(ansi.EraseLineRight) {
			p.writeRun(want[start:max(start, text)])
			p.WriteString(ansi.EraseLineRight)
			return
		}
		p.writeRun(want[start:end])
		at, i = end, end-1
	}
}

// transition returns what changes the attributes that are on.
func transition(on, to string) string {
	if added, extends := strings.CutPrefix(to, on); extends {
		return added
	}
	return reset + to
}

// writeRun writes cells and the attributes that they need, and switches these off.
func (p *rowWriter) writeRun(cells []cell) {
	on := ""
	for _, c := range cells {
		if c.style != on && (c != blankCell || blankShows(on)) {
			p.WriteString(transition(on, c.style))
			on = c.style
		}
		p.WriteByte(c.char)
	}
	p.WriteString(switchOff(on))
}
