package flagtui_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"flagtui"
)

// soakChanges returns the number of changes of TestSoak. FLAGTUI_SOAK sets it: 180000 are
// an hour of 50 changes a second.
func soakChanges(t *testing.T) int {
	text := os.Getenv("FLAGTUI_SOAK")
	if text == "" {
		return 200
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("FLAGTUI_SOAK is no number: %v", err)
	}
	return n
}

// TestSoak makes many changes as fast as the database takes them. Each change that
// OnChange reports begins where the one before has ended, and the last one is what is
// stored. The answers are the application's at many moments, and the memory stays flat.
func TestSoak(t *testing.T) {
	onEach(t, func(t *testing.T, app application, dsn string, db *sql.DB) {
		client := open(t, dsn, append(app.options, flagtui.WithCatalogue(app.definitions...), flagtui.WithRefresh(time.Millisecond))...)
		if err := client.Warm(t.Context(), app.scopes...); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		now, reported := map[string]flagtui.Setting{}, 0
		client.OnChange(func(c flagtui.Change) {
			mu.Lock()
			defer mu.Unlock()
			key := fmt.Sprint(c.Name, " at ", c.Scope)
			if now[key] != c.Before {
				t.Errorf("%s was %s, and now changes from %s to %s", key, now[key], c.Before, c.After)
			}
			now[key] = c.After
			reported++
		})
		n := soakChanges(t)
		memory := func() uint64 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		atFirst, goroutines := uint64(0), 0
		for i := range n {
			run(t, db, app.write(app.names[rand.IntN(len(app.names))], app.scopes[rand.IntN(len(app.scopes))])...)
			if i == n/4 {
				atFirst, goroutines = memory(), runtime.NumGoroutine()
			}
			if i%max(1, n/100) == 0 || i == n-1 {
				if err := client.Refresh(t.Context()); err != nil {
					t.Fatal(err)
				}
				compare(t, app, db, client)
			}
		}
		eventually(t, "every change is reported", func() bool {
			mu.Lock()
			defer mu.Unlock()
			for _, scope := range app.scopes {
				for _, name := range app.names {
					if got := client.Evaluate(name, scope); got.Setting != now[fmt.Sprint(name, " at ", scope)] && got.Reason != flagtui.ReasonInvalidScope {
						return false
					}
				}
			}
			return true
		})
		// A read that is under way has goroutines of its own.
		eventually(t, "no more goroutines run than after a quarter", func() bool { return runtime.NumGoroutine() <= goroutines+10 })
		heap := memory()
		mu.Lock()
		defer mu.Unlock()
		t.Logf("%d changes, %d reported; heap %d KiB after a quarter, %d KiB at the end; goroutines %d and %d", n, reported, atFirst>>10, heap>>10, goroutines, runtime.NumGoroutine())
		if heap > atFirst+(4<<20) {
			t.Error("the memory has grown")
		}
	})
}
