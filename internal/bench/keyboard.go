package main

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// keyboard measures what keys come to in one long session.
func (b *bench) keyboard(r results) error {
	b.say("keys")
	d, err := b.open(r.at, usual)
	if err != nil {
		return err
	}
	defer d.kill()
	for _, part := range []func(*dashboard, results) error{b.idling, b.browsing, b.picking, b.remembering, b.changing} {
		if err := part(d, r); err != nil {
			return err
		}
	}
	peak, err := d.peak()
	m := r.of[memory]
	m.unit, m.value = "MB", sample{peak}
	return err
}

// idling measures a dashboard that is left alone.
func (b *bench) idling(d *dashboard, r results) error {
	d.settle(20 * quiet)
	written := d.written
	began := time.Now()
	before, err := d.cpu()
	if err != nil {
		return err
	}
	for left := b.idle; left > 0; left = b.idle - time.Since(began) {
		d.next(left)
	}
	after, err := d.cpu()
	r.of[idleBytes].bytes = sample{float64(d.written - written)}
	m := r.of[idleCPU]
	m.unit, m.value = "%", sample{100 * float64(after-before) / float64(time.Since(began))}
	return err
}

// steps is how many lines down are measured.
const steps = 200

// browsing measures the list of flags: moving, paging, filtering, and a key
// that does nothing.
func (b *bench) browsing(d *dashboard, r results) error {
	moved, err := d.moves(min(steps, 20*b.runs))
	if err != nil {
		return err
	}
	m := r.of[cursorMove]
	m.value, m.bytes = moved.ms, moved.bytes

	m = r.of[pageDown]
	for range b.runs {
		before := d.position(d.screen.String())
		if before == r.at.flags { // as far as it goes
			if _, err := d.press("to the top", "g", d.isAt(1)); err != nil {
				return err
			}
			before = 1
		}
		paged, err := d.press(pageDown, "\x1b[6~", func(s string) bool { return d.position(s) > before })
		if err != nil {
			return err
		}
		m.value, m.bytes = append(m.value, paged.ms), append(m.bytes, paged.bytes)
	}

	written, err := d.tap("Z")
	if err != nil {
		return err
	}
	r.of[silentKey].bytes = sample{written}

	m = r.of[filterKey]
	for range min(b.runs, 3) {
		if _, err := d.tap("/"); err != nil {
			return err
		}
		typed, err := d.types(filterKey, "/", "flag00001", true)
		if err != nil {
			return err
		}
		m.value, m.bytes = append(m.value, typed.ms...), append(m.bytes, typed.bytes...)
		if _, err := d.press("all flags again", "\x1b", func(s string) bool { return !strings.Contains(s, "/f") }); err != nil {
			return err
		}
	}
	return nil
}

// picking measures the way to a tenant.
func (b *bench) picking(d *dashboard, r results) error {
	opened, search, entered := r.of[openPicker], r.of[searchKey], r.of[switchScope]
	for range b.runs {
		one, err := d.press(openPicker, "t", func(s string) bool {
			return strings.Contains(s, "Switch scope") && strings.Count(s, "tenant-0") > min(d.rows, r.at.tenants)/2 && !busy.MatchString(s)
		})
		if err != nil {
			return err
		}
		opened.value, opened.bytes = append(opened.value, one.ms), append(opened.bytes, one.bytes)
		if err := b.ask(opened, r.at, tenantsQuery); err != nil {
			return err
		}
		typed, err := d.types(searchKey, "Search: ", searched, false)
		if err != nil {
			return err
		}
		last := len(typed.ms) - 1 // the client asks for the whole text
		search.value, search.bytes = append(search.value, typed.ms[last]), append(search.bytes, typed.bytes[last])
		if err := b.ask(search, r.at, searchQuery); err != nil {
			return err
		}
		one, err = d.press(switchScope, "\r", func(s string) bool { return anyTenant.MatchString(s) && d.isComplete(s) })
		if err != nil {
			return err
		}
		entered.value, entered.bytes = append(entered.value, one.ms), append(entered.bytes, one.bytes)
		if err := b.ask(entered, r.at, switchQuery); err != nil {
			return err
		}
		if _, err := d.press("back to the system", "S", func(s string) bool { return strings.Contains(s, "System (all tenants)") && d.isComplete(s) }); err != nil {
			return err
		}
	}
	return nil
}

// ask adds the client's turn to a measurement.
func (b *bench) ask(m *measurement, at *place, query string) error {
	client := at.ask(query)
	if client == nil {
		return nil
	}
	took, err := b.runTime(1, client)
	m.floor = append(m.floor, took)
	return err
}

// remembering measures the history.
func (b *bench) remembering(d *dashboard, r results) error {
	m := r.of[history]
	for range b.runs {
		shown, err := d.press(history, "h", func(s string) bool {
			return strings.Contains(s, "History") && strings.Count(s, "alice@ops1") > d.rows/2 && !busy.MatchString(s)
		})
		if err != nil {
			return err
		}
		m.value, m.bytes = append(m.value, shown.ms), append(m.bytes, shown.bytes)
		if err := b.ask(m, r.at, historyQuery); err != nil {
			return err
		}
		if _, err := d.press("back", "\x1b", d.isComplete); err != nil {
			return err
		}
	}
	return nil
}

// arming is how long the change screen takes no keys, and some more.
const arming = 450 * time.Millisecond

// changing measures changes of the first flag, each once the tenants have been
// counted again after the last one. That shows nowhere, but how long it takes
// has been seen at the start.
func (b *bench) changing(d *dashboard, r results) error {
	counting := time.Duration(1.5 * (d.counted - d.page) * float64(time.Millisecond))
	if d.position(d.screen.String()) != 1 {
		if _, err := d.press("to the top", "g", d.isAt(1)); err != nil {
			return err
		}
	}
	proposed, changed, both := r.of[proposal], r.of[change], r.of[toggle]
	for range b.runs {
		d.settle(max(4*quiet, counting))
		word, state := "enabled", "[x] Enabled"
		if row := listed(d.screen.String())[0]; strings.Contains(row, state) {
			word, state = "disabled", "[ ] Disabled"
		}
		saved := regexp.MustCompile(fmt.Sprintf(`"%s" %s\b.*saved`, regexp.QuoteMeta(flagName(0)), word))
		before := d.written
		one, err := d.press(proposal, " ", func(s string) bool { return strings.Contains(s, "Change "+flagName(0)) })
		if err != nil {
			return err
		}
		proposed.value, proposed.bytes = append(proposed.value, one.ms), append(proposed.bytes, one.bytes)
		d.settle(arming)
		one, err = d.press(change, "y", func(s string) bool {
			rows := listed(s)
			return saved.MatchString(s) && len(rows) > 0 && strings.Contains(rows[0], state) && d.isComplete(s)
		})
		if err != nil {
			return err
		}
		changed.value, changed.bytes = append(changed.value, one.ms), append(changed.bytes, one.bytes)
		both.bytes = append(both.bytes, float64(d.written-before))
		if err := b.ask(changed, r.at, changeQuery); err != nil {
			return err
		}
		if _, err := d.tap("r"); err != nil { // what the client has changed is not to be told with the next change
			return err
		}
	}
	return nil
}

// wideScreen measures what moving costs on a large screen.
func (b *bench) wideScreen(r results) error {
	d, err := b.open(r.at, wide)
	if err != nil {
		return err
	}
	defer d.kill()
	moved, err := d.moves(min(steps, 20*b.runs))
	if err != nil {
		return err
	}
	m := r.of[wideMove]
	m.value, m.bytes = moved.ms, moved.bytes
	return nil
}
