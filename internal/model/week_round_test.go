package model

import (
	"fmt"
	"os"
	"path/filepath"
)

// round is one part of the week. It ends with the screen that it began with.
func (w *week) round(i int) {
	w.othersChange(i%2 == 0)
	w.ownChange(fmt.Sprint("reason ", i))
	w.undo()
	for _, size := range [][2]int{{1, 1}, {20, 5}, {80, 24}, {300, 100}, {119, 40}} {
		w.resize(size[0], size[1])
		w.press("?", "esc", ":", "esc", "p")
	}
	w.press("p") // the preview is as before
	w.screens()
	w.search(i)
	w.tenants()
	w.export()
	w.loseConnection(i)
	w.othersChange(i%2 != 0)
}

// othersChange changes a flag as another program does, and waits until the screen shows it.
func (w *week) othersChange(on bool) {
	word := "[ ] Disabled"
	if on {
		word = "[x] Enabled"
	}
	w.exec(`DELETE FROM feature_flags_override WHERE name = 'gamma'`,
		fmt.Sprintf(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'gamma', %t)`, on))
	w.shows("gamma Disabled " + word + " Override")
	w.hides("OFFLINE")
	w.hides("STALE")
	for failed := true; failed; w.inLoop(func() { failed = len(w.m.problems) > 0 }) {
		w.press("esc") // dismisses what a lost connection has made fail
	}
}

// ownChange changes the first flag.
func (w *week) ownChange(reason string) {
	w.press("g", "space")
	w.armed()
	w.press("tab", reason, "enter", "y")
	w.shows(`"alpha" `, " · saved")
}

func (w *week) undo() {
	w.press("u")
	w.armed()
	w.press("y")
	w.shows("done: undo")
}

// screens opens and closes each screen.
func (w *week) screens() {
	for _, s := range []struct{ key, title string }{
		{"t", "Switch scope"}, {"m", "Matrix"}, {"h", "History"}, {"D", "Compare with"}, {"enter", "alpha"}, {":", "Go to, or run"},
		{"?", "Keys"}, {"x", "Switch context"}, {"!", "finding"},
	} {
		w.press(s.key)
		w.shows(s.title)
		w.press("esc")
		w.shows("1 All")
	}
}

// search searches flags, scopes and the history for a text that was not searched before.
func (w *week) search(i int) {
	text := fmt.Sprint("x", i)
	w.press("/", text, "enter")
	w.shows("No match")
	w.press("esc")
	for _, key := range []string{"t", ":", "h"} {
		w.press(key)
		if key == "h" {
			w.press("/")
		}
		w.press(text, "esc", "esc", "esc")
		w.shows("3 Off")
	}
}

// tenants goes from screen to screen to tenants.
func (w *week) tenants() {
	w.press("t")
	w.shows("Tenant 11")
	w.press("t001")
	w.shows("> Tenant 1 t001", "[Tenants 1]")
	w.press("enter")
	w.shows("Tenant t001")
	w.press("m")
	w.shows("Matrix", "t011")
	w.press("right", "right", "enter")
	w.shows("Tenant t00")
	w.press("S")
	w.shows("System (all tenants)")
}

// export writes the history to a file.
func (w *week) export() {
	w.press("h")
	w.shows("inherit, undo")
	w.press("E")
	w.shows("flagtui-history-")
	w.press("esc")
	files, err := filepath.Glob("flagtui-history-*.csv")
	if err != nil || len(files) != 1 {
		w.t.Fatalf("%d files are written: %v", len(files), err)
	}
	if err := os.Remove(files[0]); err != nil {
		w.t.Fatal(err)
	}
}

// otherContext changes a flag in the other context, where the application is asked whether
// it serves the change, and comes back.
func (w *week) otherContext(i int) {
	w.press("x", "end", "enter")
	w.shows("database 1", "1 All 3", "gamma")
	w.ownChange(fmt.Sprint("reason ", -i))
	if i%2 == 0 {
		w.shows("serves")
	}
	w.press("x", "g", "enter")
	w.shows("database 0", "1 All 3", "gamma")
}

// loseConnection takes the database away, and gives it back.
func (w *week) loseConnection(i int) {
	switch {
	case w.server == nil:
		w.rename(w.path, w.path+".away")
		w.shows("OFFLINE")
		w.rename(w.path+".away", w.path)
	case i%3 != 2 && i%100 != 1:
		w.exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	case i%100 == 1: // takes the whole timeout
		w.proxy.Silence()
		w.shows("OFFLINE")
		w.proxy.Resume()
	default:
		w.server.Stop()
		w.shows("OFFLINE")
		w.server.Start()
	}
}

func (w *week) rename(from, to string) {
	if err := os.Rename(from, to); err != nil {
		w.t.Fatal(err)
	}
}
