package model

import (
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/views"
)

// now is the dashboards' clock. It does not move, so no read takes long enough to delay
// the next one.
var now = sync.OnceValue(time.Now)

// dash is a dashboard under test. It handles messages and commands as Bubble Tea does,
// but one at a time and without a clock.
type dash struct {
	t      *testing.T
	m      *Model
	writes *Writes

	quit, suspended bool

	// hold keeps the replies of commands in held until deliver is called.
	hold bool
	held []tea.Msg

	clipboard []string // the copied texts

	timers     []func(time.Time) tea.Msg // timers that have not fired
	agesTimers []func(time.Time) tea.Msg // those of watchAges
}

// open opens a dashboard on a store with everything loaded, in 119 columns and 40 rows.
// A wider terminal would show the column CHANGED.
func open(t *testing.T, store data.Store, settings ...func(*Options)) *dash {
	t.Helper()
	d := start(t, store, settings...)
	d.run(d.m.Init())
	return d
}

// kindsOf describes kinds of scope whose changes take effect at once.
func kindsOf(kinds ...feature.Kind) (list feature.KindList) {
	for _, kind := range kinds {
		info := featuretest.Kind(kind)
		info.Live = feature.Live{Kind: feature.LiveNow, Text: "at once (the app asks each time)", Short: "at once"}
		list = append(list, info)
	}
	return list
}

// start opens a dashboard that has not loaded anything yet.
func start(t *testing.T, store data.Store, settings ...func(*Options)) *dash {
	t.Helper()
	options := Options{
		Store:   store,
		Theme:   views.NewTheme(true, false),
		Scope:   feature.ScopeInfo{Scope: feature.SystemScope()},
		Session: views.Session{Database: "flags@db1", Actor: "alice@ops1"},
		Now:     func() time.Time { return now() },
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
		if _, ok := fn(time.Time{}).(agesTimer); ok {
			d.agesTimers = append(d.agesTimers, fn)
			return nil
		}
		d.timers = append(d.timers, fn)
		return nil
	}
	d.resize(119, 40)
	return d
}

// contextNames returns contexts without databases.
func contextNames(names ...string) []views.ContextInfo {
	var all []views.ContextInfo
	for _, name := range names {
		all = append(all, views.ContextInfo{Name: name})
	}
	return all
}

func (d *dash) resize(w, h int) { d.update(tea.WindowSizeMsg{Width: w, Height: h}) }

// update sends a message to the model, and runs its commands until none is left.
func (d *dash) update(msg tea.Msg) {
	_, cmd := d.m.Update(msg)
	d.run(cmd)
	d.m.View() // Bubble Tea calls View, too; some sizes are known only after View
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

// drive presses keys one at a time. It waits until each key's work is done.
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

// special maps names to keys that are no characters.
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

// burst sends text as one message, as a slow line does.
func (d *dash) burst(text string) { d.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text)}) }

// paste sends text as a paste.
func (d *dash) paste(text string) {
	d.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

// during presses keys and returns the pending replies.
func (d *dash) during(keys ...string) []tea.Msg {
	d.hold = true
	d.drive(keys...)
	answers := d.held
	d.hold, d.held = false, nil
	return answers
}

// deliver sends the replies that hold has kept.
func (d *dash) deliver() {
	held := d.held
	d.hold, d.held = false, nil
	for _, msg := range held {
		d.update(msg)
	}
}

// fireTimers fires all running timers.
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

// propose opens the change screen for the flag under the cursor, and arms it.
func (d *dash) propose() {
	d.t.Helper()
	d.drive("space")
	d.fireTimers()
}

func (d *dash) screen() string { return d.m.View() }

// line returns the first line of the screen that contains text.
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

// shows expects texts on the screen.
func (d *dash) shows(texts ...string) {
	d.t.Helper()
	screen := strings.Join(strings.Fields(d.screen()), " ")
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			d.t.Fatalf("the screen does not say %q:\n%s", text, d.screen())
		}
	}
}

// hides expects that no text is on the screen.
func (d *dash) hides(texts ...string) {
	d.t.Helper()
	screen := strings.Join(strings.Fields(d.screen()), " ")
	for _, text := range texts {
		if strings.Contains(screen, text) {
			d.t.Fatalf("the screen says %q:\n%s", text, d.screen())
		}
	}
}

// cursor expects the cursor on the named row.
func (d *dash) cursor(name string) {
	d.t.Helper()
	if line := d.line("> "); !strings.HasPrefix(line, "> "+name) {
		d.t.Fatalf("the cursor is on %q, not on %s", line, name)
	}
}
