package terminal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

type rowWriter struct {
	*strings.Builder
	row  int    // the cursor's row, or -1 if uncertain
	cell int    // the cursor's cell, or -1 if uncertain
	on   string // the attributes that are on
}

// Equal segments with fewer bytes than these minimums are written again. The output
// then has few pieces of whole words, which programs can search. The minimum at the
// start also covers the movement of the cursor.
const (
	minCommonStart = 12
	minCommonEnd   = 8
)

// change writes the text that turns the row have into the row want. It uses the shortest
// of three ways. The first way writes only the cells that differ. The other ways first
// erase the row from the first such cell to the end of the row, or to the end of its
// ASCII text. Text whose width differs between terminals is compared by segments.
func (p *rowWriter) change(row int, have, want string) {
	old, fresh := splitRow(have), splitRow(want)
	n := asciiWidth(old, fresh)
	oldCells, freshCells := asciiCells(have, n), asciiCells(want, n)
	oldRest, freshRest := from(old, n), from(fresh, n)
	last := len(oldRest)+len(freshRest) == 0

	shortest := p.fork()
	shortest.writeCells(row, oldCells, freshCells, last)
	shortest.changeSegments(row, n, oldRest, freshRest)

	if first := firstChange(oldCells, freshCells); first < n {
		erased := slices.Clone(oldCells)
		for i := first; i < n; i++ {
			erased[i] = blankCell
		}
		toEnd := p.fork()
		toEnd.to(row, first)
		toEnd.erase(ansi.EraseLineRight)
		toEnd.writeCells(row, erased, freshCells, len(freshRest) == 0)
		toEnd.changeSegments(row, n, nil, freshRest)

		inside := p.fork()
		inside.to(row, first)
		inside.erase(ansi.EraseCharacter(n - first))
		inside.writeCells(row, erased, freshCells, last)
		inside.changeSegments(row, n, oldRest, freshRest)

		for _, other := range []rowWriter{toEnd, inside} {
			if other.Len() < shortest.Len() {
				shortest = other
			}
		}
	}
	p.WriteString(shortest.String())
	p.row, p.cell, p.on = shortest.row, shortest.cell, shortest.on
}

// fork returns a writer in the state of p, with its own output.
func (p *rowWriter) fork() rowWriter {
	return rowWriter{Builder: &strings.Builder{}, row: p.row, cell: p.cell, on: p.on}
}

// style switches attributes on, and all others off.
func (p *rowWriter) style(attributes string) {
	if added, extends := strings.CutPrefix(attributes, p.on); extends {
		p.WriteString(added)
	} else {
		p.WriteString(ansi.ResetStyle + attributes)
	}
	p.on = attributes
}

// plainBlanks switches the attributes off if blanks would show them.
func (p *rowWriter) plainBlanks() {
	if blankShows(p.on) {
		p.style("")
	}
}

// erase writes a sequence that erases cells.
func (p *rowWriter) erase(sequence string) {
	p.plainBlanks()
	p.WriteString(sequence)
}

// changeSegments writes the text that turns the segments have into the segments want.
// It skips equal segments at the start and at the end. It keeps the first n cells of
// the row.
func (p *rowWriter) changeSegments(row, n int, have, want []segment) {
	least := minCommonStart
	if n > 0 && (p.row != row || p.cell < n) { // the cursor has to be moved anyway
		least = 1
	}
	start := commonSegments(have, want, least, fromStart)
	if start > 0 && want[start-1].most() > first(have[start:], want[start:]) {
		start = 0
	}
	old, fresh := have[start:], want[start:]
	end := commonSegments(old, fresh, minCommonEnd, fromEnd)
	if !plain(old[:len(old)-end]) || !plain(fresh[:len(fresh)-end]) { // erasing may remove the equal segments
		end = 0
	}
	old, fresh = old[:len(old)-end], fresh[:len(fresh)-end]
	if len(old)+len(fresh) == 0 {
		return
	}
	cell := first(old, fresh)
	if n == 0 && start == 0 && cell < minCommonEnd { // a few blanks take as few bytes as a move
		cell = 0
	}
	p.to(row, cell)
	till := 0 // the cell after the old segments
	if n := len(old); n > 0 {
		till = old[n-1].most()
	}
	// Erase first: after a full row the cursor is on the last cell, which would be
	// erased, too.
	if end == 0 && till > 0 && (!covers(fresh, till) || saved(fresh, cell) > len(ansi.EraseLineRight)) {
		p.erase(ansi.EraseLineRight)
		old, till = nil, 0
	}
	for i, c := range fresh {
		if i == 0 {
			p.advance(cell, c.at, blank(old, cell, c.at))
		} else {
			p.pass(fresh[i-1], c.at, blank(old, cell, c.at))
		}
		p.style(c.before)
		p.WriteString(c.text)
		cell = c.end()
		p.cell, p.on = cell, c.after
	}
	p.advance(cell, till, false)
	if !plain(fresh) {
		p.row, p.cell = -1, -1 // a wide character may have wrapped to the next row
	}
}

// to moves the cursor to a cell.
func (p *rowWriter) to(row, cell int) {
	switch {
	case p.row == row && p.cell == cell:
	case p.row == row && cell > 0:
		fmt.Fprintf(p, "\x1b[%dG", cell+1)
	case cell > 0:
		fmt.Fprintf(p, "\x1b[%d;%dH", row+1, cell+1)
	case p.row >= 0 && p.row == row-1:
		p.WriteString("\r\n")
	default:
		fmt.Fprintf(p, "\x1b[%dH", row+1)
	}
	p.row, p.cell = row, cell
}

// pass moves the cursor from the end of a segment to the start of the next. After text
// that is not ASCII it writes an absolute position, because the cursor's cell is
// uncertain.
func (p *rowWriter) pass(c segment, to int, blank bool) {
	switch {
	case c.most() > to: // the segment may reach the cell
		fmt.Fprintf(p, "\x1b[%d;%dH", p.row+1, to+1)
		p.erase(ansi.EraseLineRight)
	case !c.plain():
		p.plainBlanks()
		fmt.Fprintf(p, " \x1b[%dG", to+1)
	default:
		p.advance(c.end(), to, blank)
	}
}

// move is the number of bytes that move the cursor along a row.
const move = len(" \x1b[99C")

// advance moves the cursor over blanks, or writes them. Its output starts with a blank,
// which ends the word before.
func (p *rowWriter) advance(from, to int, blank bool) {
	if to <= from {
		return
	}
	p.plainBlanks()
	if blank && to-from > move {
		fmt.Fprintf(p, " \x1b[%dC", to-from-1)
	} else {
		p.WriteString(strings.Repeat(" ", to-from))
	}
	p.cell = to
}

// commonSegments returns the number of equal segments at one side of two rows. at
// returns the ith segment from that side. The result is 0 if the segments have fewer
// than least bytes.
func commonSegments(have, want []segment, least int, at func(row []segment, i int) segment) int {
	n, size := 0, 0
	for ; n < min(len(have), len(want)); n++ {
		h, w := at(have, n), at(want, n)
		if h.at != w.at || h.appearance() != w.appearance() {
			break
		}
		size += w.gap + len(w.text)
	}
	if size < least {
		return 0
	}
	return n
}

func fromStart(row []segment, i int) segment { return row[i] }
func fromEnd(row []segment, i int) segment   { return row[len(row)-1-i] }

// first returns the first cell of the segments of two rows.
func first(a, b []segment) int {
	switch {
	case len(a) == 0 && len(b) == 0:
		return 1 << 16
	case len(a) == 0:
		return b[0].at
	case len(b) == 0:
		return a[0].at
	}
	return min(a[0].at, b[0].at)
}

// plain reports whether all segments have the same width on every terminal.
func plain(segments []segment) bool {
	return !slices.ContainsFunc(segments, func(c segment) bool { return !c.plain() })
}

// covers reports whether segments overwrite all old text before a cell.
func covers(segments []segment, till int) bool {
	n := len(segments)
	return n > 0 && plain(segments[:n-1]) && segments[n-1].least() >= till
}

// saved returns the number of bytes that moving over the gaps between segments saves,
// from a cell on.
func saved(segments []segment, cell int) int {
	n := 0
	for _, c := range segments {
		n += max(0, c.at-cell-move)
		cell = c.end()
	}
	return n
}

// blank reports whether no segment is between two cells.
func blank(segments []segment, from, to int) bool {
	return !slices.ContainsFunc(segments, func(c segment) bool { return c.at < to && c.most() > from })
}
