package terminal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// turn returns what makes a terminal that shows the rows have show the rows
// want, in few bytes: only what differs is written, and what has moved up or
// down is moved by the terminal itself. If their numbers differ, what the
// terminal shows is not known, and all of it is erased first. A row switches
// off each attribute that it switches on, and is not wider than the terminal.
// The cursor stays where it was last needed.
func turn(have, want []string) string {
	var b strings.Builder
	anew := len(have) != len(want)
	if anew {
		b.WriteString(ansi.SetModeSynchronizedOutput) // the empty screen is not to be seen
		b.WriteString("\x1b[r" + ansi.ResetStyle + ansi.EraseEntireScreen)
		have = make([]string, len(want))
	} else {
		have = slices.Clone(have)
		scroll(&b, have, want)
	}
	p := pen{Builder: &b, row: -1}
	for row, line := range want {
		if line != have[row] {
			p.change(row, columns(have[row]), columns(line))
		}
	}
	if anew {
		b.WriteString(ansi.ResetModeSynchronizedOutput)
	}
	return b.String()
}

// scroll lets the terminal move the rows that are wanted a few rows further up
// or down than they are, where that saves more than a row or two.
func scroll(b *strings.Builder, have, want []string) {
	n := len(want)
	saved, from, to, by := 200, 0, 0, 0 // the rows from..to are to come from by rows below
	for shift := 1 - n; shift < n; shift++ {
		for i := max(0, -shift); i < min(n, n-shift); i++ {
			start, saves := i, 0
			for ; i < min(n, n-shift) && want[i] == have[i+shift]; i++ {
				if want[i] != have[i] {
					saves += len(want[i])
				}
			}
			if saves > saved {
				saved, from, to, by = saves, start, i, shift
			}
		}
	}
	if by == 0 {
		return
	}
	top, bottom := min(from, from+by), max(to, to+by) // of the region that scrolls
	fmt.Fprintf(b, "\x1b[%d;%dr", top+1, bottom)
	region := have[top:bottom]
	if by > 0 {
		fmt.Fprintf(b, "\x1b[%dH%s", bottom, strings.Repeat("\n", by))
		copy(region, region[by:])
		region = region[len(region)-by:]
	} else {
		fmt.Fprintf(b, "\x1b[%dH%s", top+1, strings.Repeat(ansi.ReverseIndex, -by))
		copy(region[-by:], region)
		region = region[:-by]
	}
	clear(region)
	b.WriteString("\x1b[r")
}
