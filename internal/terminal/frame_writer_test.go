package terminal

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// line is a connection to a terminal. A write ends when the test reads its text.
type line struct {
	started chan struct{}
	text    chan string
}

func newLine() line { return line{started: make(chan struct{}, 99), text: make(chan string)} }

func (l line) Write(p []byte) (int, error) {
	l.started <- struct{}{}
	l.text <- string(p)
	return len(p), nil
}

// next returns the next text written.
func (l line) next(t *testing.T) string {
	t.Helper()
	select {
	case text := <-l.text:
		return text
	case <-time.After(20 * time.Second): // far longer than any write takes
		t.Fatal("nothing is written")
		return ""
	}
}

// A slow terminal blocks no caller. The next write holds all sequences in order, and
// then the newest frame.
func TestASlowTerminal(t *testing.T) {
	out := newLine()
	c := &frameWriter{out: out}
	c.show("one", true)
	<-out.started
	for _, frame := range []string{"two", "three", "four"} {
		c.show(frame, false)
		c.send("<" + frame + ">")
	}
	if text := out.next(t); text != diff(nil, []string{"one"}) {
		t.Errorf("%q is written first", text)
	}
	if text := out.next(t); text != "<two><three><four>\x1b[1Hfour" {
		t.Errorf("%q is written then", text)
	}
}

// A frame that equals the last one is not written.
func TestTheSameFrame(t *testing.T) {
	out := newLine()
	c := &frameWriter{out: out}
	c.show("one", true)
	<-out.started
	c.show("two", false)
	c.show("one", false)
	out.next(t)
	c.send("!")
	c.show("one", false)
	if text := out.next(t); text != "!" {
		t.Errorf("%q is written", text)
	}
}

// broken is a line that fails after half of each write.
type broken struct{ line }

func (b broken) Write(p []byte) (int, error) {
	n, _ := b.line.Write(p)
	return n / 2, errors.New("broken")
}

// After a failed write the whole frame is written again.
func TestAWriteThatFails(t *testing.T) {
	out := newLine()
	c := &frameWriter{out: broken{out}}
	c.show("one\ntwo", true)
	<-out.started
	c.send("!")
	out.next(t)
	<-out.started
	c.show("one\ntwo", false)
	out.next(t)
	if text := out.next(t); text != diff(nil, []string{"one", "two"}) {
		t.Errorf("%q is written", text)
	}
}

// leave lets a write in progress finish and writes no further frame. The next frame is
// redrawn.
func TestLeaving(t *testing.T) {
	out := newLine()
	c := &frameWriter{out: out}
	c.show("one", true)
	<-out.started
	c.show("two", false)
	c.leave("bye", 0) // this terminal reads nothing, so leave must not wait
	out.next(t)
	if text := out.next(t); text != "bye" {
		t.Errorf("%q is written", text)
	}
	c.send("hello")
	<-out.started // bye
	<-out.started
	c.show("two", false)
	out.next(t)
	if text := out.next(t); text != diff(nil, []string{"two"}) {
		t.Errorf("%q is written", text)
	}
}

// leave returns once the terminal has received everything.
func TestTheTerminalHasTakenEverything(t *testing.T) {
	var out strings.Builder
	c := &frameWriter{out: &out}
	c.leave("bye", time.Hour)
	if out.String() != "bye" {
		t.Errorf("%q is written", &out)
	}
}
