package main

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// measureKeys measures the effects of keys in one session.
func (b *bench) measureKeys(r results) error {
	b.progress("keys")
	d, err := b.open(r.db, defaultSize)
	if err != nil {
		return err
	}
	defer d.kill()
	for _, part := range []func(*dashboard, results) error{b.measureIdle, b.measureBrowsing, b.measurePicker, b.measureHistory, b.measureChanges} {
		if err := part(d, r); err != nil {
			return err
		}
	}
	peak, err := d.peakMemory()
	m := r.measurements[memory]
	m.unit, m.value = "MB", sample{peak}
	return err
}

// measureIdle measures the bytes and the CPU time of an idle dashboard.
func (b *bench) measureIdle(d *dashboard, r results) error {
	d.waitUntilQuiet(20 * quietPeriod)
	written := d.written
	began := time.Now()
	before, err := d.cpuTime()
	if err != nil {
		return err
	}
	for left := b.idle; left > 0; left = b.idle - time.Since(began) {
		d.readChunk(left)
	}
	after, err := d.cpuTime()
	r.measurements[idleBytes].bytes = sample{float64(d.written - written)}
	m := r.measurements[idleCPU]
	m.unit, m.value = "%", sample{100 * float64(after-before) / float64(time.Since(began))}
	return err
}

// maxMoves is the largest number of measured moves down.
const maxMoves = 200

// measureBrowsing measures the list of flags: moving, paging, filtering, and an unbound
// key.
func (b *bench) measureBrowsing(d *dashboard, r results) error {
	moved, err := d.moveDown(min(maxMoves, 20*b.runs))
	if err != nil {
		return err
	}
	m := r.measurements[cursorMove]
	m.value, m.bytes = moved.ms, moved.bytes

	m = r.measurements[pageDown]
	for range b.runs {
		before := d.cursorRow(d.screen.String())
		if before == r.db.flags { // the end of the list
			if _, err := d.press("to the top", "g", d.cursorAt(1)); err != nil {
				return err
			}
			before = 1
		}
		paged, err := d.press(pageDown, "\x1b[6~", func(s string) bool { return d.cursorRow(s) > before })
		if err != nil {
			return err
		}
		m.value, m.bytes = append(m.value, paged.ms), append(m.bytes, paged.bytes)
	}

	for range 2 { // the first press shows a notice that the key does nothing
		written, err := d.send("Z")
		if err != nil {
			return err
		}
		r.measurements[silentKey].bytes = sample{written}
	}

	m = r.measurements[filterKey]
	for range min(b.runs, 3) {
		if _, err := d.send("/"); err != nil {
			return err
		}
		typed, err := d.typeText(filterKey, "/", "flag00001", true)
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

// measurePicker measures opening the tenant picker, searching, and switching to a
// tenant.
func (b *bench) measurePicker(d *dashboard, r results) error {
	opened, search, entered := r.measurements[openPicker], r.measurements[searchKey], r.measurements[switchScope]
	for range b.runs {
		one, err := d.press(openPicker, "t", func(s string) bool {
			return strings.Contains(s, "Switch scope") && strings.Count(s, "tenant-0") > min(d.rows, r.db.tenants)/2 && !busy.MatchString(s)
		})
		if err != nil {
			return err
		}
		opened.value, opened.bytes = append(opened.value, one.ms), append(opened.bytes, one.bytes)
		if err := b.measureClient(opened, r.db, tenantsQuery); err != nil {
			return err
		}
		typed, err := d.typeText(searchKey, "Search: ", searchText, false)
		if err != nil {
			return err
		}
		last := len(typed.ms) - 1 // the client's query searches for the whole text
		search.value, search.bytes = append(search.value, typed.ms[last]), append(search.bytes, typed.bytes[last])
		if err := b.measureClient(search, r.db, searchQuery); err != nil {
			return err
		}
		one, err = d.press(switchScope, "\r", func(s string) bool { return anyTenant.MatchString(s) && d.isComplete(s) })
		if err != nil {
			return err
		}
		entered.value, entered.bytes = append(entered.value, one.ms), append(entered.bytes, one.bytes)
		if err := b.measureClient(entered, r.db, switchQuery); err != nil {
			return err
		}
		if _, err := d.press("back to the system", "S", func(s string) bool { return strings.Contains(s, "System (all tenants)") && d.isComplete(s) }); err != nil {
			return err
		}
	}
	return nil
}

// measureClient adds the duration of the client's query to a measurement.
func (b *bench) measureClient(m *measurement, db *database, query string) error {
	client := db.clientCommand(query)
	if client == nil {
		return nil
	}
	duration, err := b.runTime(1, client)
	m.floor = append(m.floor, duration)
	return err
}

// measureHistory measures opening the history.
func (b *bench) measureHistory(d *dashboard, r results) error {
	m := r.measurements[history]
	for range b.runs {
		shown, err := d.press(history, "h", func(s string) bool {
			return strings.Contains(s, "History") && strings.Count(s, "alice@ops1") > d.rows/2 && !busy.MatchString(s)
		})
		if err != nil {
			return err
		}
		m.value, m.bytes = append(m.value, shown.ms), append(m.bytes, shown.bytes)
		if err := b.measureClient(m, r.db, historyQuery); err != nil {
			return err
		}
		if _, err := d.press("back", "\x1b", d.isComplete); err != nil {
			return err
		}
	}
	return nil
}

// confirmDelay is a little longer than the time for which a confirmation ignores keys.
const confirmDelay = 450 * time.Millisecond

// measureChanges measures changes of the first flag. After each change it waits until
// the dashboard should have counted the overrides again. The screen does not show the
// end of counting, so the wait is 1.5 times as long as the first count.
func (b *bench) measureChanges(d *dashboard, r results) error {
	counting := time.Duration(1.5 * (d.counted - d.page) * float64(time.Millisecond))
	if d.cursorRow(d.screen.String()) != 1 {
		if _, err := d.press("to the top", "g", d.cursorAt(1)); err != nil {
			return err
		}
	}
	proposed, changed, both := r.measurements[proposal], r.measurements[change], r.measurements[toggle]
	for range b.runs {
		d.waitUntilQuiet(max(4*quietPeriod, counting))
		word, state := "enabled", "[x] Enabled"
		if row := flagRows(d.screen.String())[0]; strings.Contains(row, state) {
			word, state = "disabled", "[ ] Disabled"
		}
		saved := regexp.MustCompile(fmt.Sprintf(`"%s" %s\b.*saved`, regexp.QuoteMeta(flagName(0)), word))
		before := d.written
		one, err := d.press(proposal, " ", func(s string) bool { return strings.Contains(s, "Change "+flagName(0)) })
		if err != nil {
			return err
		}
		proposed.value, proposed.bytes = append(proposed.value, one.ms), append(proposed.bytes, one.bytes)
		d.waitUntilQuiet(confirmDelay)
		one, err = d.press(change, "y", func(s string) bool {
			rows := flagRows(s)
			return saved.MatchString(s) && len(rows) > 0 && strings.Contains(rows[0], state) && d.isComplete(s)
		})
		if err != nil {
			return err
		}
		changed.value, changed.bytes = append(changed.value, one.ms), append(changed.bytes, one.bytes)
		both.bytes = append(both.bytes, float64(d.written-before))
		if err := b.measureClient(changed, r.db, changeQuery); err != nil {
			return err
		}
		if _, err := d.send("r"); err != nil { // read now, so that the next save does not report the client's change
			return err
		}
	}
	return nil
}

// measureWideScreen measures moving the cursor on a large screen, and the cost of the
// preview.
func (b *bench) measureWideScreen(r results) error {
	d, err := b.open(r.db, wideSize)
	if err != nil {
		return err
	}
	defer d.kill()
	moved, err := d.moveDown(min(maxMoves, 20*b.runs))
	if err != nil {
		return err
	}
	m := r.measurements[wideMove]
	m.value, m.bytes = moved.ms, moved.bytes
	m = r.measurements[previewShown]
	for range b.runs {
		to := d.cursorAt(d.cursorRow(d.screen.String()) - 1)
		shown, err := d.press(previewShown, "k", func(s string) bool {
			at := cursorFlag.FindStringSubmatch(s)
			return to(s) && at != nil && strings.Contains(s, " │ "+at[1])
		})
		if err != nil {
			return err
		}
		m.value, m.bytes = append(m.value, shown.ms), append(m.bytes, shown.bytes)
	}
	return nil
}
