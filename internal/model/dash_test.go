package model

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// The clock stands still: no reading takes long enough to need a rest.
func init() {
	at := time.Now()
	now = func() time.Time { return at }
}

// dash is a dashboard under test. It does what Bubble Tea does with messages
// and commands, but one at a time and without a clock.
type dash struct {
	t      *testing.T
	m      *Model
	writes *Writes

	quit, suspended bool

	// hold keeps the commands' answers on their way, in held, until deliver.
	hold bool
	held []tea.Msg

	clipboard []string // what was taken to it

	timers []func(time.Time) tea.Msg // until they are told to ring
}

// open opens a dashboard on a store, at 119x40 and with everything loaded. Wider ones
// have the column CHANGED.
func open(t *testing.T, store data.Store, settings ...func(*Options)) *dash {
	t.Helper()
	d := start(t, store, settings...)
	d.run(d.m.Init())
	return d
}

// kindsOf describes kinds of scope, where changes are live at once.
func kindsOf(kinds ...feature.Kind) (list feature.KindList) {
	for _, kind := range kinds {
		info := feature.UnlistedKind(kind)
		info.Live = feature.Live{Kind: feature.LiveNow, Text: "at once (the app asks each time)", Short: "at once"}
		list = append(list, info)
	}
	return list
}

// start is open, but with nothing loaded yet.
func start(t *testing.T, store data.Store, settings ...func(*Options)) *dash {
	t.Helper()
	options := Options{
		Store:   store,
		Theme:   views.NewTheme(true, false),
		Scope:   feature.ScopeInfo{Scope: feature.SystemScope()},
		Session: views.Session{Database: "flags@db1", Actor: "alice@ops1"},
	}
	for _, set := range settings {
		set(&options)
	}
	d := &dash{t: t, writes: &Writes{}}
	if options.Clipboard == nil {
		options.Clipboard = func(text string) error {
			d.clipboard = append(d.clipboard, text)
			return nil
		}
	}
	d.m = New(t.Context(), options, d.writes)
	d.m.tick = func(_ time.Duration, fn func(time.Time) tea.Msg) tea.Cmd {
		d.timers = append(d.timers, fn)
		return nil
	}
	d.resize(119, 40)
	return d
}

// contextNames are contexts without a database that is known.
func contextNames(names ...string) []views.ContextInfo {
	var all []views.ContextInfo
	for _, name := range names {
		all = append(all, views.ContextInfo{Name: name})
	}
	return all
}

func (d *dash) resize(w, h int) { d.update(tea.WindowSizeMsg{Width: w, Height: h}) }

// update gives the model a message and runs what it asks for until it is idle.
func (d *dash) update(msg tea.Msg) {
	_, cmd := d.m.Update(msg)
	d.run(cmd)
	d.m.View() // as Bubble Tea does; some sizes are known only then
}

func (d *dash) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, each := range msg {
			d.run(each)
		}
	case tea.QuitMsg:
		d.quit = true
	case tea.SuspendMsg:
		d.suspended = true
	default:
		if d.hold {
			d.held = append(d.held, msg)
			return
		}
		d.update(msg)
	}
}

// drive presses keys, each alone and after the last one has done its work.
func (d *dash) drive(keys ...string) {
	d.t.Helper()
	for _, key := range keys {
		kind, ok := special[key]
		switch {
		case key == "space":
			d.update(tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
		case ok:
			d.update(tea.KeyMsg{Type: kind})
		case len([]rune(key)) == 1:
			d.burst(key)
		default:
			d.t.Fatalf("no key is called %q", key)
		}
	}
}

// special are the keys that are not a character.
var special = map[string]tea.KeyType{
	"enter": tea.KeyEnter, "esc": tea.KeyEsc, "tab": tea.KeyTab, "backspace": tea.KeyBackspace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"pgdown": tea.KeyPgDown, "end": tea.KeyEnd, "ctrl+c": tea.KeyCtrlC, "ctrl+z": tea.KeyCtrlZ,
}

// typeText types text, one key at a time.
func (d *dash) typeText(text string) {
	d.t.Helper()
	for _, r := range text {
		d.burst(string(r))
	}
}

// burst is text that arrives as one message, as on a slow line.
func (d *dash) burst(text string) { d.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text)}) }

// paste is text pasted into the terminal.
func (d *dash) paste(text string) {
	d.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

// during types keys, and returns the answers, which are still on their way.
func (d *dash) during(keys ...string) []tea.Msg {
	d.hold = true
	d.drive(keys...)
	answers := d.held
	d.hold, d.held = false, nil
	return answers
}

// deliver lets the answers arrive that hold has kept.
func (d *dash) deliver() {
	held := d.held
	d.hold, d.held = false, nil
	for _, msg := range held {
		d.update(msg)
	}
}

// fireTimers fires the timers that are running.
func (d *dash) fireTimers() {
	d.t.Helper()
	timers := d.timers
	d.timers = nil
	if len(timers) == 0 {
		d.t.Fatal("nothing waits for a time")
	}
	for _, timer := range timers {
		d.update(timer(time.Time{}))
	}
}

// propose opens the change screen for the flag under the cursor, armed.
func (d *dash) propose() {
	d.t.Helper()
	d.drive("space")
	d.fireTimers()
}

func (d *dash) screen() string { return d.m.View() }

// line returns the screen's line that holds text.
func (d *dash) line(text string) string {
	d.t.Helper()
	for line := range strings.Lines(d.screen()) {
		if strings.Contains(line, text) {
			return line
		}
	}
	d.t.Fatalf("no line has %q:\n%s", text, d.screen())
	return ""
}

// shows demands texts on the screen.
func (d *dash) shows(texts ...string) {
	d.t.Helper()
	screen := strings.Join(strings.Fields(d.screen()), " ")
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			d.t.Fatalf("the screen does not say %q:\n%s", text, d.screen())
		}
	}
}

// hides demands that texts are not on the screen.
func (d *dash) hides(texts ...string) {
	d.t.Helper()
	screen := strings.Join(strings.Fields(d.screen()), " ")
	for _, text := range texts {
		if strings.Contains(screen, text) {
			d.t.Fatalf("the screen says %q:\n%s", text, d.screen())
		}
	}
}

// cursor demands that the cursor is on a row.
func (d *dash) cursor(name string) {
	d.t.Helper()
	if line := d.line("> "); !strings.HasPrefix(line, "> "+name) {
		d.t.Fatalf("the cursor is on %q, not on %s", line, name)
	}
}
