package flagtui_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"flagtui"
	"flagtui/internal/data/pgtest"
)

// TestOpenAndClose opens and closes clients, one after the other. Nothing of them remains.
// FLAGTUI_WEEK_CLIENTS sets their number.
func TestOpenAndClose(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("FLAGTUI_WEEK_CLIENTS"))
	if err != nil {
		n = 9
	}
	app := simpleModule
	t.Run("sqlite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "app.db")
		db := rawSQLite(t, path)
		run(t, db, app.tables(t, true)...)
		db.Close() // SQLite keeps closed files while this process has others of the database
		openAndClose(t, n, path, func() int { return 0 })
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.Database(t)
		db := raw(t, "postgres", dsn)
		db.SetMaxOpenConns(1)
		run(t, db, app.tables(t, false)...)
		openAndClose(t, n, dsn, func() (others int) {
			if err := db.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&others); err != nil {
				t.Fatal(err)
			}
			return others
		})
	})
}

// openAndClose opens and closes n clients. connections returns the number of open ones.
func openAndClose(t *testing.T, n int, dsn string, connections func() int) {
	files := func() int {
		entries, _ := os.ReadDir("/proc/self/fd") // only Linux has it
		return len(entries)
	}
	connections()
	var filesBefore, goroutines int
	var heap []uint64 // after each third
	for i := -1; i < n; i++ {
		if i == 0 { // the first client has made what the libraries and the runtime keep
			filesBefore, goroutines = files(), runtime.NumGoroutine()
		}
		client, err := flagtui.Open(t.Context(), dsn, quiet, flagtui.WithCatalogue(simpleModule.definitions...))
		if err != nil {
			t.Fatal(err)
		}
		client.OnChange(func(flagtui.Change) {})
		client.Enabled("a.on", flagtui.Tenant("acme"))
		client.Close()
		if i > 0 && (i+1)%(n/3) == 0 {
			eventually(t, "the goroutines, files and connections of closed clients are gone", func() bool {
				return runtime.NumGoroutine() <= goroutines && files() <= filesBefore && connections() == 0
			})
			heap = append(heap, liveHeap())
		}
	}
	t.Logf("%d clients: the live heap after each third is %d bytes", n, heap)
	const slack = 64 << 10
	if heap[2] > heap[1]+slack {
		t.Errorf("the memory grows: %d bytes after each third", heap)
	}
}

// liveHeap returns the size of the live objects.
func liveHeap() uint64 {
	runtime.GC()
	runtime.GC() // the first one moves the objects of pools to victim caches
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
