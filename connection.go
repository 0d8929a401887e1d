package flagtui

import (
	"context"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// close closes the connection.
func (r *reader) close() {
	if r.store != nil {
		r.unwatch()
		_ = r.store.Close() // nothing is written any more
	}
}

// connect opens the database, reads it, and replaces an earlier connection.
func (r *reader) connect(ctx context.Context) error {
	store, err := data.Open(ctx, r.options.data)
	if err != nil {
		return err
	}
	if err := r.readAll(ctx, store, nil); err != nil {
		store.Close()
		return err
	}
	r.close()
	r.store = store
	watching, unwatch := context.WithCancel(r.life)
	r.signals, r.unwatch = store.Watch(watching), unwatch
	return nil
}

// connectAgain tries to connect to a database that was away.
func (r *reader) connectAgain() {
	if !r.storeMu.TryLock() { // a write still uses the earlier connection
		r.connectLater()
		return
	}
	defer r.storeMu.Unlock()
	if err := r.connect(r.life); err != nil {
		r.connectLater()
		return
	}
	r.back()
}

// connectLater starts the timer of the next attempt to connect.
func (r *reader) connectLater() {
	r.connectAt.Reset(r.wait)
	r.wait = min(2*r.wait, r.options.retryAtMost)
}

// away records that the database does not answer.
func (r *reader) away(err error) {
	if r.staleSince.Load() != 0 || r.life.Err() != nil {
		return
	}
	now := time.Now()
	r.staleSince.Store(now.UnixNano())
	r.options.logger.Warn("flagtui: the database is away, so flags may be out of date", "error", exported(err))
	r.listeners.becameStale(now)
	r.wait = r.options.retry
	r.connectLater()
}

// back records that the state is up to date again.
func (r *reader) back() {
	since := r.staleSince.Swap(0)
	r.connectAt.Stop()
	if since == 0 {
		return
	}
	r.options.logger.Info("flagtui: the database is back", "away", time.Since(time.Unix(0, since)).Round(time.Millisecond))
	r.listeners.becameStale(time.Time{})
}

// errBlind is the error of a watch that reaches no database.
var errBlind = &feature.Problem{Kind: feature.ErrUnavailable, Text: "the database does not answer"}
