package paint

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
// The cursor stays where the last row was written.
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
	at := -1 // the row that the cursor is in
	for i, line := range want {
		switch {
		case line == have[i]:
			continue
		case at >= 0 && at == i-1:
			b.WriteString("\r\n")
		default:
			fmt.Fprintf(&b, "\x1b[%dH", i+1)
		}
		b.WriteString(difference(have[i], line))
		at = i
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

// difference returns what turns the row have into want, from its start on:
// want, but without its end where that stands there already, after a gap
// between two columns. Whole columns are left out, and no small change: what
// is written is still readable to a program that looks for words in it.
func difference(have, want string) string {
	common := 0
	for common < min(len(have), len(want)) && have[len(have)-1-common] == want[len(want)-1-common] {
		common++
	}
	if gap := strings.Index(want[len(want)-common:], "  "); gap >= 0 && common-gap >= 40 {
		common -= gap
		start := want[:len(want)-common]
		if width := plainWidth(start); width >= 0 && width == plainWidth(have[:len(have)-common]) {
			return start
		}
	}
	// Not even the terminals agree on how wide a character is that is not
	// ASCII. At the end of a full row it would be too late to erase.
	if before, after := plainWidth(have), plainWidth(want); have != "" && (before < 0 || after < before) {
		return ansi.EraseLineRight + want
	}
	return want
}

// plainWidth is how many columns text takes: -1 where it is not ASCII, or
// leaves an attribute switched on.
func plainWidth(text string) int {
	width, attributes := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\x1b':
			end := strings.IndexByte(text[i:], 'm')
			if end < 0 || strings.Trim(text[i+1:i+end], "[0123456789;") != "" {
				return -1
			}
			attributes = text[i:i+end+1] != "\x1b[0m"
			i += end
		case c < ' ' || c > '~':
			return -1
		default:
			width++
		}
	}
	if attributes {
		return -1
	}
	return width
}
