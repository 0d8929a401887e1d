package pgtest

import (
	"math/rand/v2"
	"net"
	"net/url"
	"sync/atomic"
	"time"
)

// Link forwards connections to a server as a slow network does.
type Link struct {
	delay    time.Duration // in each direction
	received atomic.Int64
	listener net.Listener
}

// A link carries LinkRate bytes a second in each direction, and sends each hundredth packet
// again.
const (
	LinkRate   = 256_000
	packetSize = 1_400
	lossRate   = 0.01
)

// resendTime is TCP's shortest time limit until it sends a packet again.
const resendTime = 200 * time.Millisecond

// NewLink starts a link in front of a database. It returns the database's URL through the
// link. delay is the time that a packet takes in each direction.
func NewLink(database string, delay time.Duration) (*Link, string, error) {
	u, err := url.Parse(database)
	if err != nil {
		return nil, "", err
	}
	server := u.Host
	l := &Link{delay: delay}
	if l.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, "", err
	}
	go func() {
		for {
			client, err := l.listener.Accept()
			if err != nil {
				return
			}
			back, err := net.Dial("tcp", server)
			if err != nil {
				client.Close()
				continue
			}
			go l.carry(client, back, nil)
			go l.carry(back, client, &l.received)
		}
	}()
	u.Host = l.listener.Addr().String()
	return l, u.String(), nil
}

// Close ends the link. Open connections stay until a side closes them.
func (l *Link) Close() { l.listener.Close() }

// Received returns the number of bytes that the server has sent.
func (l *Link) Received() int64 { return l.received.Load() }

// Takes returns how long the link takes for round trips that bring so many bytes. It
// includes the mean time for packets that are sent again.
func (l *Link) Takes(trips int, bytes int64) time.Duration {
	seconds := float64(bytes)/LinkRate + float64(bytes)/packetSize*lossRate*l.resend().Seconds()
	return time.Duration(trips)*2*l.delay + time.Duration(seconds*float64(time.Second))
}

// resend returns the delay of a packet that is sent again: a round trip and TCP's shortest
// time limit.
func (l *Link) resend() time.Duration { return 2*l.delay + resendTime }

// carry forwards what one side sends. A packet that is sent again holds up those behind it.
func (l *Link) carry(from, to net.Conn, count *atomic.Int64) {
	type packet struct {
		text []byte
		at   time.Time
	}
	queue := make(chan packet, 1<<16)
	go func() {
		defer to.Close()
		for p := range queue {
			time.Sleep(time.Until(p.at))
			if _, err := to.Write(p.text); err != nil {
				return
			}
		}
	}()
	defer close(queue)
	var free, last time.Time // when the line is free, and when the last packet arrives
	for {
		text := make([]byte, packetSize)
		n, err := from.Read(text)
		if err != nil {
			return
		}
		if count != nil {
			count.Add(int64(n))
		}
		if now := time.Now(); free.Before(now) {
			free = now
		}
		free = free.Add(time.Duration(n) * time.Second / LinkRate)
		at := free.Add(l.delay)
		if rand.Float64() < lossRate {
			at = at.Add(l.resend())
		}
		if at.Before(last) {
			at = last
		}
		last = at
		queue <- packet{text[:n], at}
	}
}
