package terminal

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// listener is a program that records its keys. Each character of a run is a key.
type listener struct{ keys []string }

func (l *listener) Init() tea.Cmd { return nil }
func (l *listener) View() string  { return "" }
func (l *listener) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if msg.Type == tea.KeyRunes && !msg.Paste {
			for _, r := range msg.Runes {
				l.keys = append(l.keys, tea.Key{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt}.String())
			}
			return l, nil
		}
		l.keys = append(l.keys, msg.String())
	case tea.MouseMsg:
		l.keys = append(l.keys, msg.String())
	case tea.QuitMsg:
	default:
		l.keys = append(l.keys, fmt.Sprintf("%T", msg))
	}
	return l, nil
}

// eventReader returns one event from each Read.
type eventReader struct {
	events [][]byte
	over   func()
}

func (r *eventReader) Read(p []byte) (int, error) {
	for len(r.events) > 0 && len(r.events[0]) == 0 {
		r.events = r.events[1:]
	}
	if len(r.events) == 0 {
		r.over()
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), 255)], r.events[0])
	r.events[0] = r.events[0][n:]
	return n, nil
}

// keysOf returns the keys that Bubble Tea makes of events.
func keysOf(t *testing.T, events [][]byte) []string {
	t.Helper()
	l, r := &listener{}, &eventReader{events: slices.Clone(events)}
	program := tea.NewProgram(l, tea.WithInput(r), tea.WithoutRenderer(), tea.WithoutSignalHandler())
	r.over = program.Quit
	if _, err := program.Run(); err != nil {
		t.Fatal(err)
	}
	return l.keys
}

// pieces are byte sequences that a terminal may send, and the keys that each means.
var pieces = []struct {
	sent string
	keys []string
}{
	{"a", []string{"a"}},
	{"yes", []string{"y", "e", "s"}},
	{" ", []string{" "}},
	{"\r", []string{"enter"}},
	{"\x03", []string{"ctrl+c"}},
	{"\x7f", []string{"backspace"}},
	{"é", []string{"é"}},
	{"größe 世界👍", []string{"g", "r", "ö", "ß", "e", " ", "世", "界", "👍"}},
	{"\x1b[A", []string{"up"}},
	{"\x1b[C", []string{"right"}},
	{"\x1bOD", []string{"left"}},
	{"\x1bOP", []string{"f1"}},
	{"\x1b[[A", []string{"f1"}},
	{"\x1bOF", []string{"end"}},
	{"\x1b[H", []string{"home"}},
	{"\x1b[5~", []string{"pgup"}},
	{"\x1b[15~", []string{"f5"}},
	{"\x1b[1;5C", []string{"ctrl+right"}},
	{"\x1b[Z", []string{"shift+tab"}},
	{"\x1b[7$", []string{"shift+home"}},
	{"\x1bx", []string{"alt+x"}},
	{"\x1bé", []string{"alt+é"}},
	{"\x1b\x1b[A", []string{"alt+up"}},
	{"\x1b\x1b[3~", []string{"alt+delete"}},
	{"\x1b[<65;5;7M", []string{"wheel down"}},
	{"\x1b[M\x60\x25\x27", []string{"wheel up"}},
	{"\x1b[200~two\r\nlines y \x1b[A\x1b[20\x1b[201~", []string{"[two\r\nlines y \x1b[A\x1b[20]"}},

	// Answers to queries, and reports.
	{"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", nil},
	{"\x1b]11;rgb:1e1e/1e1e/2e2e\x07", nil},
	{"\x1b]lTitle with y and ü\x1b\\", nil},
	{"\x1bP>|tmux 3.3a\x1b\\", nil},
	{"\x1bP1+r544e=787465726d\x1b\\", nil},
	{"\x1b_Gi=1;OK\x1b\\", nil},
	{"\x1b^private y\x1b\\", nil},
	{"\x1bXstart of string y\x1b\\", nil},
	{"\u009d11;rgb:0/0/0\x1b\\", nil},
	{"\x1b[24;80R", nil},
	{"\x1b[1;2R", nil},
	{"\x1b[?62;1;6;9;22c", nil},
	{"\x1b[>1;4600;0c", nil},
	{"\x1b[0n", nil},
	{"\x1b[?2026;2$y", nil},
	{"\x1b[4;1$y", nil},
	{"\x1b[?1u", nil},
	{"\x1b[8;24;80t", nil},
	{"\x1b[I", nil},
	{"\x1b[O", nil},
	{"\x1b[201~", nil},
	{"\x1b[99;99;99z", nil},
	{"\x1b[" + strings.Repeat("1;", 200) + "C", nil},
	{"\x1bO5y", nil},
	{"\x1b\\", nil},
	{"\u0085\ufffd", nil},
}

// However the bytes are split into reads, the keys are the same. Other sequences yield
// no keys.
func TestKeysAreTheSameHoweverTheyArrive(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 2))
	for range 1500 {
		var sent string
		var want []string
		for range 1 + random.IntN(6) {
			piece := pieces[random.IntN(len(pieces))]
			sent, want = sent+piece.sent, append(want, piece.keys...)
		}
		s := sequences{mouse: true}
		var events [][]byte
		for rest := []byte(sent); len(rest) > 0; {
			n := 1 + random.IntN(min(len(rest), 1<<random.IntN(8)))
			events = append(events, s.feed(rest[:n])...)
			rest = rest[n:]
		}
		if got := keysOf(t, events); !slices.Equal(got, want) {
			t.Fatalf("%q is %q, want %q", sent, got, want)
		}
		if s.state != ground {
			t.Fatalf("after %q the rest is waited for", sent)
		}
	}
}

// If the rest of a sequence does not arrive in time, its bytes are keys if possible, or
// else are dropped. Later keys are not affected.
func TestKeysThatNothingFollows(t *testing.T) {
	for sent, want := range map[string][]string{
		"\x1b":                  {"esc", "q"},
		"\x1b\x1b":              {"esc", "esc", "q"},
		"\x1b[":                 {"alt+[", "q"},
		"\x1bO":                 {"alt+O", "q"},
		"\x1b]":                 {"alt+]", "q"},
		"\x1bP":                 {"alt+P", "q"},
		"\x1b[1;":               {"q"},
		"\x1b[[":                {"q"},
		"\x1b[M!":               {"q"},
		"\x1b]11;rgb":           {"q"},
		"\x1b]11;rgb\x1b":       {"q"},
		"\xc3":                  {"q"},
		"\x1b\xc3":              {"q"},
		"\x1b[1\x1b[C":          {"right", "q"},
		"\x1b]0;x\x1b[C":        {"right", "q"},
		"\x1b]0;x\x18":          {"q"},
		"\xffa\x80b\xc3c\xe4é":  {"a", "b", "c", "é", "q"},
		"\x1b[<0;5;7M\x1b[M   ": {"q"}, // the mouse is off
	} {
		var s sequences
		events := append(s.feed([]byte(sent)), s.expire()...)
		events = append(events, s.feed([]byte("q"))...)
		if got := keysOf(t, events); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", sent, got, want)
		}
	}
}

// A string without an end does not swallow keys for ever.
func TestAStringWithoutAnEnd(t *testing.T) {
	var s sequences
	events := s.feed([]byte("\x1b]0;" + strings.Repeat("y", longestString-1)))
	if len(events) > 0 {
		t.Fatalf("it holds %d events", len(events))
	}
	if got := keysOf(t, s.feed([]byte("q"))); !slices.Equal(got, []string{"q"}) {
		t.Errorf("the key after it is %q", got)
	}
}

// A paste is one event of any length. If the paste's end is lost and nothing more
// arrives, ctrl+c ends it.
func TestPastes(t *testing.T) {
	var s sequences
	long := strings.Repeat("y\r", longestPaste)
	got := keysOf(t, s.feed([]byte(pasteStart+long+pasteEnd+"q")))
	if len(got) != 2 || !strings.HasPrefix(got[0], "[y\ry\r") || got[1] != "q" {
		t.Errorf("a long paste is %d keys", len(got))
	}
	if events := append(s.feed([]byte(pasteStart+"y")), s.feed([]byte("\x03"))...); len(events) > 0 {
		t.Errorf("half a paste is %q", events)
	}
	s.expire()
	if got := keysOf(t, append(s.feed([]byte("\x03")), s.feed([]byte("q"))...)); !slices.Equal(got, []string{"ctrl+c", "q"}) {
		t.Errorf("the keys after it are %q", got)
	}
}

// However the bytes are split into reads, the events are the same. Bubble Tea takes no
// event apart.
func FuzzSequences(f *testing.F) {
	for _, piece := range pieces {
		f.Add([]byte(piece.sent), uint8(1))
	}
	f.Fuzz(func(t *testing.T, sent []byte, size uint8) {
		var whole, parts sequences
		want := append(whole.feed(sent), whole.expire()...)
		var got [][]byte
		for part := range slices.Chunk(sent, 1+int(size)) {
			got = append(got, parts.feed(part)...)
		}
		got = append(got, parts.expire()...)
		if !bytes.Equal(bytes.Join(want, nil), bytes.Join(got, nil)) {
			t.Fatalf("%q is %q, and in parts %q", sent, want, got)
		}
		for _, event := range want {
			if event[0] == esc && len(event) > 2 && (event[1] == '[' || event[1] == 'O') && !bytes.HasPrefix(event, []byte(pasteStart)) {
				for _, key := range keysOf(t, [][]byte{event}) {
					if key == "alt+[" || key == "alt+O" {
						t.Errorf("Bubble Tea takes %q apart", event)
					}
				}
			}
		}
	})
}
