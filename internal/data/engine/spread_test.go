package engine

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

func watchAmong(clients int64) *watch {
	s := &DB{clients: &atomic.Int64{}}
	s.clients.Store(clients)
	return newWatch(s, nil, true)
}

// The time over which signals are spread grows with the number of connections, up to a
// limit. One program does not wait.
func TestSpreadLimit(t *testing.T) {
	for clients, want := range map[int64]time.Duration{0: 0, 1: 0, connections + 1: 0, connections + 2: spreadEach, 100: 95 * spreadEach, 100_000: mostSpread} {
		if got := watchAmong(clients).spreadLimit(); got != want {
			t.Errorf("with %d connections, %s, not %s", clients, got, want)
		}
	}
}

// With few programs, a notification is signalled before onNotification returns.
func TestOneProgramDoesNotWait(t *testing.T) {
	w := watchAmong(1)
	w.onNotification()
	select {
	case got := <-w.signals:
		if !got.Changed || got.Spread != 0 {
			t.Errorf("%+v", got)
		}
	default:
		t.Error("there is no signal yet")
	}
}

// With many programs, notifications that arrive while the first one waits become one
// signal.
func TestSpreadSignalsBecomeOne(t *testing.T) {
	w := watchAmong(1000)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	for range 100 {
		w.onNotification()
	}
	select {
	case got := <-w.signals:
		t.Fatalf("%+v was not spread", got)
	default:
	}
	go func() {
		defer close(ended)
		w.spread(ctx)
	}()
	if got := <-w.signals; !got.Changed || got.Spread != mostSpread {
		t.Errorf("%+v", got)
	}
	stop()
	<-ended
	select {
	case got := <-w.signals:
		t.Errorf("and another one: %+v", got)
	case <-w.heard:
		t.Error("and another one would follow")
	default:
	}
}

// With many programs, changes that follow each other closely are signalled together, after
// a pause. The clock is synctest's.
func TestSignalsPause(t *testing.T) {
	for _, clients := range []int64{100, 1000} {
		synctest.Test(t, func(t *testing.T) {
			w := watchAmong(clients)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			go w.spread(ctx)
			var last time.Time
			for range 5 {
				w.onNotification()
				<-w.signals
				if pause := time.Since(last); pause < max(signalPause, 2*w.spreadLimit()) {
					t.Errorf("with %d connections, a signal follows another one after %s", clients, pause)
				}
				last = time.Now()
				time.Sleep(time.Millisecond)
			}
		})
	}
}

func TestIsFull(t *testing.T) {
	for _, test := range []struct {
		code, message string
		full          bool
	}{
		{"53300", "sorry, too many clients already", true},
		{"53300", "remaining connection slots are reserved for non-replication superuser connections", true},
		{"53300", "remaining connection slots are reserved for roles with the SUPERUSER attribute", true},
		{"08P01", "no more connections allowed (max_client_conn)", true},
		{"08P01", "query_wait_timeout", true},
		{"08P01", "server login has been failing, cached error: sorry, too many clients already (server_login_retry)", true},
		{"08P01", `server login has been failing, cached error: password authentication failed for user "x" (server_login_retry)`, false},
		{"XX000", "MaxClientsInSessionMode: max clients reached - in Session mode max clients are limited to pool_size", true},
		{"XX000", "Max client connections reached", true},
		{"57P03", "the database system is starting up", false},
		{"53100", "could not extend file: No space left on device", false},
	} {
		err := unconnected(&pq.Error{Code: pqerror.Code(test.code), Message: test.message})
		if isFull(err) != test.full {
			t.Errorf("%s: full is %v", test.message, !test.full)
		}
	}
	if isFull(nil) || isFull(errors.New("too many clients already")) {
		t.Error("an error that is not the server's means that it is full")
	}
}
