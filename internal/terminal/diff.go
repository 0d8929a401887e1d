package terminal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// diff returns the text that changes a terminal's rows from have to want. It writes
// only the segments that differ, and lets the terminal scroll moved rows. If the
// numbers of rows differ, it erases the screen and writes all rows.
//
// Each row must switch off its attributes, and must not be wider than the terminal. The
// final position of the cursor is undefined.
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
	p := rowWriter{Builder: &b, row: -1, cell: -1}
	for row, line := range want {
		if line != have[row] {
			p.change(row, have[row], line)
		}
	}
	p.style("")
	if redraw {
		b.WriteString(ansi.ResetModeSynchronizedOutput)
	}
	return b.String()
}

// scroll lets the terminal move rows up or down if that saves more than 200 bytes. It
// then moves the rows of have, too.
func scroll(b *strings.Builder, have, want []string) {
	n := len(want)
	saved, from, to, by := 200, 0, 0, 0 // want[from:to] equals have[from+by:to+by]
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
	top, bottom := min(from, from+by), max(to, to+by) // the scrolling region
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
