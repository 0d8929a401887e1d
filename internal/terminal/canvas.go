package terminal

import (
	"io"
	"strings"
	"sync"
	"time"
)

// canvas writes frames to a terminal, at once and without making anybody wait.
// Of the frames that arrive while a slow terminal takes no more only the
// newest is written.
type canvas struct {
	out   io.Writer
	catch func() // to be deferred by what writes; nil: a panic ends the program at once

	mu        sync.Mutex
	frame     string        // the newest
	due       bool          // it has yet to be written
	anew      bool          // what the terminal shows is not known
	sequences string        // yet to be written, before it
	idle      chan struct{} // closed once nothing is left to be written; nil: nothing is
	rows      []string      // what the terminal shows
}

// pause is how long nothing is written after a frame, so that a burst of
// frames, as of the steps of a mouse's wheel, is not written one by one.
const pause = 5 * time.Millisecond

// paint shows a frame, its rows separated by line breaks. anew: what the
// terminal shows is not what was written.
func (c *canvas) paint(frame string, anew bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.anew = c.anew || anew
	if frame == c.frame && !c.anew {
		return
	}
	c.frame, c.due = frame, true
	c.start()
}

// send writes a sequence that shows nothing, between two frames.
func (c *canvas) send(sequence string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sequences += sequence
	c.start()
}

// leave writes a sequence after which the terminal is no longer ours, and
// waits until it is written. A frame that is yet to be written never is, and
// the next one is painted anew. A terminal that takes nothing is not waited
// for longer than patience.
func (c *canvas) leave(sequence string, patience time.Duration) {
	c.mu.Lock()
	c.due, c.anew = false, true
	c.sequences += sequence
	c.start()
	idle := c.idle
	c.mu.Unlock()
	select {
	case <-idle:
	case <-time.After(patience):
	}
}

// start writes what is due, if that is not being done.
func (c *canvas) start() {
	if c.idle == nil {
		c.idle = make(chan struct{})
		go c.write()
	}
}

func (c *canvas) write() {
	if c.catch != nil {
		defer c.catch()
	}
	panicked := true
	defer func() {
		if panicked {
			c.abandon()
		}
	}()
	for text := c.next(); text != ""; text = c.next() {
		if _, err := io.WriteString(c.out, text); err != nil {
			c.mu.Lock()
			c.anew = true // a part of the text may have been written
			c.mu.Unlock()
		}
		time.Sleep(pause)
	}
	panicked = false
}

// abandon gives up the frame whose writing has panicked, so that what is sent
// later, such as what leaves the terminal, is written.
func (c *canvas) abandon() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.due, c.anew = false, true
	close(c.idle)
	c.idle = nil
}

// next returns what is to be written next; "": nothing is, for now.
func (c *canvas) next() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	text := c.sequences
	if c.due {
		if c.anew {
			c.rows = nil
		}
		rows := strings.Split(c.frame, "\n")
		text += turn(c.rows, rows)
		c.rows, c.due, c.anew = rows, false, false
	}
	if c.sequences = ""; text == "" {
		close(c.idle)
		c.idle = nil
	}
	return text
}
