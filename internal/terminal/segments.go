package terminal

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// segment is the text of a row between two gaps. A gap is two or more blanks, or one
// blank between texts with different attributes. A segment starts in the same cell on
// every terminal, because rowWriter moves the cursor there.
type segment struct {
	gap  int // the number of blanks before text
	text string
	at   int // the first cell
	wide int // the width in cells
	// Terminals disagree on the width of characters that are not ASCII. The true width
	// is at least wide-over and at most wide+under.
	over, under   int
	before, after string // the attributes that are on at the start and at the end
}

// plain reports whether the segment has the same width on every terminal.
func (c segment) plain() bool { return c.over+c.under == 0 }

// end returns the cell after the segment. On some terminals the segment ends as early
// as least, or as late as most.
func (c segment) end() int   { return c.at + c.wide }
func (c segment) least() int { return c.end() - c.over }
func (c segment) most() int  { return c.end() + c.under }

// appearance returns the segment's text and attributes.
func (c segment) appearance() string { return c.before + c.text + switchOff(c.after) }

// switchOff returns the sequence that switches attributes off, or "" if none are on.
func switchOff(attributes string) string {
	if attributes == "" {
		return ""
	}
	return reset
}

// asciiEnd returns the cell before the segment's first word that is not ASCII, or the
// segment's first cell if that word is the first.
func (c segment) asciiEnd() int {
	cell, end := c.at, c.at
	for rest := c.text; rest != ""; {
		if sequence := attribute(rest); sequence != "" {
			rest = rest[len(sequence):]
			continue
		}
		text, _ := cluster(rest)
		if len(text) > 1 {
			break
		}
		if text == " " {
			end = cell
		}
		cell++
		rest = rest[len(text):]
	}
	return end
}

// cut returns the part of the segment from a cell on. The text before the cell must be
// ASCII.
func (c segment) cut(at int) segment {
	on, rest := c.before, c.text
	for cell := c.at; ; {
		if sequence := attribute(rest); sequence != "" {
			on, rest = switchAttributes(on, sequence), rest[len(sequence):]
			continue
		}
		if cell == at {
			break
		}
		cell, rest = cell+1, rest[1:]
	}
	c.gap, c.text, c.wide, c.at, c.before = 0, rest, c.end()-at, at, on
	return c
}

// reset switches all attributes off.
const reset = "\x1b[0m"

// splitRow returns the segments of a row. It drops invisible blanks at the end.
func splitRow(row string) []segment {
	var (
		all    []segment
		cell   int
		on     string // the attributes that are on; lastOn has those of the last text
		lastOn string
		seen   bool // whether a blank shows the attributes
		blanks int  // the number of blanks since the last segment, which ends at from
		from   int
	)
	for i := 0; i < len(row); {
		if sequence := attribute(row[i:]); sequence != "" {
			i += len(sequence)
			on = switchAttributes(on, sequence)
			seen = blankShows(on)
			continue
		}
		text, wide := cluster(row[i:])
		i += len(text)
		if text == " " && !seen {
			blanks++
			cell++
			continue
		}
		if len(all) == 0 || blanks >= 2 || blanks == 1 && on != lastOn {
			all = append(all, segment{gap: blanks, at: cell, before: on})
			from = i - len(text)
		}
		c := &all[len(all)-1]
		c.text += row[from:i]
		c.after, lastOn, from, blanks = on, on, i, 0
		cell += wide
		c.wide = cell - c.at
		if len(text) > 1 { // a cluster that starts with a digit may not be ASCII
			c.over += wide
			c.under += max(0, 2*utf8.RuneCountInString(text)-wide)
		}
	}
	return all
}

// switchAttributes returns the attributes that are on after a sequence.
func switchAttributes(on, sequence string) string {
	if sequence == reset {
		return ""
	}
	return on + sequence
}

// attribute returns the sequence at the start of text that changes attributes, or "".
func attribute(text string) string {
	if !strings.HasPrefix(text, "\x1b[") {
		return ""
	}
	for i := 2; i < len(text); i++ {
		switch c := text[i]; {
		case c == 'm':
			return text[:i+1]
		case c != ';' && (c < '0' || c > '9'):
			return ""
		}
	}
	return ""
}

// cluster returns the first grapheme cluster of text and its width in cells.
func cluster(text string) (string, int) {
	if text[0] < 0x80 && (len(text) == 1 || text[1] < 0x80) {
		return text[:1], 1
	}
	first, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
	return first, ansi.StringWidth(first) // as rows are measured; FirstGraphemeCluster's width differs for keycaps
}

// blankShows reports whether a blank may show attributes. Blanks show neither weight
// nor foreground colour.
func blankShows(attributes string) bool {
	for _, number := range strings.FieldsFunc(attributes, func(r rune) bool { return r < '0' || r > '9' }) {
		colour := len(number) == 2 && (number[0] == '3' || number[0] == '9') && number[1] < '8'
		if weight := number == "1" || number == "2" || number == "3"; !weight && !colour {
			return true
		}
	}
	return false
}
