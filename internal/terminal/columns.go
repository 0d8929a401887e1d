package terminal

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// column is a part of a row: what stands behind a gap, or at the row's start, up
// to the next gap. That is two or more blanks, or one between text of different
// attributes. Where a column starts is known on every terminal, since a row is
// written so.
type column struct {
	gap  string // what stands before it: blanks, and attributes that they do not show
	text string
	at   int // the cell that it starts in
	wide int // how many cells it takes
	// Not even the terminals agree on how wide a character is that is not ASCII.
	// So wide may be too much by the one, and too little by the other.
	over, under   int
	before, after string // the attributes that are on where it starts, and where it ends
}

// plain tells whether it looks the same on every terminal.
func (c column) plain() bool { return c.over+c.under == 0 }

// end is the cell behind it; least and most are where some terminal may see it.
func (c column) end() int   { return c.at + c.wide }
func (c column) least() int { return c.end() - c.over }
func (c column) most() int  { return c.end() + c.under }

// looks is what is seen of it.
func (c column) looks() string { return c.before + c.text + off(c.after) }

// off is what switches attributes off.
func off(attributes string) string {
	if attributes == "" {
		return ""
	}
	return reset
}

// reset is how rows switch attributes off.
const reset = "\x1b[0m"

// columns splits a row. What is left out behind the last column shows nothing.
func columns(row string) []column {
	var (
		all     []column
		cell    int
		on      string // the attributes that are on, and were for the last text
		lastOn  string
		seen    bool // a blank shows them
		blanks  int  // how many there are since the last column's text, which ends at from
		from    int
		start   int // the byte behind the last blank, and what was on there
		startOn string
	)
	for i := 0; i < len(row); {
		if sequence := attribute(row[i:]); sequence != "" {
			i += len(sequence)
			if on += sequence; sequence == reset {
				on = ""
			}
			seen = shown(on)
			if n := len(all); n > 0 && blanks == 0 {
				all[n-1].text += sequence
				all[n-1].after, from = on, i
			}
			continue
		}
		text, wide := cluster(row[i:])
		i += len(text)
		if text == " " && !seen {
			blanks, start, startOn = blanks+1, i, on
			cell++
			continue
		}
		if len(all) == 0 && blanks < 2 { // the row's start
			all = append(all, column{})
		} else if blanks >= 2 || blanks == 1 && on != lastOn {
			all = append(all, column{gap: row[from:start], at: cell, before: startOn})
			from = start
		}
		c := &all[len(all)-1]
		c.text += row[from:i]
		c.after, lastOn, from, blanks = on, on, i, 0
		cell += wide
		c.wide = cell - c.at
		if len(text) > 1 { // a digit, too, may go on with what is not ASCII
			c.over += wide
			c.under += max(0, 2*utf8.RuneCountInString(text)-wide)
		}
	}
	return all
}

// attribute is the sequence at the start of text that switches attributes; "":
// there is none.
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

// cluster is the first character of text, with all that belongs to it, and how
// many cells it takes.
func cluster(text string) (string, int) {
	if text[0] < 0x80 && (len(text) == 1 || text[1] < 0x80) {
		return text[:1], 1
	}
	first, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
	return first, ansi.StringWidth(first) // which is what rows are made by: of a keycap, it is not the other result
}

// shown tells whether a blank shows attributes: neither its weight nor its
// colour can be seen, but for all that is known any other can.
func shown(attributes string) bool {
	for _, number := range strings.FieldsFunc(attributes, func(r rune) bool { return r < '0' || r > '9' }) {
		colour := len(number) == 2 && (number[0] == '3' || number[0] == '9') && number[1] < '8'
		if weight := number == "1" || number == "2" || number == "3"; !weight && !colour {
			return true
		}
	}
	return false
}
