package terminal

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// cell is a cell of a row that holds an ASCII character.
type cell struct {
	char  byte
	style string // the attributes that are on, or "" for a blank that does not show them
}

var blankCell = cell{char: ' '}

// asciiCells returns the first n cells of a row, which must be ASCII.
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

// asciiWidth returns the number of leading cells in which two rows can be compared cell
// by cell. It ends before the first segment, of either row, whose width differs between
// terminals.
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
	for again := true; again; { // until no segment of either row crosses cell n
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

// ends returns the cell after a row's last segment.
func ends(row []segment) int {
	if len(row) == 0 {
		return 0
	}
	return row[len(row)-1].end()
}

// from returns the segments that start at or after a cell.
func from(row []segment, at int) []segment {
	for i, c := range row {
		if c.at >= at {
			return row[i:]
		}
	}
	return nil
}

// maxEqual is the greatest number of equal cells between two differing ones that are
// written again. Moving the cursor over them would take as many bytes.
const maxEqual = 8

// writeCells writes the cells of a row that differ, in whole words, so that programs
// can search the output. at is the cursor's cell if the cursor is in the row, or else
// -1. last reports whether the row ends after these cells.
func (p *rowWriter) writeCells(row, at int, have, want []cell, last bool) {
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

// transition returns the sequences that change the attributes from on to to.
func transition(on, to string) string {
	if added, extends := strings.CutPrefix(to, on); extends {
		return added
	}
	return reset + to
}

// writeRun writes cells with their attributes, and then switches the attributes off.
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
