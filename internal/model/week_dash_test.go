package model

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// hosted is a dashboard in Bubble Tea's own loop, with real commands, watches and timers.
type hosted struct {
	t       *testing.T
	m       *Model
	program *tea.Program
	ended   chan error

	mu    sync.Mutex
	view  string
	drawn chan struct{} // closed when view changes
	leaps time.Duration // the time that pass has added
}

// haste is how much faster than time the clock and the timers of a hosted dashboard run.
const haste = 100

// host runs a dashboard until end.
func host(t *testing.T, ctx context.Context, options Options) *hosted {
	t.Helper()
	d := &hosted{t: t, ended: make(chan error, 1), drawn: make(chan struct{})}
	began := time.Now()
	options.Now = func() time.Time {
		d.mu.Lock()
		defer d.mu.Unlock()
		return began.Add(haste*time.Since(began) + d.leaps)
	}
	d.m = New(ctx, options, &Writes{})
	d.m.tick = func(wait time.Duration, fn func(time.Time) tea.Msg) tea.Cmd { return tea.Tick(wait/haste, fn) }
	d.program = tea.NewProgram(hostedView{d}, tea.WithInput(nil), tea.WithoutRenderer(), tea.WithoutSignalHandler())
	go func() {
		_, err := d.program.Run()
		d.ended <- err
	}()
	d.resize(119, 40)
	return d
}

// hostedView passes the model's frames on to the test.
type hostedView struct{ d *hosted }

func (v hostedView) Init() tea.Cmd { return v.d.m.Init() }

func (v hostedView) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if do, ok := msg.(func()); ok {
		do()
		return v, nil
	}
	_, cmd := v.d.m.Update(msg)
	return v, cmd
}

func (v hostedView) View() string {
	view := v.d.m.View()
	v.d.mu.Lock()
	defer v.d.mu.Unlock()
	if view != v.d.view {
		v.d.view = view
		close(v.d.drawn)
		v.d.drawn = make(chan struct{})
	}
	return ""
}

// pass moves the clock.
func (d *hosted) pass(leap time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.leaps += leap
}

func (d *hosted) resize(width, height int) {
	d.program.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// press sends keys by their names in special, and others as text.
func (d *hosted) press(keys ...string) {
	for _, key := range keys {
		switch kind, ok := special[key]; {
		case key == "space":
			d.program.Send(tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
		case ok:
			d.program.Send(tea.KeyMsg{Type: kind})
		default:
			for _, r := range key {
				d.program.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
			}
		}
	}
}

// seen waits until a screen fits, but not longer than a time.
func (d *hosted) seen(fits func(screen string) bool, within time.Duration) bool {
	limit := time.After(within)
	for {
		d.mu.Lock()
		view, drawn := d.view, d.drawn
		d.mu.Unlock()
		if fits(strings.Join(strings.Fields(view), " ")) {
			return true
		}
		select {
		case <-drawn:
		case <-limit:
			return false
		}
	}
}

// shows waits until all texts are on the screen.
func (d *hosted) shows(texts ...string) {
	d.t.Helper()
	has := func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	}
	if !d.seen(has, weekPatience) {
		d.fail(texts...)
	}
}

// hides waits until a text is not on the screen.
func (d *hosted) hides(text string) {
	d.t.Helper()
	if !d.seen(func(screen string) bool { return !strings.Contains(screen, text) }, weekPatience) {
		d.fail("not", text)
	}
}

// inLoop calls fn in the loop of the dashboard, where it may read the model.
func (d *hosted) inLoop(fn func()) {
	done := make(chan struct{})
	d.program.Send(func() {
		defer close(done)
		fn()
	})
	<-done
}

// armed waits until a confirmation takes keys.
func (d *hosted) armed() {
	d.t.Helper()
	for end := time.Now().Add(weekPatience); time.Now().Before(end); time.Sleep(time.Millisecond) {
		armed := false
		d.inLoop(func() {
			prompt, ok := d.m.screen().(confirmation)
			armed = ok && prompt.Armed()
		})
		if armed {
			return
		}
	}
	d.fail("a confirmation that takes keys")
}

func (d *hosted) fail(texts ...string) {
	d.t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.t.Fatalf("the screen never shows %q:\n%s", texts, d.view)
}

// end quits the dashboard and closes its database.
func (d *hosted) end() {
	d.t.Helper()
	d.program.Quit()
	if err := <-d.ended; err != nil {
		d.t.Error(err)
	}
	d.m.Close()
}
