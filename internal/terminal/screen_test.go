package terminal

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// screen is a minimal terminal for tests. Each cell holds a character, and the
// attributes that are visible there.
type screen struct {
	cells       [][]string
	x, y        int
	top, bottom int // the scrolling region
	attributes  string

	// split returns the first character of a text and its width on this terminal. A
	// character of width 0 joins the character before. A nil split uses our own widths,
	// and fails the test if a row is too wide.
	split        func(text string) (string, int)
	lastX, lastY int // the position of the last character
}

func newScreen(w, h int) *screen {
	s := &screen{bottom: h - 1}
	for range h {
		s.cells = append(s.cells, slices.Repeat([]string{" "}, w))
	}
	return s
}

var control = regexp.MustCompile(`^\x1b(?:\[([?0-9;]*)([A-Za-z])|M)`)

// write interprets text as a terminal does.
func (s *screen) write(t *testing.T, text string) {
	t.Helper()
	w := len(s.cells[0])
	for len(text) > 0 {
		found := control.FindStringSubmatch(text)
		switch {
		case found != nil:
			text = text[len(found[0]):]
			s.control(t, found[0], found[1], found[2])
		case text[0] == '\r':
			s.x, text = 0, text[1:]
		case text[0] == '\n':
			text = text[1:]
			if s.y == s.bottom {
				s.scroll(1)
			} else {
				s.y++
			}
		case s.split == nil:
			cluster, width := cluster(text)
			if width == 0 || s.x+width > w {
				t.Fatalf("%q does not fit at column %d of %d, before %q", cluster, s.x, w, text)
			}
			s.put(cluster, width)
			text = text[len(cluster):]
		default:
			cluster, width := s.split(text)
			if width == 0 {
				s.cells[s.lastY][s.lastX] += cluster
			} else {
				s.x = min(s.x, w-width) // rows do not wrap
				s.put(cluster, width)
			}
			text = text[len(cluster):]
		}
	}
}

// put writes a character. A wide character that it covers in part disappears.
func (s *screen) put(cluster string, width int) {
	row := s.cells[s.y]
	for from := s.x; row[from] == ""; from-- {
		row[from], row[from-1] = " ", " "
	}
	for i := s.x + width; i < len(row) && row[i] == ""; i++ {
		row[i] = " "
	}
	row[s.x] = s.cell(cluster)
	for i := range width - 1 {
		row[s.x+1+i] = ""
	}
	s.lastX, s.lastY = s.x, s.y
	s.x += width
}

// faint matches attributes that a blank does not show.
var faint = regexp.MustCompile(`^(\x1b\[(1|2|32)m)*$`)

func (s *screen) cell(cluster string) string {
	if cluster == " " && faint.MatchString(s.attributes) {
		return cluster
	}
	return s.attributes + cluster
}

func (s *screen) control(t *testing.T, all, arguments, final string) {
	numbers := strings.Split(arguments, ";")
	number := func(i, otherwise int) int {
		if i < len(numbers) && numbers[i] != "" {
			otherwise, _ = strconv.Atoi(numbers[i])
		}
		return otherwise
	}
	switch final {
	case "": // reverse index
		if s.y == s.top {
			s.scroll(-1)
		} else {
			s.y--
		}
	case "C":
		s.x = min(len(s.cells[0])-1, s.x+number(0, 1))
	case "G":
		s.x = min(len(s.cells[0]), number(0, 1)) - 1
	case "H":
		s.y, s.x = number(0, 1)-1, min(len(s.cells[0]), number(1, 1))-1
	case "J":
		for y := range s.cells {
			s.erase(y, 0, len(s.cells[0]))
		}
	case "K":
		s.erase(s.y, s.x, len(s.cells[0]))
	case "X":
		s.erase(s.y, s.x, min(len(s.cells[0]), s.x+number(0, 1)))
	case "m":
		if s.attributes += all; number(0, 0) == 0 {
			s.attributes = ""
		}
	case "r":
		s.top, s.bottom, s.x, s.y = number(0, 1)-1, number(1, len(s.cells))-1, 0, 0
	case "h", "l": // modes, which show nothing
	default:
		t.Fatalf("the terminal does not know %q", all)
	}
}

// erase blanks cells of a row. A wide character that it blanks in part disappears.
func (s *screen) erase(y, from, to int) {
	row := s.cells[y]
	for x := from; x < len(row) && row[x] == ""; x-- {
		row[x-1] = " "
	}
	for x := to; x < len(row) && row[x] == ""; x++ {
		row[x] = " "
	}
	for x := from; x < to; x++ {
		row[x] = s.cell(" ")
	}
}

func (s *screen) scroll(by int) {
	blank := slices.Repeat([]string{" "}, len(s.cells[0]))
	if by > 0 {
		s.cells = slices.Insert(s.cells, s.bottom+1, blank)
		s.cells = slices.Delete(s.cells, s.top, s.top+1)
		return
	}
	s.cells = slices.Delete(s.cells, s.bottom, s.bottom+1)
	s.cells = slices.Insert(s.cells, s.top, blank)
}

func (s *screen) String() string {
	var b strings.Builder
	for _, row := range s.cells {
		b.WriteString(strings.Join(row, "") + "\n")
	}
	return b.String()
}
