package terminal

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/muesli/cancelreader"
)

// How long the rest of a sequence is waited for. A slow line may bring it in
// parts. What is a key already if nothing follows, such as ESC, is waited for
// only shortly; nothing else is kept waiting by the rest of a sequence.
const (
	shortly = 50 * time.Millisecond
	longer  = time.Second
)

// keyboard is the terminal's input, as Bubble Tea is to see it: each Read returns
// (a part of) one event of sequences.
type keyboard struct {
	file   cancelreader.CancelReader
	mouse  bool
	gone   func()
	catch  func() // to be deferred by each goroutine; nil: a panic ends the program at once
	reads  chan []byte
	events chan []byte
	closed chan struct{}
	ending sync.WaitGroup

	rest []byte // of the event that is being read
}

// newKeyboard makes the keyboard of a terminal. It is to be closed.
func newKeyboard(file *os.File, mouse bool) (*keyboard, error) {
	cancelable, err := cancelreader.NewReader(file)
	if err != nil {
		return nil, err
	}
	k := &keyboard{file: cancelable, mouse: mouse, reads: make(chan []byte), events: make(chan []byte), closed: make(chan struct{})}
	return k, nil
}

// start reads the terminal until close. A terminal that goes away while SIGHUP
// is ignored (nohup) shows in no other way than the end of its input, which
// Bubble Tea v1 takes for silence: gone is called then.
func (k *keyboard) start(gone func()) {
	k.gone = gone
	k.ending.Add(1)
	go k.collect()
	go k.cut()
}

// close ends the reading.
func (k *keyboard) close() {
	close(k.closed)
	if k.file.Cancel() {
		k.ending.Wait()
	}
	_ = k.file.Close() // it closes what Cancel needed, not the terminal
}

// collect reads the terminal.
func (k *keyboard) collect() {
	defer k.ending.Done()
	if k.catch != nil {
		defer k.catch()
	}
	for {
		buf := make([]byte, 4096)
		n, err := k.file.Read(buf)
		if err != nil || n == 0 {
			select {
			case <-k.closed:
			default:
				go func() { // it may wait for what waits for this
					if k.catch != nil {
						defer k.catch()
					}
					k.gone()
				}()
			}
			return
		}
		select {
		case k.reads <- buf[:n]:
		case <-k.closed:
			return
		}
	}
}

// cut makes events of what was read.
func (k *keyboard) cut() {
	if k.catch != nil {
		defer k.catch()
	}
	s := sequences{mouse: k.mouse}
	for {
		var late <-chan time.Time // nil: there is nothing to wait for
		if incomplete, key := s.waits(); key {
			late = time.After(shortly)
		} else if incomplete {
			late = time.After(longer)
		}
		var events [][]byte
		select {
		case read := <-k.reads:
			events = s.feed(read)
		case <-late:
			events = s.lapse()
		case <-k.closed:
			return
		}
		for _, event := range events {
			select {
			case k.events <- event:
			case <-k.closed:
				return
			}
		}
	}
}

// Read implements io.Reader.
func (k *keyboard) Read(p []byte) (int, error) {
	const short = 255 // Bubble Tea takes a full buffer for one that has a rest
	if len(k.rest) == 0 {
		select {
		case k.rest = <-k.events:
		case <-k.closed:
			return 0, io.EOF
		}
	}
	n := copy(p[:min(len(p), short)], k.rest)
	k.rest = k.rest[n:]
	return n, nil
}
