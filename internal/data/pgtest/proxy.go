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
// makes a network that is slow, silent or cut.
type Proxy struct {
	server   string
	listener net.Listener

	connections atomic.Int64
	trips       atomic.Int64

	mu     sync.Mutex
	delay  time.Duration // of each message, in each direction
	silent chan struct{} // open while the proxy is silent
	word   []byte        // see CutAt
	how    Cut
	away   bool // no connection is made
	leave  bool // away from the word on

	old, new []byte // see Replace
}

// Cut is what happens to a connection when a word passes.
type Cut int

const (
	SilenceAll   Cut = iota // the proxy forwards nothing more, on any connection
	DropBefore              // the server does not get the word, and the connection is lost
	SilentBefore            // the server does not get it, and the connection is silent from then on
	DropAfter               // the server gets the word; its answer and the connection are lost
	SilentAfter             // the server gets the word, and the connection is silent from then on
	DropDuring              // the server gets the word, and the connection is lost at the same time
)

// NewProxy starts a proxy before the server of a database until the test ends, and
// returns the database's URL through it.
func NewProxy(t testing.TB, database string) (*Proxy, string) {
	t.Helper()
	u, err := url.Parse(database)
	requireNoError(t, err)
	x := &Proxy{server: u.Host, silent: make(chan struct{})}
	close(x.silent)
	x.listener, err = net.Listen("tcp", "127.0.0.1:0")
	requireNoError(t, err)
	t.Cleanup(func() { x.listener.Close() })
	u.Host = x.listener.Addr().String()
	go x.serve(t)
	return x, u.String()
}

// Trips returns how many times a client has asked the server something and waited for
// the answer. Making a connection, securing it, proving who one is and ending it do
// not count.
func (x *Proxy) Trips() int64 { return x.trips.Load() }

// Connections returns how many connections of clients are open.
func (x *Proxy) Connections() int64 { return x.connections.Load() }

// Delay makes each round trip take that long.
func (x *Proxy) Delay(trip time.Duration) {
	x.mu.Lock()
	x.delay = trip / 2
	x.mu.Unlock()
}

// Silence forwards nothing until Resume.
func (x *Proxy) Silence() {
	x.mu.Lock()
	x.silent = make(chan struct{})
	x.mu.Unlock()
}

// Resume ends Silence, and SilenceAll.
func (x *Proxy) Resume() {
	x.mu.Lock()
	close(x.silent)
	x.mu.Unlock()
}

// CutAt cuts the next connection on which a client sends the word. With leave, no other
// connection can be made from then on, until ComeBack.
func (x *Proxy) CutAt(word string, how Cut, leave bool) {
	x.mu.Lock()
	x.word, x.how, x.leave = []byte(word), how, leave
	x.mu.Unlock()
}

// ComeBack lets connections be made again.
func (x *Proxy) ComeBack() {
	x.mu.Lock()
	x.away = false
	x.mu.Unlock()
}

// IsAway reports whether no connection can be made.
func (x *Proxy) IsAway() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.away
}

// Replace has the server read another word, of the same length, than the one that a
// client writes. Call it before there are clients.
func (x *Proxy) Replace(old, new string) { x.old, x.new = []byte(old), []byte(new) }

func (x *Proxy) serve(t testing.TB) {
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
		t.Cleanup(func() { client.Close(); server.Close() })
		x.connections.Add(1)
		w := &wire{client: client, server: server}
		w.answered.Store(true)
		go x.forwardRequests(w)
		go x.forwardAnswers(w)
	}
}

// pass waits while the proxy is silent, and tells what is to happen at text.
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

// wait waits until the proxy is not silent, and for the delay.
func (x *Proxy) wait() {
	x.mu.Lock()
	silent, delay := x.silent, x.delay
	x.mu.Unlock()
	<-silent
	time.Sleep(delay)
}
