package data

import (
	"bytes"
	"net"
	"net/url"
	"sync"
)

// proxy forwards connections to a server, until it is silent.
type proxy struct {
	server string
	net.Listener

	mu     sync.Mutex
	silent chan struct{} // open while the proxy is silent
	word   []byte        // the proxy falls silent instead of forwarding it
}

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
			if err != nil {
				client.Close()
				continue
			}
			p.t.Cleanup(func() { client.Close(); server.Close() })
			go x.forward(server, client)
			go x.forward(client, server)
		}
	}()
	return x
}

func (x *proxy) forward(to, from net.Conn) {
	defer to.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			x.mu.Lock()
			if x.word != nil && bytes.Contains(buffer[:n], x.word) {
				x.word, x.silent = nil, make(chan struct{})
			}
			silent := x.silent
			x.mu.Unlock()
			<-silent
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (x *proxy) fallSilent() {
	x.mu.Lock()
	x.silent = make(chan struct{})
	x.mu.Unlock()
}

func (x *proxy) fallSilentAt(word string) {
	x.mu.Lock()
	x.word = []byte(word)
	x.mu.Unlock()
}

func (x *proxy) speak() {
	x.mu.Lock()
	close(x.silent)
	x.mu.Unlock()
}
