package serve

import (
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"flagtui/internal/config"
)

// conn is the connection of a client that has logged in.
type conn struct {
	server *Server
	ssh    *ssh.ServerConn
	user   config.User
	key    []byte // in the wire format
	client string // the address

	mu    sync.Mutex
	last  int
	ends  map[int]func(error) // end the running sessions
	ended error               // why no further session may begin; may be nil
}

// end ends the sessions of the connection. why is for the user.
func (c *conn) end(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended == nil {
		c.ended = why
	}
	for _, end := range c.ends {
		end(why)
	}
	if len(c.ends) == 0 {
		go c.ssh.Close()
	}
}

// begin registers a session. It returns false if the connection is ending.
func (c *conn) begin(end func(error)) (finish func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended != nil {
		return nil, false
	}
	c.last++
	id := c.last
	c.ends[id] = end
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if delete(c.ends, id); c.ended != nil && len(c.ends) == 0 {
			go c.ssh.Close()
		}
	}, true
}

// keepAlive closes the connection when the client does not answer within limit. It
// notices a lost line, and a client that reads nothing.
func (c *conn) keepAlive(limit time.Duration) {
	for {
		time.Sleep(limit / 2)
		lost := time.AfterFunc(limit/2, func() {
			c.server.log.Info("client lost", "user", c.user.Name, "client", c.client)
			c.ssh.Close()
		})
		_, _, err := c.ssh.SendRequest("keepalive@openssh.com", true, nil)
		if lost.Stop(); err != nil {
			return
		}
	}
}

// refuseRequests refuses every request about the connection as a whole, such as one to
// forward a port.
func (c *conn) refuseRequests(requests <-chan *ssh.Request) {
	for request := range requests {
		if request.Type != "keepalive@openssh.com" && request.Type != "no-more-sessions@openssh.com" && request.Type != "hostkeys-prove-00@openssh.com" {
			c.refused(request.Type)
		}
		if request.WantReply {
			_ = request.Reply(false, nil) // fails only for a lost client
		}
	}
}

// refused logs what a client asked for and did not get.
func (c *conn) refused(what string) {
	c.server.log.Warn("refused", "user", c.user.Name, "client", c.client, "what", what)
}

// serve serves the sessions of the connection until it closes.
func (c *conn) serve(channels <-chan ssh.NewChannel) {
	for channel := range channels {
		if kind := channel.ChannelType(); kind != "session" {
			c.refused(kind)
			_ = channel.Reject(ssh.Prohibited, "flagtui forwards nothing")
			continue
		}
		if why := c.server.admit(c.user.Name); why != "" {
			c.refused(why)
			_ = channel.Reject(ssh.ResourceShortage, why)
			continue
		}
		go func() {
			defer c.server.leave(c.user.Name)
			c.session(channel)
		}()
	}
	c.end(errGone)
	c.server.mu.Lock()
	delete(c.server.conns, c)
	c.server.mu.Unlock()
	c.server.log.Info("logout", "user", c.user.Name, "client", c.client)
}
