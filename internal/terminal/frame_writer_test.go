package terminal

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// line is a terminal's line that takes one write at a time, when the test
// reads it.
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

// next is what is written next.
func (l line) next(t *testing.T) string {
	t.Helper()
	select {
	case text := <-l.text:
		return text
	case <-time.After(20 * time.Second): // nothing takes nearly as long
		t.Fatal("nothing is written")
		return ""
	}
}

// A terminal that takes no more holds nobody up. Once it does, it gets the
// newest frame, and sequences in their order, whole and before a frame.
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

// What changes nothing writes nothing.
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

// broken is a terminal's line that fails after a part of what is written.
type broken struct{ line }

func (b broken) Write(p []byte) (int, error) {
	n, _ := b.line.Write(p)
	return n / 2, errors.New("broken")
}

// After a write that failed, what the terminal shows is not known.
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

// A terminal is left after the frame that is being written, without another
// one; the next frame, once the terminal is ours again, is redrawn.
func TestLeaving(t *testing.T) {
	out := newLine()
	c := &frameWriter{out: out}
	c.show("one", true)
	<-out.started
	c.show("two", false)
	c.leave("bye", 0) // this terminal takes nothing, and is not waited for
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

// Whoever leaves a terminal goes on once it has taken everything.
func TestTheTerminalHasTakenEverything(t *testing.T) {
	var out strings.Builder
	c := &frameWriter{out: &out}
	c.leave("bye", time.Hour)
	if out.String() != "bye" {
		t.Errorf("%q is written", &out)
	}
}
