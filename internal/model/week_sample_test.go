package model

import (
	"database/sql"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"
)

// longWeek is the number of rounds from which TestWeek measures while it runs. It waits
// three times until the connections of a pause are closed.
const longWeek = 30

// weekSample is what a process holds at a time.
type weekSample struct {
	goroutines, files, connections int
	heap                           uint64 // of live objects, in bytes
}

func (s weekSample) String() string {
	return fmt.Sprintf("%d goroutines, %d files, %d connections, %d KiB", s.goroutines, s.files, s.connections, s.heap>>10)
}

// sample measures this process, and counts the other connections to the databases.
func (w *week) sample() (s weekSample) {
	runtime.GC()
	runtime.GC() // the first one moves the pools' objects to their victim caches
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd") // only Linux has it
	s = weekSample{goroutines: runtime.NumGoroutine(), files: len(files), heap: m.HeapAlloc}
	if w.server != nil {
		w.withRaw(w.other[0], func(db *sql.DB) error {
			return db.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid()`).Scan(&s.connections)
		})
	}
	return s
}

// awaitAtMost waits until the process holds at most so much.
func (w *week) awaitAtMost(most weekSample) weekSample {
	w.t.Helper()
	for end := time.Now().Add(weekPatience); ; time.Sleep(10 * time.Millisecond) {
		now := w.sample()
		if now.goroutines <= most.goroutines && now.files <= most.files && now.connections <= most.connections && now.heap <= most.heap {
			return now
		}
		if time.Now().After(end) {
			var profiles strings.Builder
			_ = pprof.Lookup("goroutine").WriteTo(&profiles, 1)
			_ = pprof.Lookup("heap").WriteTo(&profiles, 1)
			w.t.Fatalf("%v are left of %v:\n%s", now, most, &profiles)
		}
	}
}

// mostFiles are the open files of a dashboard at rest: on SQLite the database file for each
// of four connections and for those of the doctor, which SQLite keeps, and two for its WAL.
const mostFiles = 12

// atRestOrNot are goroutines that a dashboard at rest has at times: Bubble Tea waits for a
// batch of commands or for one alone, and database/sql looks for connections to close.
const atRestOrNot = 3

// heapSlack is the memory by which screens may differ.
const heapSlack = 128 << 10

// atRest waits until the dashboard does nothing, and its connections of a pause are closed.
// before is what the process held without the dashboard. The last of three thirds of the
// time may leave no more in memory than the second one.
func (w *week) atRest(before weekSample, thirds []weekSample) weekSample {
	w.t.Helper()
	most := weekSample{goroutines: math.MaxInt, files: before.files + mostFiles, connections: before.connections + 2, heap: math.MaxUint64}
	if len(thirds) > 0 {
		most.goroutines = thirds[0].goroutines + atRestOrNot
	}
	if len(thirds) == 2 {
		most.heap = thirds[1].heap + heapSlack
	}
	least := w.awaitAtMost(most)
	for range 20 { // something may still be read
		if now := w.awaitAtMost(most); now.heap < least.heap {
			least = now
		}
	}
	return least
}
