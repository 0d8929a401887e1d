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

// notify returns an expression that notifies every watch of the schema in payload when
// the transaction commits.
func notify(payload string) string {
	return `pg_notify(` + quoted(Channel) + `, ` + quoted(payload) + `)`
}

// TriggerName is the name of the triggers that notify, and of the function that they
// call.
const TriggerName = "flagtui_notify"

// errUnheard: a notification did not arrive, though the connection works.
var errUnheard = errors.New("nothing is heard of what is notified")

// listen receives notifications until ctx is over. It connects again when a connection
// is lost, and gives up when the server refuses LISTEN.
func (w *watch) listen(ctx context.Context) {
	again := false
	for wait := w.settings.Pace.Retry; ; wait = min(2*wait, w.settings.Pace.Ping) {
		heard, err := w.receive(ctx, again)
		switch {
		case heard:
			again, wait = true, w.settings.Pace.Retry
			w.setListening(false, false)
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

// receive receives notifications on one connection until it is lost or ctx is over, which
// is always an error. It first notifies itself, and reports whether that arrived: a
// pooler may take the LISTEN and then give the session to another client.
func (w *watch) receive(ctx context.Context, again bool) (heard bool, err error) {
	made, err := newConnector(w.where, w.settings.Timeout, true)
	if err != nil {
		return false, err
	}
	made.limit += w.settings.Pace.Ping // nothing arrives for so long
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
			w.onNotification()
		}
	})
	// Not with ctx: lib/pq would send a cancellation over another connection.
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
		// A pooler must not keep the LISTEN in the session. If this fails, the
		// connection is gone.
		_, _ = listener.ExecContext(context.Background(), `UNLISTEN `+Channel, nil)
	}
	if err != nil {
		return false, err
	}
	w.setListening(true, again)
	for err == nil {
		err = listener.wait(w.settings.Pace.Ping)
	}
	return true, err
}

// wait receives notifications until a ping is answered, which is sent after so long.
// lib/pq cannot wait for notifications on a connection that is made this way, but it
// takes them while it waits for an answer: so the ping is held back meanwhile.
func (s conn) wait(long time.Duration) error {
	s.dialer.conn.hold()
	defer time.AfterFunc(long, s.dialer.conn.flush).Stop()
	return s.Ping(context.Background())
}
