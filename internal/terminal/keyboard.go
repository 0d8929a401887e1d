package terminal

import (
	"io"
	"sync"
	"time"

	"github.com/muesli/cancelreader"
)

// A slow line may deliver a sequence in parts. If the bytes so far may also be a key,
// such as ESC, the keyboard waits for keyTimeout for the rest, and otherwise for
// sequenceTimeout.
const (
	keyTimeout      = 50 * time.Millisecond
	sequenceTimeout = time.Second
)

// keyboard is the input of Bubble Tea. Each Read returns one event, or a part of one.
type keyboard struct {
	file  cancelreader.CancelReader
	mouse bool
	onEnd func()
	// Each goroutine defers catch. If catch is nil, a panic ends the program.
	catch   func()
	reads   chan []byte
	events  chan []byte
	closed  chan struct{}
	readers sync.WaitGroup

	unread []byte // the rest of the last event
}

// newKeyboard returns a keyboard that reads a file. The caller must close the keyboard.
func newKeyboard(file io.Reader, mouse bool) (*keyboard, error) {
	cancelable, err := cancelreader.NewReader(file)
	if err != nil {
		return nil, err
	}
	k := &keyboard{file: cancelable, mouse: mouse, reads: make(chan []byte), events: make(chan []byte), closed: make(chan struct{})}
	return k, nil
}

// start reads the input until close. It calls onEnd at the end of input, which Bubble
// Tea v1 ignores. Where SIGHUP is ignored (nohup), the end of input is the only sign
// that the terminal is gone.
func (k *keyboard) start(onEnd func()) {
	k.onEnd = onEnd
	k.readers.Add(1)
	go k.readInput()
	go k.splitEvents()
}

// close stops the goroutines.
func (k *keyboard) close() {
	close(k.closed)
	if k.file.Cancel() {
		k.readers.Wait()
	}
	_ = k.file.Close() // closes the cancelling pipe, not the terminal
}

func (k *keyboard) readInput() {
	defer k.readers.Done()
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
				go func() { // onEnd may wait for a goroutine that waits for readInput
					if k.catch != nil {
						defer k.catch()
					}
					k.onEnd()
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

// splitEvents splits the input into events.
func (k *keyboard) splitEvents() {
	if k.catch != nil {
		defer k.catch()
	}
	s := sequences{mouse: k.mouse}
	for {
		var late <-chan time.Time // nil if no event is incomplete
		if incomplete, key := s.incomplete(); key {
			late = time.After(keyTimeout)
		} else if incomplete {
			late = time.After(sequenceTimeout)
		}
		var events [][]byte
		select {
		case read := <-k.reads:
			events = s.feed(read)
		case <-late:
			events = s.expire()
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
	const short = 255 // Bubble Tea expects more input after a full buffer
	if len(k.unread) == 0 {
		select {
		case k.unread = <-k.events:
		case <-k.closed:
			return 0, io.EOF
		}
	}
	n := copy(p[:min(len(p), short)], k.unread)
	k.unread = k.unread[n:]
	return n, nil
}
