package thrifty

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// screen is a terminal as far as the frames need one: each cell is a character
// and its attributes.
type screen struct {
	cells       [][]string
	x, y        int
	top, bottom int // of the region that scrolls
	attributes  string
}

func newScreen(w, h int) *screen {
	s := &screen{bottom: h - 1}
	for range h {
		s.cells = append(s.cells, slices.Repeat([]string{" "}, w))
	}
	return s
}

var control = regexp.MustCompile(`^\x1b(?:\[([?0-9;]*)([A-Za-z])|M)`)

// write shows text.
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
		default:
			cluster, width := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
			text = text[len(cluster):]
			if width == 0 || s.x+width > w {
				t.Fatalf("%q does not fit at column %d", cluster, s.x)
			}
			s.cells[s.y][s.x] = s.attributes + cluster
			for i := range width - 1 {
				s.cells[s.y][s.x+1+i] = ""
			}
			s.x += width
		}
	}
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
	case "H":
		s.y, s.x = number(0, 1)-1, number(1, 1)-1
	case "B":
		s.y = min(s.y+number(0, 1), len(s.cells)-1)
	case "K":
		for x := s.x; x < len(s.cells[s.y]); x++ {
			s.cells[s.y][x] = s.attributes + " "
		}
	case "m":
		if s.attributes = all; arguments == "0" {
			s.attributes = ""
		}
	case "r":
		s.top, s.bottom, s.x, s.y = number(0, 1)-1, number(1, len(s.cells))-1, 0, 0
	default:
		t.Fatalf("the terminal does not know %q", all)
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

// encode is a frame as Bubble Tea writes it.
func encode(before, after []string, w int) string {
	text := home
	if before == nil {
		text += "\r"
	}
	for i, line := range after {
		if before == nil || before[i] != line {
			if text += line; ansi.StringWidth(line) < w {
				text += "\x1b[K"
			}
			if i < len(after)-1 {
				text += "\r"
			}
		}
		if i < len(after)-1 {
			text += "\n"
		}
	}
	return text + fmt.Sprintf("\x1b[%d;H", len(after))
}

// Whatever the frames are, the screen is as if they had been written in full.
func TestTheScreenIsTheSame(t *testing.T) {
	const w, h = 60, 12
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		words := []string{"alpha", "beta", "größer", "日本", "e\u0301te", "\x1b[1mbold\x1b[0m", "\x1b[32mgreen ", "\x1b[0m", "   ", "x", "[x]", "👩‍🚀"}
		return words[random.IntN(len(words))]
	}
	line := func() string {
		text := ""
		for range random.IntN(9) {
			text += word()
			if random.IntN(3) > 0 {
				text += " "
			}
		}
		return ansi.Truncate(text, w, "") + "\x1b[0m"
	}
	plain, short := newScreen(w, h), newScreen(w, h)
	out := &Output{}
	var frame []string
	long, brief := 0, 0
	for n := range 4_000 {
		before := frame
		frame = slices.Clone(frame)
		switch change := random.IntN(12); {
		case frame == nil || change == 0: // all is new
			frame = nil
			for range h {
				frame = append(frame, line())
			}
		case change < 4: // a part of it scrolls
			from := random.IntN(h - 2)
			to := from + 2 + random.IntN(h-from-1)
			by := 1 + random.IntN(to-from-1)
			if part := frame[from:to]; random.IntN(2) == 0 {
				copy(part, slices.Clone(part[by:]))
			} else {
				copy(part[by:], slices.Clone(part))
			}
		case change < 8: // the start of a line changes
			i := random.IntN(h)
			if _, rest, ok := strings.Cut(frame[i], " "); ok {
				frame[i] = ansi.Truncate(word()+" "+rest, w, "") + "\x1b[0m"
			}
		default:
			frame[random.IntN(h)] = line()
		}
		if random.IntN(50) == 0 { // as when the size has changed
			before = nil
		}
		text := encode(before, frame, w)
		shortened := out.shorten(text)
		plain.write(t, text)
		short.write(t, shortened)
		if plain.String() != short.String() || plain.x != short.x || plain.y != short.y {
			t.Fatalf("frame %d: %q was made of %q, and shows\n%s\ninstead of\n%s", n, shortened, text, short, plain)
		}
		long, brief = long+len(text), brief+len(shortened)
	}
	if brief >= long {
		t.Errorf("%d bytes are left of %d", brief, long)
	}
}

// What a frame looks like is Bubble Tea's own business: this notices when it
// becomes another.
func TestTheFramesAreKnown(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := &Output{File: file}
	program := tea.NewProgram(list{}, tea.WithAltScreen(), tea.WithInput(nil), tea.WithOutput(out), tea.WithoutSignalHandler())
	go program.Send(tea.WindowSizeMsg{Width: 80, Height: 20})
	if _, err := program.Run(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "a long description"); n > 20+10+1 { // the last row is always written as it is
		t.Errorf("a list of 20 rows that scrolls by 10 writes %d rows", n)
	}
	if !strings.Contains(string(text), "\x1b[1;19r") {
		t.Errorf("nothing scrolls in %q", text)
	}
}

// list is a program that shows twenty rows, then scrolls by ten, and ends.
type list struct{ step int }

func (l list) Init() tea.Cmd { return nil }

func (l list) Update(tea.Msg) (tea.Model, tea.Cmd) {
	if l.step++; l.step > 2 {
		return l, tea.Quit
	}
	return l, tea.Tick(100*time.Millisecond, func(at time.Time) tea.Msg { return at }) // some frames later
}

func (l list) View() string {
	if l.step == 0 {
		return ""
	}
	var lines []string
	for i := range 20 {
		lines = append(lines, fmt.Sprintf("row %d with a long description", i+l.step/2*10))
	}
	return strings.Join(lines, "\n")
}
