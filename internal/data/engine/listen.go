package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"github.com/lib/pq"

	"flagtui/internal/feature"
)

// Channel is where flagtui notifies of changes. The payload is the schema of
// what was changed: apps that share a database do not wake each other.
const Channel = "flagtui"

// notify is an expression of PostgreSQL's that notifies every watch of the tables in
// the schema that payload names, when the transaction commits.
func notify(payload string) string {
	return `pg_notify(` + quoted(Channel) + `, ` + quoted(payload) + `)`
}

// TriggerName is that of the triggers that notify, and of the function that they call.
const TriggerName = "flagtui_notify"

// errUnheard: a notification did not come, though the connection is well.
var errUnheard = errors.New("nothing is heard of what is notified")

// listen listens until ctx is over, over a new connection whenever one is
// lost, or until it is clear that nothing is to be heard.
func (w *watch) listen(ctx context.Context) {
	again := false
	for wait := w.settings.Pace.Retry; ; wait = min(2*wait, w.settings.Pace.Ping) {
		heard, err := w.hear(ctx, again)
		switch {
		case heard:
			again, wait = true, w.settings.Pace.Retry
			w.listens(false, false)
		case !errors.Is(w.Explain(err), feature.ErrUnavailable): // it is refused, as by a standby
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// hear listens on one connection until it is lost or ctx is over, which is
// always an error. It tells whether something could be heard there, which it
// tries: a pooler may take the LISTEN, and then give the session to another.
func (w *watch) hear(ctx context.Context, again bool) (heard bool, err error) {
	made, err := newConnector(w.where, w.settings.Timeout, true)
	if err != nil {
		return false, err
	}
	made.limit += w.settings.Pace.Ping // there is nothing to be read for as long
	connected, err := made.Connect(ctx)
	if err != nil {
		return false, err
	}
	defer connected.Close()
	listener := connected.(*conn)
	defer context.AfterFunc(ctx, listener.dialer.abort)()
	probe := "probe " + rand.Text()
	var schemas []string
	for _, t := range w.tables {
		schemas = append(schemas, t.Schema)
	}
	pq.SetNotificationHandler(listener.pqConn, func(n *pq.Notification) {
		switch {
		case n.Extra == probe:
			heard = true
			listener.dialer.conn.flush()
		case slices.Contains(schemas, n.Extra):
			w.heard()
		}
	})
	// Not ctx itself: lib/pq would ask the server to cancel, over another
	// connection.
	if _, err = listener.ExecContext(context.Background(), `LISTEN `+Channel, nil); err != nil {
		return false, err
	}
	err = w.ask(ctx, func(ctx context.Context) error {
		_, err := w.Pool.ExecContext(ctx, `SELECT `+notify(probe))
		return err
	})
	if err != nil {
		return false, err
	}
	if err = listener.wait(w.settings.Pace.Probe); err == nil && !heard {
		err = errUnheard
		// The session that a pooler gave to the LISTEN is not to keep it. If this
		// fails, the connection is gone.
		_, _ = listener.ExecContext(context.Background(), `UNLISTEN `+Channel, nil)
	}
	if err != nil {
		return false, err
	}
	w.listens(true, again)
	for err == nil {
		err = listener.wait(w.settings.Pace.Ping)
	}
	return true, err
}

// wait takes what the server says of its own accord, until it has been asked
// for a sign of life after so long, and has given it. lib/pq has no call for
// that on a connection that is made as these are, but it takes notifications
// while it waits for an answer: so the question is kept back meanwhile.
func (s conn) wait(long time.Duration) error {
	s.dialer.conn.hold()
	defer time.AfterFunc(long, s.dialer.conn.flush).Stop()
	return s.Ping(context.Background())
}
