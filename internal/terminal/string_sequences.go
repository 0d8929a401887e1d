package terminal

import "bytes"

// inString takes a byte of a string. A whole string is dropped.
func (s *sequences) inString(c byte) {
	s.dropped++
	switch {
	case s.state == stringEscape && c == '\\', c == 0x07, c == 0x18, c == 0x1a, c == 0x9c && s.raw, s.dropped > longestString:
		s.end(false)
	case s.state == stringEscape: // the string is broken off
		s.emitPrefix()
		s.state, s.seq, s.raw = escape, []byte{esc}, false
		s.next(c)
	case c == esc:
		s.state = stringEscape
	}
}

// inPaste takes a byte of a paste.
func (s *sequences) inPaste(c byte) {
	switch {
	case c == pasteEnd[s.matched]:
		s.matched++
	case c == esc:
		s.matched = 1
	default:
		s.matched = 0
	}
	if len(s.seq) < len(pasteStart)+longestPaste {
		s.seq = append(s.seq, c)
	}
	if s.matched < len(pasteEnd) {
		return
	}
	if len(s.seq) == len(pasteStart)+longestPaste { // the end may have been dropped
		s.seq = append(s.seq, pasteEnd...)
	}
	s.end(true)
}

// start starts a sequence.
func (s *sequences) start(as state, c byte) { s.state, s.seq = as, []byte{c} }

// breakOff ends a sequence that c interrupts, and starts an event with c.
func (s *sequences) breakOff(c byte) {
	s.emitPrefix()
	s.reset()
	s.next(c)
}

// end ends a sequence. A known sequence becomes an event. An unknown one is dropped,
// but an ESC before it is a key.
func (s *sequences) end(known bool) {
	switch {
	case !known:
		s.emitPrefix()
	case s.prefix && altKey(s.seq):
		s.emit(append([]byte{esc}, s.seq...))
	default:
		s.emitPrefix()
		s.emit(s.seq)
	}
	s.reset()
}

// altKey reports whether ESC before a key's sequence means alt. rxvt writes alt in this
// way, and Bubble Tea knows these sequences.
func altKey(seq []byte) bool {
	switch n := len(seq); {
	case n == 3:
		return bytes.IndexByte([]byte("ABCDFH"), seq[2]) >= 0
	case n == 4:
		return seq[1] == '[' && seq[2] >= '1' && seq[2] <= '8' && seq[3] == '~'
	}
	return false
}

func (s *sequences) reset() { s.state, s.seq, s.prefix, s.raw = ground, nil, false, false }

// emitPrefix emits the ESC before a sequence as a separate key.
func (s *sequences) emitPrefix() {
	if s.prefix {
		s.prefix = false
		s.emit([]byte{esc})
	}
}

// emit adds an event.
func (s *sequences) emit(event []byte) {
	s.flush()
	s.events = append(s.events, event)
}

// run adds a character to the run of characters.
func (s *sequences) run(char []byte) {
	if len(s.text)+len(char) > longestRun {
		s.flush()
	}
	s.text = append(s.text, char...)
}

// flush emits the run of characters.
func (s *sequences) flush() {
	if len(s.text) > 0 {
		s.events = append(s.events, s.text)
		s.text = nil
	}
}

// incomplete reports whether an event is incomplete. key reports whether its bytes so
// far are also a key: ESC, or alt with a key.
func (s *sequences) incomplete() (incomplete, key bool) {
	switch s.state {
	case ground:
		return false, false
	case pasting:
		return !s.stalled, false
	case escape:
		return true, true
	case single, controlSequence, commandString:
		return true, len(s.seq) == 2 && !s.raw && s.dropped == 0
	}
	return true, false
}

// expire ends an incomplete sequence whose rest has not arrived in time, and returns
// its events.
func (s *sequences) expire() [][]byte {
	incomplete, key := s.incomplete()
	switch {
	case !incomplete:
	case s.state == pasting:
		s.stalled = true
	default:
		s.emitPrefix()
		s.end(key)
	}
	return s.feed(nil)
}
