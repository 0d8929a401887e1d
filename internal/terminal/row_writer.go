package terminal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

type rowWriter struct {
	*strings.Builder
	row int // the cursor's row, or -1 if it may differ between terminals
}

// Equal segments with fewer bytes than these minimums are written again. The output
// then has few pieces, which consist of whole words, so that programs can search it.
// The minimum at the start also covers the movement of the cursor.
const (
	minCommonStart = 12
	minCommonEnd   = 8
)

// change writes the text that turns the row have into the row want. It writes the cells
// that differ. If that is shorter, it erases the row from the first such cell and
// writes the rest. Text whose width differs between terminals is compared by segments.
func (p *rowWriter) change(row int, have, want string) {
	old, fresh := splitRow(have), splitRow(want)
	n := asciiWidth(old, fresh)
	oldCells, freshCells := asciiCells(have, n), asciiCells(want, n)
	oldRest, freshRest := from(old, n), from(fresh, n)

	kept := rowWriter{Builder: &strings.Builder{}, row: p.row}
	kept.writeCells(row, -1, oldCells, freshCells, len(oldRest)+len(freshRest) == 0)
	kept.changeSegments(row, n, oldRest, freshRest)

	first := 0 // the first differing cell
	for first < n && oldCells[first] == freshCells[first] {
		first++
	}
	if first == n {
		p.take(kept)
		return
	}
	for first > 0 && freshCells[first-1].char != ' ' { // the start of the word
		first--
	}
	erased := rowWriter{Builder: &strings.Builder{}, row: p.row}
	erased.to(row, first)
	erased.WriteString(ansi.EraseLineRight)
	for i := first; i < n; i++ {
		oldCells[i] = blankCell
	}
	erased.writeCells(row, first, oldCells, freshCells, len(freshRest) == 0)
	erased.changeSegments(row, n, nil, freshRest)
	if erased.Len() < kept.Len() {
		p.take(erased)
	} else {
		p.take(kept)
	}
}

// take appends the output of another writer.
func (p *rowWriter) take(other rowWriter) {
	p.WriteString(other.String())
	p.row = other.row
}

// changeSegments writes the text that turns the segments have into the segments want.
// It skips equal segments at the start and at the end. It keeps the first n cells of
// the row.
func (p *rowWriter) changeSegments(row, n int, have, want []segment) {
	start := commonSegments(have, want, minCommonStart, fromStart)
	if start > 0 && want[start-1].most() > first(have[start:], want[start:]) {
		start = 0
	}
	old, fresh := have[start:], want[start:]
	end := commonSegments(old, fresh, minCommonEnd, fromEnd)
	if !plain(old[:len(old)-end]) || !plain(fresh[:len(fresh)-end]) { // erasing may remove the equal segments, too
		end = 0
	}
	old, fresh = old[:len(old)-end], fresh[:len(fresh)-end]
	if len(old)+len(fresh) == 0 {
		return
	}
	cell := first(old, fresh)
	if n == 0 && start == 0 && cell < minCommonEnd { // a few blanks are as short as a move
		cell = 0
	}
	p.to(row, cell)
	till := 0 // the cell after the old segments
	if n := len(old); n > 0 {
		till = old[n-1].most()
	}
	// Erase first: at the end of a full row the cursor is on the last cell, which would
	// be erased, too.
	if end == 0 && till > 0 && (!covers(fresh, till) || saved(fresh, cell) > len(ansi.EraseLineRight)) {
		p.WriteString(ansi.EraseLineRight)
		old, till = nil, 0
	}
	for i, c := range fresh {
		if i == 0 {
			p.WriteString(c.before)
			p.advance(cell, c.at, blank(old, cell, c.at))
		} else {
			p.WriteString(strings.ReplaceAll(c.gap, " ", ""))
			p.pass(fresh[i-1], c.at, blank(old, cell, c.at))
		}
		p.WriteString(c.text)
		cell = c.end()
	}
	if n := len(fresh); n > 0 {
		p.WriteString(switchOff(fresh[n-1].after))
		if !fresh[n-1].plain() {
			p.row = -1 // a wide character may have wrapped to the next row
		}
	}
	p.advance(cell, till, false)
}

// to moves the cursor to a cell.
func (p *rowWriter) to(row, cell int) {
	switch {
	case cell > 0:
		fmt.Fprintf(p, "\x1b[%d;%dH", row+1, cell+1)
	case p.row >= 0 && p.row == row-1:
		p.WriteString("\r\n")
	default:
		fmt.Fprintf(p, "\x1b[%dH", row+1)
	}
	p.row = row
}

// pass moves the cursor from the end of a segment to the start of the next. After text
// that is not ASCII the cursor's cell is uncertain, so pass writes an absolute
// position.
func (p *rowWriter) pass(c segment, to int, blank bool) {
	switch {
	case c.most() > to: // the segment may reach the cell
		fmt.Fprintf(p, "\x1b[%d;%dH"+ansi.EraseLineRight, p.row+1, to+1)
	case !c.plain():
		fmt.Fprintf(p, " \x1b[%dG", to+1)
	default:
		p.advance(c.end(), to, blank)
	}
}

// move is the length of a sequence that moves the cursor along a row, in bytes.
const move = len(" \x1b[99C")

// advance moves the cursor over blanks, or writes them. Its output starts with a blank,
// which ends the word before.
func (p *rowWriter) advance(from, to int, blank bool) {
	if blank && to-from > move {
		fmt.Fprintf(p, " \x1b[%dC", to-from-1)
	} else if to > from {
		p.WriteString(strings.Repeat(" ", to-from))
	}
}

// commonSegments returns the number of equal segments of two rows, counted from the
// side that of reads. It returns 0 if the segments have fewer than least bytes.
func commonSegments(have, want []segment, least int, of func(row []segment, i int) segment) int {
	n, size := 0, 0
	for ; n < min(len(have), len(want)); n++ {
		h, w := of(have, n), of(want, n)
		if h.at != w.at || h.appearance() != w.appearance() {
			break
		}
		size += len(w.gap) + len(w.text)
	}
	if size < least {
		return 0
	}
	return n
}

func fromStart(row []segment, i int) segment { return row[i] }
func fromEnd(row []segment, i int) segment   { return row[len(row)-1-i] }

// first returns the first cell of two rows' segments.
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

// saved returns the number of bytes that blank gaps between segments save, from a cell
// on.
func saved(segments []segment, cell int) int {
	n := 0
	for _, c := range segments {
		n += max(0, c.at-cell-move)
		cell = c.end()
	}
	return n
}

// blank reports whether there is no segment between two cells.
func blank(segments []segment, from, to int) bool {
	return !slices.ContainsFunc(segments, func(c segment) bool { return c.at < to && c.most() > from })
}
