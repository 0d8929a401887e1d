package pgtest

import (
	"bytes"
	"net"
	"sync/atomic"
)

// wire is one connection through a proxy.
type wire struct {
	client, server net.Conn
	mute           atomic.Bool // the server's answers are dropped
	cutting        atomic.Bool // the server's next answer closes the connection
	answered       atomic.Bool // the server has sent the last message
	stranded       atomic.Bool // nothing is forwarded any more
}

func (w *wire) close() {
	w.client.Close()
	w.server.Close()
}

// remove closes a connection of which one end has closed.
func (x *Proxy) remove(w *wire) {
	x.connections.Add(-1)
	x.mu.Lock()
	delete(x.wires, w)
	x.mu.Unlock()
	w.close()
}

// forwardRequests forwards what the client sends.
func (x *Proxy) forwardRequests(w *wire) {
	defer x.remove(w)
	buffer := make([]byte, 1<<16)
	swallow := false
	for {
		n, err := w.client.Read(buffer)
		if err != nil {
			return
		}
		if w.answered.Swap(false) && asks(buffer[0]) {
			x.trips.Add(1)
		}
		how, found := x.pass(buffer[:n])
		copy(buffer, bytes.ReplaceAll(buffer[:n], x.old, x.new))
		if found {
			switch how {
			case DropBefore:
				return
			case SilentBefore:
				swallow = true
			case DropAfter, SilentAfter:
				w.cutting.Store(how == DropAfter)
				w.mute.Store(true)
			}
		}
		if swallow || w.stranded.Load() {
			continue
		}
		if _, err := w.server.Write(buffer[:n]); err != nil || found && how == DropDuring {
			return
		}
	}
}

// asks reports whether a message is about statements, by its first byte. Other messages
// connect, start TLS, authenticate or close.
func asks(first byte) bool { return first != 0 && first != 0x16 && first != 'p' && first != 'X' }

// forwardAnswers forwards what the server sends.
func (x *Proxy) forwardAnswers(w *wire) {
	defer w.close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := w.server.Read(buffer)
		w.answered.Store(true)
		x.wait()
		switch {
		case err != nil:
			return
		case w.stranded.Load():
		case !w.mute.Load():
			if _, err := w.client.Write(buffer[:n]); err != nil {
				return
			}
		case w.cutting.Load():
			return
		}
	}
}
