package model

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// previewed opens a dashboard with a preview pane and a working watch.
func previewed(t *testing.T, store *historyStore) *dash {
	t.Helper()
	d := start(t, store, func(o *Options) { o.Preview = true })
	d.resize(150, 40)
	d.run(d.m.Init())
	d.signal(true, data.Notified)
	store.calls["Impact"], d.timers = 0, nil
	return d
}

// pane returns the text of the preview pane.
func (d *dash) pane() string { return paneText(d.screen()) }

func paneText(screen string) string {
	var text []string
	for line := range strings.Lines(screen) {
		if _, right, ok := strings.Cut(line, " │ "); ok {
			text = append(text, strings.Fields(right)...)
		}
	}
	return strings.Join(text, " ")
}

func (d *dash) paneShows(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !strings.Contains(d.pane(), text) {
			d.t.Fatalf("the preview does not say %q but %q", text, d.pane())
		}
	}
}

// The pane shows the flag under the cursor after the cursor has rested. Until then the
// pane stays.
func TestPreviewFollowsTheCursorWhenItRests(t *testing.T) {
	s := newHistoryStore(entry("set-2", "carol@bastion", acme, "beta", feature.On, feature.Inherit), entry("set-1", "dave@ops3", system, "alpha", feature.On, feature.Off))
	d := previewed(t, s)
	d.paneShows("alpha The first", "Disabled by default", "on for none of 143 tenants", "dave system → off")

	d.drive("j", "j", "k")
	d.cursor("beta")
	d.paneShows("alpha The first")
	s.wantCalls(t, "Impact", 0)
	d.fireTimers() // only the newest timer counts
	d.paneShows("beta", "Enabled override, default Enabled", "on for 143 of 143 tenants", "carol acme → inherit")
	s.wantCalls(t, "Impact", 1)

	d.drive("k")
	d.fireTimers()
	d.paneShows("alpha The first", "on for none of 143")
	s.wantCalls(t, "Impact", 0) // the cached preview is current
}

// A reply for a flag that the cursor has left is not shown.
func TestPreviewDropsLateReplies(t *testing.T) {
	d := previewed(t, newHistoryStore())
	d.hold = true
	d.drive("j")
	d.fireTimers()
	beta := held[previewRead](d)
	d.paneShows("alpha The first") // a quick reply is shown without a pause
	d.fireTimers()
	d.paneShows("beta", "Reading")
	d.drive("j")
	d.fireTimers()
	gamma := held[previewRead](d)
	d.fireTimers()
	d.paneShows("gamma", "Reading")
	d.arrive(beta)
	d.paneShows("gamma", "Reading")
	d.arrive(gamma)
	d.paneShows("gamma", "143 inherit")
	if strings.Contains(d.pane(), "Reading") {
		t.Errorf("the preview still waits: %q", d.pane())
	}
	d.drive("k")
	d.fireTimers()
	d.timers = append(d.timers, func(time.Time) tea.Msg { return previewSlow{d.m.preview.reading.seq} })
	d.fireTimers() // fires after the reply
	d.paneShows("beta", "on for 143 of 143")
}

// Only the newest timer counts: the cursor must rest, and a quick reply must not be
// preceded by a pause.
func TestPreviewsOlderTimers(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.drive("j", "j")
	older := d.timers[0]
	d.timers = d.timers[1:]
	d.update(older(time.Time{}))
	s.wantCalls(t, "Impact", 0)
	d.hold = true
	d.fireTimers() // gamma is read
	slow := d.timers[0]
	d.timers = nil
	d.drive("k")
	d.fireTimers() // beta is read
	d.update(slow(time.Time{}))
	d.paneShows("alpha The first")
}

// The pane follows the cursor while the rows' last changes are read.
func TestPreviewDuringTheLastChanges(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.hold = true
	d.drive("r")
	d.update(held[scopeLoaded](d)[0])
	if len(held[lastChangesRead](d)) != 1 {
		t.Fatal("the last changes are not read")
	}
	d.deliver()
	d.timers = nil
	d.drive("j")
	d.fireTimers()
	d.paneShows("beta", "on for 143 of 143")
}

// contextStore records whether each read was cancelled and had a deadline.
type contextStore struct {
	*historyStore
	readings []string
}

func (s *contextStore) Impact(ctx context.Context, name string) (feature.Impact, error) {
	_, limited := ctx.Deadline()
	s.readings = append(s.readings, fmt.Sprintf("%s: given up %t, deadline %t", name, ctx.Err() != nil, limited))
	return s.historyStore.Impact(ctx, name)
}

// Moving the cursor cancels the read for the old flag, so that slow reads do not pile
// up. Each read has a deadline.
func TestPreviewGivesUpAnOlderReading(t *testing.T) {
	s := &contextStore{historyStore: newHistoryStore()}
	d := start(t, s, func(o *Options) { o.Preview = true })
	d.resize(150, 40)
	d.run(d.m.Init())
	d.timers = nil
	read := func() tea.Cmd {
		d.drive("j")
		_, cmd := d.m.Update(cursorRested{d.m.preview.timer})
		return cmd
	}
	beta := read()
	gamma := read()
	d.run(beta)
	d.run(gamma)
	if got := s.readings[len(s.readings)-2:]; got[0] != "beta: given up true, deadline true" || got[1] != "gamma: given up false, deadline true" {
		t.Errorf("the readings were %q", got)
	}
	d.paneShows("gamma", "143 inherit")
}

// p hides and shows the pane. The choice also holds for the next database.
func TestPreviewToggle(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.drive("p")
	if text := d.pane(); text != "" {
		t.Fatalf("the preview shows %q", text)
	}
	d.timers = nil
	d.drive("j")
	if len(d.timers) != 0 {
		t.Error("something waits for the cursor, and nothing is to be shown")
	}
	d.drive("p")
	d.fireTimers()
	d.paneShows("beta", "on for 143 of 143")

	d.drive("p")
	d.m.adopt(Options{Store: newMemory(), Preview: true, Theme: d.m.frame.Theme})
	if d.m.preview.on || d.m.browse.PreviewShown() {
		t.Error("another database shows the preview again")
	}
}

// The pane needs 140 columns. Its data are read only if the pane is visible.
func TestPreviewNeedsRoom(t *testing.T) {
	s := newHistoryStore()
	d := previewed(t, s)
	d.resize(139, 40)
	if text := d.pane(); text != "" {
		t.Fatalf("the preview shows %q", text)
	}
	d.timers = nil
	d.drive("j", "p")
	d.shows("The preview needs a terminal of 140 columns: this one has 139")
	s.wantCalls(t, "Impact", 0)
	d.timers = nil
	d.resize(140, 40)
	d.paneShows("alpha") // the pane stays until the cursor has rested
	d.fireTimers()
	d.paneShows("beta", "on for 143 of 143")
	for range 3 { // moving back and forth reads nothing
		d.resize(120, 40)
		d.resize(200, 50)
	}
	d.paneShows("beta", "on for 143 of 143")
	s.wantCalls(t, "Impact", 1)
}

// A preview that cannot be read shows its error in the pane only. The next visit of the
// cursor tries again.
func TestPreviewMayFail(t *testing.T) {
	for _, method := range []string{"Impact", "History"} {
		s := newHistoryStore()
		d := previewed(t, s)
		s.failing(errors.New("too many changes to read"), method)
		d.drive("j")
		d.fireTimers()
		d.paneShows("beta", "Enabled override", "Not read: too many changes to read")
		d.timers = nil
		d.drive("k", "j", "k")
		s.working()
		d.drive("j")
		d.fireTimers()
		d.paneShows("on for 143 of 143")
	}
}
