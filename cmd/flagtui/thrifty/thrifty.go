// Package thrifty writes Bubble Tea's frames in few bytes.
package thrifty

import (
	"fmt"
	"os"
	"strings"
)

// Output is a terminal's output, for slow lines. Bubble Tea v1 writes every
// line that has changed as a whole, however little of it has, and each line of
// a list that scrolls. Of its frames this writes only what differs, and lets
// the terminal itself scroll. Whatever it does not recognise it writes as it
// is.
type Output struct {
	*os.File
	lines []string // what each row shows, as it was written; nil: not known
}

const (
	home    = "\x1b[H"
	unknown = "\x00" // as a line: not known
)

// Write implements io.Writer.
func (o *Output) Write(p []byte) (int, error) {
	if _, err := o.File.WriteString(o.shorten(string(p))); err != nil {
		o.lines = nil
		return 0, err
	}
	return len(p), nil
}

// shorten returns what has the same effect as text. A frame of Bubble Tea's is
// the way home, then for each row "\n" if it stays as it is, or else the line
// and "\r\n"; the last row ends with a position. A frame for a screen whose
// content is lost begins with "\r".
func (o *Output) shorten(text string) string {
	frame, isFrame := strings.CutPrefix(text, home)
	if !isFrame {
		o.lines = nil
		return text
	}
	frame, anew := strings.CutPrefix(frame, "\r")
	rows := strings.Split(frame, "\n")
	last := rows[len(rows)-1]
	rows = rows[:len(rows)-1]
	if known := len(o.lines) == len(rows) && !anew; !known {
		o.lines = make([]string, len(rows))
		for i := range o.lines {
			o.lines[i] = unknown
		}
	}
	want := make([]string, len(rows))
	for i, row := range rows {
		if want[i] = strings.TrimSuffix(row, "\r"); row == "" {
			want[i] = o.lines[i]
		}
	}
	var b strings.Builder
	o.scroll(&b, want)
	b.WriteString(home)
	if anew {
		b.WriteByte('\r')
	}
	down := 0 // how many rows the cursor has yet to go down
	for i, line := range want {
		if line == o.lines[i] {
			down++
			continue
		}
		writeDown(&b, down)
		b.WriteString(difference(o.lines[i], line))
		b.WriteByte('\r')
		down = 1
	}
	writeDown(&b, down)
	b.WriteString(last)
	o.lines = want
	return b.String()
}

func writeDown(b *strings.Builder, n int) {
	if n > 4 {
		fmt.Fprintf(b, "\x1b[%dB", n)
		return
	}
	b.WriteString(strings.Repeat("\n", n))
}

// scroll lets the terminal move the lines that are wanted a few rows further
// up or down than they are, where that saves more than a line or two.
func (o *Output) scroll(b *strings.Builder, want []string) {
	n := len(want)
	saved, from, to, by := 200, 0, 0, 0 // the rows from..to are to come from by rows below
	for shift := 1 - n; shift < n; shift++ {
		for i := max(0, -shift); i < min(n, n-shift); i++ {
			start, saves := i, 0
			for ; i < min(n, n-shift) && want[i] == o.lines[i+shift] && want[i] != unknown; i++ {
				if want[i] != o.lines[i] {
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
	for i := top; i < bottom; i++ {
		if want[i] == unknown {
			return
		}
	}
	fmt.Fprintf(b, "\x1b[%d;%dr", top+1, bottom)
	region := o.lines[top:bottom]
	if by > 0 {
		fmt.Fprintf(b, "\x1b[%dH%s", bottom, strings.Repeat("\n", by))
		copy(region, region[by:])
		region = region[len(region)-by:]
	} else {
		fmt.Fprintf(b, "\x1b[%dH%s", top+1, strings.Repeat("\x1bM", -by))
		copy(region[-by:], region)
		region = region[:-by]
	}
	for i := range region {
		region[i] = ""
	}
	b.WriteString("\x1b[r")
}

// difference returns what turns the line have into want: the start of want, up
// to a gap between two columns, where the rest is the same and stands in the
// same place. Whole columns are left out, and no small change: what is written
// is still readable to a program that looks for words in it.
func difference(have, want string) string {
	common := 0
	for common < min(len(have), len(want)) && have[len(have)-1-common] == want[len(want)-1-common] {
		common++
	}
	gap := strings.Index(want[len(want)-common:], "  ")
	if gap < 0 || common-gap < 40 {
		return want
	}
	common -= gap
	start := want[:len(want)-common]
	if width := plainWidth(start); width < 0 || width != plainWidth(have[:len(have)-common]) {
		return want
	}
	return start
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
