package model

import (
	"os"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/data/pgtest"
)

// largeFarRows are 10,000 flags, 100,000 overrides of 10,000 tenants, and as many records.
const largeFarRows = `
	INSERT INTO flagtui_definition (name, description, scopes) SELECT 'area' || i % 50 || '.flag_' || i, 'What the flag number ' || i || ' turns on', '' FROM generate_series(1, 10000) i;
	INSERT INTO tenants_tenant (id, slug, name, status) SELECT 't' || i, 't' || i, 'Tenant ' || i, 'active' FROM generate_series(1, 10000) i;
	INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at) SELECT i, 'tenant', 't' || i % 10000, 'area' || (i / 10000 * 7) % 50 || '.flag_' || i / 10000 * 7, i % 3 = 0, now() - interval '1 second' * (110000 - i) FROM generate_series(10000, 109999) i;
	INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, created_at) SELECT gen_random_uuid(), 'FeatureFlagOverride', i, 'created',
		json_build_array(json_build_object('field', 'scope', 'new', 'tenant'), json_build_object('field', 'scope_id', 'new', 't' || i % 10000), json_build_object('field', 'name', 'new', 'area' || (i / 10000 * 7) % 50 || '.flag_' || i / 10000 * 7), json_build_object('field', 'enabled', 'new', i % 3 = 0)), now() - interval '1 second' * (110000 - i)
		FROM generate_series(10000, 109999) i;
	ANALYZE`

// Each screen of a large, far database moves fewer bytes than the link carries in a
// second. The log has the times, which docs/performance.md quotes.
func TestBytesOfALargeFarDatabase(t *testing.T) {
	if os.Getenv("FLAGTUI_FAR") == "" {
		t.Skip("takes a minute: FLAGTUI_FAR=1 runs it")
	}
	options := makeFar(t, "simple_module", largeFarRows, nil)
	for _, delay := range []time.Duration{100 * time.Millisecond, 300 * time.Millisecond} {
		link, url, err := pgtest.NewLink(options.URL, delay)
		if err != nil {
			t.Fatal(err)
		}
		defer link.Close()
		store, err := data.Open(t.Context(), data.Options{URL: url, Timeout: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		d := start(t, unwatched{store})
		// first runs commands until one kind of reply has arrived, and returns that reply.
		var first func(cmd tea.Cmd, is func(tea.Msg) bool) tea.Msg
		first = func(cmd tea.Cmd, is func(tea.Msg) bool) tea.Msg {
			if cmd == nil {
				return nil
			}
			msg := cmd()
			if batch, ok := msg.(tea.BatchMsg); ok {
				for _, each := range batch {
					if found := first(each, is); found != nil {
						return found
					}
				}
				return nil
			}
			if is(msg) {
				return msg
			}
			_, next := d.m.Update(msg)
			return first(next, is)
		}
		measure := func(what string, cmd tea.Cmd, is func(tea.Msg) bool) {
			t.Helper()
			began, before := time.Now(), link.Received()
			msg := first(cmd, is)
			took, bytes := time.Since(began), link.Received()-before
			if msg == nil {
				t.Fatalf("%s has no reply:\n%s", what, d.screen())
			}
			t.Logf("%3d ms: %-12s %5.2f s = %.1f round trips, %7d bytes", delay.Milliseconds(), what, took.Seconds(), float64(took)/float64(2*delay), bytes)
			if bytes > pgtest.LinkRate && what != "all flags" {
				t.Errorf("%s moves %d bytes", what, bytes)
			}
			d.update(msg)
		}
		press := func(key tea.KeyMsg) tea.Cmd { _, cmd := d.m.Update(key); d.m.View(); return cmd }
		layer := func(msg tea.Msg) bool { _, ok := msg.(layerRead); return ok }
		rune1 := func(r rune) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}} }
		d.hold = true // what follows a reply is not read
		measure("first page", d.m.Init(), func(msg tea.Msg) bool { _, ok := msg.(firstPageLoaded); return ok })
		d.held = nil
		measure("all flags", d.m.refresh(byUser), func(msg tea.Msg) bool { _, ok := msg.(scopeLoaded); return ok })
		for _, screen := range []struct {
			what string
			key  tea.KeyMsg
		}{{"picker", rune1('t')}, {"history", rune1('h')}, {"details", tea.KeyMsg{Type: tea.KeyEnter}}, {"matrix", rune1('m')}} {
			measure(screen.what, press(screen.key), layer)
			press(tea.KeyMsg{Type: tea.KeyEsc})
		}
		press(tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
		for _, timer := range d.timers {
			d.m.Update(timer(time.Time{}))
		}
		d.timers = nil
		measure("change", press(rune1('y')), func(msg tea.Msg) bool { _, ok := msg.(proposalApplied); return ok })
	}
}
