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

// Channel is the PostgreSQL channel on which flagtui notifies of changes. The payload is
// the schema of the changed tables. Watches of other schemas ignore the notification.
const Channel = "flagtui"

// notify returns an expression that sends payload on Channel when the transaction
// commits.
func notify(payload string) string {
	return `pg_notify(` + quoted(Channel) + `, ` + quoted(payload) + `)`
}

// TriggerName is the name of the triggers that notify of changes, and of the function
// that the triggers call.
const TriggerName = "flagtui_notify"

// errUnheard means that a notification did not arrive although the connection works.
var errUnheard = errors.New("a notification did not arrive")

// listen receives notifications until ctx ends. It reconnects after a lost connection,
// and returns when the server refuses LISTEN.
func (w *watch) listen(ctx context.Context) {
	again := false
	for wait := w.settings.Pace.Retry; ; wait = min(2*wait, w.settings.Pace.Ping) {
		heard, err := w.receive(ctx, again)
		switch {
		case heard:
			again, wait = true, w.settings.Pace.Retry
			w.setListening(false, false)
		case !errors.Is(w.Explain(err), feature.ErrUnavailable): // the server refuses LISTEN, as a standby does
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// receive receives notifications on one connection, until the connection is lost or ctx
// ends. It always returns an error. It first sends a probe, and heard reports whether
// the probe arrived. A pooler may accept LISTEN and then give the session to another
// client.
func (w *watch) receive(ctx context.Context, again bool) (heard bool, err error) {
	made, err := newConnector(w.where, w.settings.Timeout, true)
	if err != nil {
		return false, err
	}
	made.limit += w.settings.Pace.Ping // the connection may be silent until the next ping
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
	// With ctx, lib/pq would send a cancellation over another connection.
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
		// Without UNLISTEN, a pooler would reuse a session that listens. UNLISTEN fails
		// only if the connection is lost.
		_, _ = listener.ExecContext(context.Background(), `UNLISTEN `+Channel, nil)
	}
	if err != nil {
		return false, err
	}
	w.setListening(true, again)
	w.setHangUp(listener.dialer.abort)
	defer w.setHangUp(nil)
	for err == nil {
		err = listener.wait(w.settings.Pace.Ping)
	}
	return true, err
}

// wait receives notifications until the server answers a ping, which is sent after the
// given time. lib/pq receives notifications on this connection only while it waits for
// an answer. wait therefore calls Ping at once, and holds the ping's bytes back until
// the time is over.
func (s conn) wait(long time.Duration) error {
	s.dialer.conn.hold()
	defer time.AfterFunc(long, s.dialer.conn.flush).Stop()
	return s.Ping(context.Background())
}
