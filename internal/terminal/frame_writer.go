package terminal

import (
	"io"
	"strings"
	"sync"
	"time"
)

// frameWriter writes frames to a terminal in a goroutine of its own. While a slow terminal
// takes no more, new frames replace each other: only the newest is written.
type frameWriter struct {
	out   io.Writer
	catch func() // deferred by the writing goroutine; nil: a panic ends the program at once

	mu        sync.Mutex
	frame     string        // the newest
	pending   bool          // frame is not written yet
	redraw    bool          // rows is not what the terminal shows
	sequences string        // to be written before the frame
	done      chan struct{} // closed when everything is written; nil if nothing is being written
	rows      []string      // what the terminal shows
}

// minInterval is the least time between two frames. Of a burst of frames, as from a mouse
// wheel, most are not written.
const minInterval = 5 * time.Millisecond

// show writes a frame, whose rows are separated by line breaks. With redraw, all of it is
// written, since the terminal may not show the last frame any more.
func (c *frameWriter) show(frame string, redraw bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.redraw = c.redraw || redraw
	if frame == c.frame && !c.redraw {
		return
	}
	c.frame, c.pending = frame, true
	c.start()
}

// send writes a sequence that shows nothing, between two frames.
func (c *frameWriter) send(sequence string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sequences += sequence
	c.start()
}

// leave drops the frame that is not written yet, writes a sequence that gives the terminal
// back, and waits until it is written, or for patience at the most. The next frame is
// redrawn.
func (c *frameWriter) leave(sequence string, patience time.Duration) {
	c.mu.Lock()
	c.pending, c.redraw = false, true
	c.sequences += sequence
	c.start()
	done := c.done
	c.mu.Unlock()
	select {
	case <-done:
	case <-time.After(patience):
	}
}

// start starts the writing goroutine, unless it is running.
func (c *frameWriter) start() {
	if c.done == nil {
		c.done = make(chan struct{})
		go c.write()
	}
}

func (c *frameWriter) write() {
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
			c.redraw = true // a part of the text may have been written
			c.mu.Unlock()
		}
		time.Sleep(minInterval)
	}
	panicked = false
}

// abandon drops the frame whose writing has panicked, so that later sequences, such as the
// one that leaves the terminal, are still written.
func (c *frameWriter) abandon() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending, c.redraw = false, true
	close(c.done)
	c.done = nil
}

// next returns the text to write next; empty, and closes done, if there is none.
func (c *frameWriter) next() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	text := c.sequences
	if c.pending {
		if c.redraw {
			c.rows = nil
		}
		rows := strings.Split(c.frame, "\n")
		text += diff(c.rows, rows)
		c.rows, c.pending, c.redraw = rows, false, false
	}
	if c.sequences = ""; text == "" {
		close(c.done)
		c.done = nil
	}
	return text
}
