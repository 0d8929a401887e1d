package pgtest

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Proxy stands between clients and a PostgreSQL server. It counts round trips, and
// imitates a network that is slow, silent or interrupted.
type Proxy struct {
	server   string
	listener net.Listener

	connections atomic.Int64
	trips       atomic.Int64

	mu     sync.Mutex
	delay  time.Duration // the delay of each message, in each direction
	silent chan struct{} // closed unless the proxy is silent
	wires  map[*wire]bool
	word   []byte // the word of CutAt; nil if none is set
	how    Cut
	away   bool // new connections are refused
	leave  bool // the cut makes the proxy refuse new connections

	old, new []byte // the words of Replace
}

// Cut is the effect of CutAt's word on the connection.
type Cut int

const (
	SilenceAll   Cut = iota // the proxy forwards nothing more, on any connection
	DropBefore              // the server does not get the word, and the connection is lost
	SilentBefore            // the server does not get the word, and the connection falls silent
	DropAfter               // the server gets the word; its answer and the connection are lost
	SilentAfter             // the server gets the word, and the connection falls silent
	DropDuring              // the server gets the word, and the connection is lost at the same time
)

// NewProxy starts a proxy in front of a database's server until the test ends. It
// returns the proxy, and the URL of the database through the proxy.
func NewProxy(t testing.TB, database string) (*Proxy, string) {
	t.Helper()
	u, err := url.Parse(database)
	requireNoError(t, err)
	x := &Proxy{server: u.Host, silent: make(chan struct{}), wires: map[*wire]bool{}}
	close(x.silent)
	x.listener, err = net.Listen("tcp", "127.0.0.1:0")
	requireNoError(t, err)
	t.Cleanup(func() {
		x.listener.Close()
		x.each((*wire).close)
	})
	u.Host = x.listener.Addr().String()
	go x.serve()
	return x, u.String()
}

// Trips returns the number of round trips. A client's connecting, TLS, authentication
// and closing do not count.
func (x *Proxy) Trips() int64 { return x.trips.Load() }

// Connections returns the number of open client connections.
func (x *Proxy) Connections() int64 { return x.connections.Load() }

// Delay adds a delay to each round trip, half of it in each direction.
func (x *Proxy) Delay(trip time.Duration) {
	x.mu.Lock()
	x.delay = trip / 2
	x.mu.Unlock()
}

// Silence stops all forwarding until Resume.
func (x *Proxy) Silence() {
	x.mu.Lock()
	x.silent = make(chan struct{})
	x.mu.Unlock()
}

// Resume ends the silence of Silence or SilenceAll.
func (x *Proxy) Resume() {
	x.mu.Lock()
	close(x.silent)
	x.mu.Unlock()
}

// CutAt cuts the next connection on which a client sends the word. If leave is true, the
// proxy then refuses new connections until ComeBack.
func (x *Proxy) CutAt(word string, how Cut, leave bool) {
	x.mu.Lock()
	x.word, x.how, x.leave = []byte(word), how, leave
	x.mu.Unlock()
}

// ComeBack allows new connections again.
func (x *Proxy) ComeBack() {
	x.mu.Lock()
	x.away = false
	x.mu.Unlock()
}

// IsAway reports whether the proxy refuses new connections.
func (x *Proxy) IsAway() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.away
}

// Strand makes every present connection silent for ever, as when one end was suspended for
// long. New connections work.
func (x *Proxy) Strand() {
	x.each(func(w *wire) { w.stranded.Store(true) })
}

// each calls fn for every open connection.
func (x *Proxy) each(fn func(*wire)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for w := range x.wires {
		fn(w)
	}
}

// Replace replaces old by new in all messages of clients. Both words have the same
// length. Call Replace before clients connect.
func (x *Proxy) Replace(old, new string) { x.old, x.new = []byte(old), []byte(new) }

func (x *Proxy) serve() {
	for {
		client, err := x.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", x.server)
		if err != nil || x.IsAway() {
			client.Close()
			if err == nil {
				server.Close()
			}
			continue
		}
		x.connections.Add(1)
		w := &wire{client: client, server: server}
		w.answered.Store(true)
		x.mu.Lock()
		x.wires[w] = true
		x.mu.Unlock()
		go x.forwardRequests(w)
		go x.forwardAnswers(w)
	}
}

// pass waits while the proxy is silent. found reports whether text contains the word of
// CutAt, and how is the effect of that word.
func (x *Proxy) pass(text []byte) (how Cut, found bool) {
	x.mu.Lock()
	if found = x.word != nil && bytes.Contains(text, x.word); found {
		x.word, x.away, how = nil, x.leave, x.how
		if how == SilenceAll {
			x.silent = make(chan struct{})
		}
	}
	x.mu.Unlock()
	x.wait()
	return how, found
}

// wait waits while the proxy is silent, and then for the delay.
func (x *Proxy) wait() {
	x.mu.Lock()
	silent, delay := x.silent, x.delay
	x.mu.Unlock()
	<-silent
	time.Sleep(delay)
}
