package terminal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// pen writes what has changed in the rows of a terminal.
type pen struct {
	*strings.Builder
	row int // the one that the cursor is in, whatever the terminal; -1: that is not known
}

// What a row is not written for has to be so many bytes: what is written comes
// in few pieces, each of whole columns, so that a program that looks for words
// in it can read it. The start has to make up for a move to what follows.
const (
	leastStart = 12
	leastEnd   = 8
)

// change turns a row that shows the columns have into want. Those at its start
// and at its end that stand there already are left out.
func (p *pen) change(row int, have, want []column) {
	start := alike(have, want, leastStart, fromStart)
	if start > 0 && want[start-1].most() > first(have[start:], want[start:]) {
		start = 0
	}
	old, fresh := have[start:], want[start:]
	end := alike(old, fresh, leastEnd, fromEnd)
	if !plain(old[:len(old)-end]) || !plain(fresh[:len(fresh)-end]) { // something may have to be erased
		end = 0
	}
	old, fresh = old[:len(old)-end], fresh[:len(fresh)-end]
	if len(old)+len(fresh) == 0 {
		return
	}
	cell := first(old, fresh)
	if start == 0 && cell < leastEnd { // a few blanks are as short as a move
		cell = 0
	}
	p.to(row, cell)
	till := 0 // what stands there goes so far
	if n := len(old); n > 0 {
		till = old[n-1].most()
	}
	// It has to be erased now, since at the end of a full row it is too late.
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
		p.WriteString(off(fresh[n-1].after))
		if !fresh[n-1].plain() {
			p.row = -1 // it may have filled the row, and gone on in the next one
		}
	}
	p.advance(cell, till, false)
}

// to moves the cursor.
func (p *pen) to(row, cell int) {
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

// pass goes from a column to the cell that the next one starts in. What is not
// ASCII has left the cursor where only the terminal knows.
func (p *pen) pass(c column, to int, blank bool) {
	switch {
	case c.most() > to: // it may stand there already
		fmt.Fprintf(p, "\x1b[%d;%dH"+ansi.EraseLineRight, p.row+1, to+1)
	case !c.plain():
		fmt.Fprintf(p, " \x1b[%dG", to+1)
	default:
		p.advance(c.end(), to, blank)
	}
}

// move is how long it is to move along a row.
const move = len(" \x1b[99C")

// advance goes from cell to cell over blanks, or over what becomes blank. One is
// always written, as the end of a word.
func (p *pen) advance(from, to int, blank bool) {
	if blank && to-from > move {
		fmt.Fprintf(p, " \x1b[%dC", to-from-1)
	} else if to > from {
		p.WriteString(strings.Repeat(" ", to-from))
	}
}

// alike counts the columns that two rows start with, or end with, alike: none,
// where that is no more than a few bytes.
func alike(have, want []column, least int, of func(row []column, i int) column) int {
	n, size := 0, 0
	for ; n < min(len(have), len(want)); n++ {
		h, w := of(have, n), of(want, n)
		if h.at != w.at || h.looks() != w.looks() {
			break
		}
		size += len(w.gap) + len(w.text)
	}
	if size < least {
		return 0
	}
	return n
}

func fromStart(row []column, i int) column { return row[i] }
func fromEnd(row []column, i int) column   { return row[len(row)-1-i] }

// first is the cell that the first column of two rows starts in.
func first(a, b []column) int {
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

// plain tells whether columns look the same on every terminal.
func plain(columns []column) bool {
	return !slices.ContainsFunc(columns, func(c column) bool { return !c.plain() })
}

// covers tells whether columns, where they are written over others, leave
// nothing of those in sight that go up to a cell.
func covers(columns []column, till int) bool {
	n := len(columns)
	return n > 0 && plain(columns[:n-1]) && columns[n-1].least() >= till
}

// saved is how many bytes need not be written for the gaps between columns, from
// a cell on, where these are blank already.
func saved(columns []column, cell int) int {
	n := 0
	for _, c := range columns {
		n += max(0, c.at-cell-move)
		cell = c.end()
	}
	return n
}

// blank tells whether there is nothing of the columns between two cells.
func blank(columns []column, from, to int) bool {
	return !slices.ContainsFunc(columns, func(c column) bool { return c.at < to && c.most() > from })
}
