package data

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// proxy forwards connections to a server, until it is silent.
type proxy struct {
	server string
	net.Listener

	open  atomic.Int64 // connections of clients that are open
	trips atomic.Int64 // times that a client asked a server something and waited

	mu     sync.Mutex
	far    time.Duration // how long words are on their way, in each direction
	silent chan struct{} // open while the proxy is silent
	word   []byte        // at which the proxy does something else than forwarding
	how    cut
	away   bool // no connection is made
	leave  bool // away from the word on

	word1, word2 []byte // see rewrite
}

// cut is what happens to a connection when a word passes.
type cut int

const (
	all        cut = iota // the proxy falls silent
	before                // the server does not get the word, and the connection is lost
	hushed                // the server does not get it, and the connection is silent from then on
	after                 // the server gets the word; its answer and the connection are lost
	unanswered            // the server gets the word, and the connection is silent from then on
	racing                // the server gets the word, and the connection is lost at the same time
)

// throughProxy leads the place's stores to a new proxy.
func (p *place) throughProxy() *proxy {
	p.t.Helper()
	u, err := url.Parse(p.url)
	if err != nil {
		p.t.Fatal(err)
	}
	x := &proxy{server: u.Host, silent: make(chan struct{})}
	close(x.silent)
	if x.Listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { x.Close() })
	u.Host = x.Addr().String()
	p.url = u.String()
	go func() {
		for {
			client, err := x.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", x.server)
			if err != nil || x.isAway() {
				client.Close()
				if err == nil {
					server.Close()
				}
				continue
			}
			p.t.Cleanup(func() { client.Close(); server.Close() })
			x.open.Add(1)
			w := &wire{client: client, server: server}
			w.turn.Store(true)
			go x.upward(w)
			go x.downward(w)
		}
	}()
	return x
}

// wire is one connection through the proxy.
type wire struct {
	client, server net.Conn
	mute           atomic.Bool // what the server says gets lost
	cutting        atomic.Bool // and with it the connection
	turn           atomic.Bool // the server has spoken last
}

func (w *wire) close() {
	w.client.Close()
	w.server.Close()
}

// upward forwards what the client says.
func (x *proxy) upward(w *wire) {
	defer w.close()
	defer x.open.Add(-1)
	buffer := make([]byte, 1<<16)
	hush := false
	for {
		n, err := w.client.Read(buffer)
		if err != nil {
			return
		}
		if w.turn.Swap(false) && asks(buffer[0]) {
			x.trips.Add(1)
		}
		how, found := x.pass(buffer[:n])
		copy(buffer, bytes.ReplaceAll(buffer[:n], x.word1, x.word2))
		if found {
			switch how {
			case before:
				return
			case hushed:
				hush = true
			case after, unanswered:
				w.cutting.Store(how == after)
				w.mute.Store(true)
			}
		}
		if hush {
			continue
		}
		if _, err := w.server.Write(buffer[:n]); err != nil || found && how == racing {
			return
		}
	}
}

// asks tells, by its first byte, a message about statements from those that
// make a connection, secure it, prove who one is, or end it.
func asks(first byte) bool { return first != 0 && first != 0x16 && first != 'p' && first != 'X' }

// downward forwards what the server says.
func (x *proxy) downward(w *wire) {
	defer w.close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := w.server.Read(buffer)
		w.turn.Store(true)
		x.wait()
		switch {
		case err != nil:
			return
		case !w.mute.Load():
			if _, err := w.client.Write(buffer[:n]); err != nil {
				return
			}
		case w.cutting.Load():
			return
		}
	}
}

// pass waits while the proxy is silent, and tells what is to happen at text.
func (x *proxy) pass(text []byte) (how cut, found bool) {
	x.mu.Lock()
	if found = x.word != nil && bytes.Contains(text, x.word); found {
		x.word, x.away, how = nil, x.leave, x.how
		if how == all {
			x.silent = make(chan struct{})
		}
	}
	x.mu.Unlock()
	x.wait()
	return how, found
}

func (x *proxy) wait() {
	x.mu.Lock()
	silent, far := x.silent, x.far
	x.mu.Unlock()
	<-silent
	time.Sleep(far)
}

// moveAway makes a round trip take that long.
func (x *proxy) moveAway(trip time.Duration) {
	x.mu.Lock()
	x.far = trip / 2
	x.mu.Unlock()
}

func (x *proxy) fallSilent() {
	x.mu.Lock()
	x.silent = make(chan struct{})
	x.mu.Unlock()
}

func (x *proxy) speak() {
	x.mu.Lock()
	close(x.silent)
	x.mu.Unlock()
}

// cutAt cuts the next connection on which the word passes. With leave, no
// other can be made from then on, until comeBack.
func (x *proxy) cutAt(word string, how cut, leave bool) {
	x.mu.Lock()
	x.word, x.how, x.leave = []byte(word), how, leave
	x.mu.Unlock()
}

// rewrite has the server read another word, as long as the one that the
// client writes. It is called before there are clients.
func (x *proxy) rewrite(word, other []byte) { x.word1, x.word2 = word, other }

func (x *proxy) comeBack() {
	x.mu.Lock()
	x.away = false
	x.mu.Unlock()
}

func (x *proxy) isAway() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.away
}
