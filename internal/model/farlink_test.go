package model

import (
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
)

// farLink forwards connections to a server as a slow network does. It counts the bytes
// that the server sends.
type farLink struct {
	delay    time.Duration // in each direction
	received atomic.Int64
}

// The link carries 256 kB/s in each direction, and loses each hundredth packet.
const (
	linkRate   = 256_000
	packetSize = 1_400
	lossRate   = 0.01
)

// listen starts the link in front of a database and returns the database's URL through it.
func (l *farLink) listen(t *testing.T, database string) string {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	server := u.Host
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			back, err := net.Dial("tcp", server)
			if err != nil {
				client.Close()
				continue
			}
			go l.carry(client, back, nil)
			go l.carry(back, client, &l.received)
		}
	}()
	u.Host = listener.Addr().String()
	return u.String()
}

// carry forwards what one side sends. A lost packet is sent again after a round trip and
// TCP's shortest time limit, and holds up those behind it.
func (l *farLink) carry(from, to net.Conn, count *atomic.Int64) {
	type packet struct {
		text []byte
		at   time.Time
	}
	queue := make(chan packet, 1<<16)
	go func() {
		defer to.Close()
		for p := range queue {
			time.Sleep(time.Until(p.at))
			if _, err := to.Write(p.text); err != nil {
				return
			}
		}
	}()
	defer close(queue)
	var free, last time.Time // when the line is free, and when the last packet arrives
	for {
		text := make([]byte, packetSize)
		n, err := from.Read(text)
		if err != nil {
			return
		}
		if count != nil {
			count.Add(int64(n))
		}
		if now := time.Now(); free.Before(now) {
			free = now
		}
		free = free.Add(time.Duration(n) * time.Second / linkRate)
		at := free.Add(l.delay)
		if rand.Float64() < lossRate {
			at = at.Add(2*l.delay + 200*time.Millisecond)
		}
		if at.Before(last) {
			at = last
		}
		last = at
		queue <- packet{text[:n], at}
	}
}

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
		link := &farLink{delay: delay}
		store, err := data.Open(t.Context(), data.Options{URL: link.listen(t, options.URL), Timeout: time.Minute})
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
			began, before := time.Now(), link.received.Load()
			msg := first(cmd, is)
			took, bytes := time.Since(began), link.received.Load()-before
			if msg == nil {
				t.Fatalf("%s has no reply:\n%s", what, d.screen())
			}
			t.Logf("%3d ms: %-12s %5.2f s = %.1f round trips, %7d bytes", delay.Milliseconds(), what, took.Seconds(), float64(took)/float64(2*delay), bytes)
			if bytes > linkRate && what != "all flags" {
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
