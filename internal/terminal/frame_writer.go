package terminal

import (
	"io"
	"strings"
	"sync"
	"time"
)

// frameWriter writes frames to a terminal in its own goroutine. While the terminal is
// slow, each new frame replaces the waiting one. So only the newest is written.
type frameWriter struct {
	out io.Writer
	// The writing goroutine defers catch. If catch is nil, a panic ends the program.
	catch func()

	mu        sync.Mutex
	frame     string        // the newest frame
	pending   bool          // whether frame is not written yet
	redraw    bool          // whether the terminal may show something other than rows
	sequences string        // written before the frame
	done      chan struct{} // closed when everything is written; nil while nothing is being written
	rows      []string      // the rows on the terminal
}

// minInterval is the least time between two frames. In a burst, as from the mouse
// wheel, most frames are not written.
const minInterval = 5 * time.Millisecond

// show writes a frame, whose rows are separated by line breaks. If redraw is true, it
// writes every row, because the terminal may not show the last frame.
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

// send writes an invisible sequence between two frames.
func (c *frameWriter) send(sequence string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sequences += sequence
	c.start()
}

// leave writes a sequence that restores the terminal, and waits for at most patience
// until it is written. It drops the waiting frame. The next frame is redrawn.
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

// start starts the writing goroutine unless it is running.
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
			c.redraw = true // the terminal may have received part of the text
			c.mu.Unlock()
		}
		time.Sleep(minInterval)
	}
	panicked = false
}

// abandon drops the frame whose writing panicked. Later sequences, such as the sequence
// that restores the terminal, are still written.
func (c *frameWriter) abandon() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending, c.redraw = false, true
	close(c.done)
	c.done = nil
}

// next returns the next text to write. If there is none, it closes done and returns "".
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
