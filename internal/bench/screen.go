package main

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// screen is a small terminal emulator. It keeps the characters on the screen, but no
// attributes.
type screen struct {
	parser      *ansi.Parser
	cells       [][]rune
	x, y        int
	top, bottom int // bounds of the scroll region
	saved       [2]int
	last        rune
}

func newScreen(columns, rows int) *screen {
	s := &screen{parser: ansi.NewParser(), bottom: rows - 1}
	for range rows {
		s.cells = append(s.cells, blank(columns))
	}
	s.parser.SetHandler(ansi.Handler{Print: s.print, Execute: s.execute, HandleCsi: s.csi, HandleEsc: s.esc})
	return s
}

func blank(columns int) []rune { return slices.Repeat([]rune{' '}, columns) }

// Write implements io.Writer.
func (s *screen) Write(text []byte) (int, error) {
	s.parser.Parse(text)
	return len(text), nil
}

// String returns the lines without trailing blanks.
func (s *screen) String() string {
	var b strings.Builder
	for _, row := range s.cells {
		b.WriteString(strings.TrimRight(strings.ReplaceAll(string(row), "\x00", ""), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

func (s *screen) print(r rune) {
	width := ansi.StringWidth(string(r))
	if width == 0 { // a combining character
		return
	}
	if s.x+width > len(s.cells[0]) {
		s.x = 0
		s.lineFeed()
	}
	s.cells[s.y][s.x] = r
	for i := 1; i < width; i++ {
		s.cells[s.y][s.x+i] = 0
	}
	s.x, s.last = s.x+width, r
}

func (s *screen) execute(control byte) {
	switch control {
	case '\b':
		s.x = max(0, min(s.x, len(s.cells[0])-1)-1)
	case '\t':
		s.x = min(s.x/8*8+8, len(s.cells[0])-1)
	case '\n', '\v', '\f':
		s.lineFeed()
	case '\r':
		s.x = 0
	}
}

func (s *screen) lineFeed() {
	if s.y == s.bottom {
		s.scroll(s.top, 1)
	} else {
		s.y = min(s.y+1, len(s.cells)-1)
	}
}

// scroll moves the lines from top to the end of the scroll region up by the given
// number. A negative number moves lines down.
func (s *screen) scroll(top, by int) {
	region := s.cells[top : s.bottom+1]
	for range min(by, len(region)) {
		copy(region, region[1:])
		region[len(region)-1] = blank(len(s.cells[0]))
	}
	for range min(-by, len(region)) {
		copy(region[1:], region)
		region[0] = blank(len(s.cells[0]))
	}
}

func (s *screen) esc(command ansi.Cmd) {
	switch {
	case command.Intermediate() != 0:
	case command.Final() == 'D':
		s.lineFeed()
	case command.Final() == 'E':
		s.x = 0
		s.lineFeed()
	case command.Final() == 'M' && s.y == s.top:
		s.scroll(s.top, -1)
	case command.Final() == 'M':
		s.y = max(0, s.y-1)
	case command.Final() == '7':
		s.saved = [2]int{s.x, s.y}
	case command.Final() == '8':
		s.x, s.y = s.saved[0], s.saved[1]
	}
}

func (s *screen) csi(command ansi.Cmd, params ansi.Params) {
	if command.Intermediate() != 0 || command.Prefix() != 0 && command.Prefix() != '?' {
		return
	}
	number := func(i, otherwise int) int {
		n, _, _ := params.Param(i, otherwise)
		return n
	}
	if command.Prefix() == '?' {
		if number(0, 0) == 1049 { // the alternate screen, which starts empty
			s.erase(0, 0, len(s.cells), 0)
		}
		return
	}
	columns, rows := len(s.cells[0]), len(s.cells)
	n := max(1, number(0, 1))
	column := min(s.x, columns-1) // a cursor past the last column counts as on the last column
	switch command.Final() {
	case 'A', 'F':
		s.y = max(0, s.y-n)
	case 'B', 'E', 'e':
		s.y = min(rows-1, s.y+n)
	case 'C', 'a':
		s.x = min(columns-1, s.x+n)
	case 'D':
		s.x = max(0, column-n)
	case 'G', '`':
		s.x = min(columns, n) - 1
	case 'd':
		s.y = min(rows, n) - 1
	case 'H', 'f':
		s.y, s.x = min(rows, n)-1, min(columns, max(1, number(1, 1)))-1
	case 'J':
		switch number(0, 0) {
		case 0:
			s.erase(s.y, column, rows, 0)
		case 1:
			s.erase(0, 0, s.y, column+1)
		default:
			s.erase(0, 0, rows, 0)
		}
	case 'K':
		switch number(0, 0) {
		case 0:
			s.erase(s.y, column, s.y, columns)
		case 1:
			s.erase(s.y, 0, s.y, column+1)
		default:
			s.erase(s.y, 0, s.y, columns)
		}
	case 'X':
		s.erase(s.y, column, s.y, min(columns, column+n))
	case 'P':
		row := s.cells[s.y]
		copy(row[column:], row[min(columns, column+n):])
		s.erase(s.y, max(column, columns-n), s.y, columns)
	case '@':
		row := s.cells[s.y]
		copy(row[min(columns, column+n):], row[column:])
		s.erase(s.y, column, s.y, min(columns, column+n))
	case 'S':
		s.scroll(s.top, n)
	case 'T':
		s.scroll(s.top, -n)
	case 'L', 'M':
		if s.top <= s.y && s.y <= s.bottom {
			s.scroll(s.y, map[byte]int{'L': -n, 'M': n}[command.Final()])
		}
		s.x = 0
	case 'b':
		for range n {
			s.print(s.last)
		}
	case 'r':
		s.top, s.bottom = n-1, min(rows, max(1, number(1, rows)))-1
		s.x, s.y = 0, 0
	case 's':
		s.saved = [2]int{s.x, s.y}
	case 'u':
		s.x, s.y = s.saved[0], s.saved[1]
	}
	if f := command.Final(); f == 'E' || f == 'F' {
		s.x = 0
	}
}

// erase blanks the cells from one position up to, but not including, another.
func (s *screen) erase(fromY, fromX, toY, toX int) {
	for y := fromY; y < len(s.cells) && y <= toY; y++ {
		start, end := 0, len(s.cells[y])
		if y == fromY {
			start = fromX
		}
		if y == toY {
			end = toX
		}
		copy(s.cells[y][start:end], blank(end-start))
	}
}
