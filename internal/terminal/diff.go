package terminal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// diff returns the text that makes a terminal with the rows have show the rows want. It writes
// only the segments that differ, and lets the terminal scroll rows that have moved. If the numbers
// of rows differ, it erases the screen and writes all rows. Each row must switch off its
// attributes, and must not be wider than the terminal. The cursor's position at the end is
// not defined.
func diff(have, want []string) string {
	var b strings.Builder
	redraw := len(have) != len(want)
	if redraw {
		b.WriteString(ansi.SetModeSynchronizedOutput) // the terminal must not show the empty screen
		b.WriteString("\x1b[r" + ansi.ResetStyle + ansi.EraseEntireScreen)
		have = make([]string, len(want))
	} else {
		have = slices.Clone(have)
		scroll(&b, have, want)
	}
	p := rowWriter{Builder: &b, row: -1}
	for row, line := range want {
		if line != have[row] {
			p.change(row, have[row], line)
		}
	}
	if redraw {
		b.WriteString(ansi.ResetModeSynchronizedOutput)
	}
	return b.String()
}

// scroll writes what makes the terminal move rows up or down, if that saves more than 200
// bytes, and changes have accordingly.
func scroll(b *strings.Builder, have, want []string) {
	n := len(want)
	saved, from, to, by := 200, 0, 0, 0 // rows from..to of want are by rows further down in have
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
