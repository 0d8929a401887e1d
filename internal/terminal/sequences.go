package terminal

import (
	"bytes"
	"unicode/utf8"
)

// sequences splits a terminal's bytes into events for Bubble Tea's parser. An event is
// a run of characters, a control key, an escape sequence of a key or of the mouse, or a
// paste. Bubble Tea would take the end of each read for the end of an event, and
// unknown sequences for characters.
//
// All other bytes are dropped: answers to queries (device attributes, cursor position,
// colours, titles, versions), focus reports and unknown sequences. It makes no
// difference where reads begin and end.
type sequences struct {
	mouse bool // whether to keep reports of the mouse

	state   state
	seq     []byte // the incomplete sequence, from its ESC on
	prefix  bool   // whether another ESC precedes seq
	raw     bool   // whether a string began with an 8-bit control; an 8-bit ST then ends it
	dropped int    // the number of bytes dropped from a string
	matched int    // the number of bytes that match the end of a paste
	stalled bool   // whether a paste has received nothing for long
	events  [][]byte
	text    []byte // the run of characters so far
}

type state int

const (
	ground          state = iota
	character             // in a UTF-8 character
	escape                // after ESC
	single                // after ESC O
	controlSequence       // in a control sequence, after ESC [
	function              // in a function key of the Linux console, after ESC [ [
	position              // in the three bytes of an old mouse report, after ESC [ M
	commandString         // in an OSC, DCS, APC, PM or SOS string
	stringEscape          // after ESC in such a string
	pasting               // in a bracketed paste
)

const (
	esc        = 0x1b
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"

	longestRun      = 240     // the most bytes of a run of characters; Bubble Tea reads 256
	longestSequence = 64      // the most bytes of a control sequence that is an event
	longestString   = 1 << 20 // the most bytes of a string; later bytes are keys again
	longestPaste    = 1 << 16 // the most bytes of a paste; later bytes are dropped
)

// feed takes bytes that were read, and returns the complete events.
func (s *sequences) feed(read []byte) [][]byte {
	if s.stalled && string(read) == "\x03" { // the end of the paste is lost; ctrl+c ends it
		s.reset()
	}
	s.stalled = s.stalled && len(read) == 0
	for _, c := range read {
		s.next(c)
	}
	s.flush()
	events := s.events
	s.events = nil
	return events
}

// next takes a byte.
func (s *sequences) next(c byte) {
	switch s.state {
	case ground:
		s.begin(c)
	case character:
		s.inCharacter(c)
	case escape:
		s.afterEscape(c)
	case single:
		s.afterSingle(c)
	case controlSequence:
		s.inControl(c)
	case function:
		s.seq = append(s.seq, c)
		s.end('A' <= c && c <= 'E')
	case position:
		if s.seq = append(s.seq, c); len(s.seq) == len("\x1b[M")+3 {
			s.end(s.mouse)
		}
	case commandString, stringEscape:
		s.inString(c)
	case pasting:
		s.inPaste(c)
	}
}

// begin takes the first byte of an event.
func (s *sequences) begin(c byte) {
	switch {
	case c == esc:
		s.start(escape, c)
	case c < ' ' || c == 0x7f || c == ' ':
		s.emit([]byte{c})
	case c < utf8.RuneSelf:
		s.run([]byte{c})
	case c < 0xa0: // an 8-bit control stands for ESC and a letter
		s.start(escape, esc)
		s.raw = true
		s.afterEscape(c - 0x40)
	case c >= 0xc2 && c <= 0xf4:
		s.start(character, c)
	}
}

// inCharacter takes a byte of a UTF-8 character, which may follow an ESC.
func (s *sequences) inCharacter(c byte) {
	char := bytes.TrimPrefix(s.seq, []byte{esc})
	if utf8.RuneStart(c) { // the character is incomplete
		s.reset()
		s.next(c)
		return
	}
	char = append(char[:len(char):len(char)], c)
	if !utf8.FullRune(char) {
		s.seq = append(s.seq, c)
		return
	}
	event := append(s.seq, c)
	s.reset()
	switch r, size := utf8.DecodeRune(char); {
	case r == utf8.RuneError || size != len(char): // invalid
	case r < 0xa0 && len(event) == len(char): // an 8-bit control
		s.begin(byte(r))
	case r < 0xa0:
	case len(event) > len(char): // after ESC
		s.emit(event)
	default:
		s.run(event)
	}
}

// afterEscape takes the byte after ESC.
func (s *sequences) afterEscape(c byte) {
	switch {
	case c == esc && !s.prefix:
		s.prefix = true
	case c == esc:
		s.emit([]byte{esc}) // the first of three ESCs
	case c == '[':
		s.state, s.seq = controlSequence, append(s.seq, c)
	case c == 'O':
		s.state, s.seq = single, append(s.seq, c)
	case c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X':
		s.state, s.seq, s.dropped = commandString, append(s.seq, c), 0
	case c == '\\' || s.raw: // a string's end without a start, or an unknown control
		s.end(false)
	case c >= 0xc2 && c <= 0xf4:
		s.emitPrefix()
		s.state, s.seq = character, append(s.seq, c)
	case c >= utf8.RuneSelf:
		s.emitPrefix()
		s.emit([]byte{esc})
		s.reset()
		s.next(c)
	default:
		s.emitPrefix()
		s.seq = append(s.seq, c)
		s.end(true)
	}
}

// afterSingle takes a byte after ESC O.
func (s *sequences) afterSingle(c byte) {
	switch {
	case c >= '0' && c <= '9': // some terminals write a key's modifiers here
		if len(s.seq) < longestSequence {
			s.seq = append(s.seq, c)
		}
	case c < ' ' || c > '~':
		s.breakOff(c)
	default:
		if s.seq = append(s.seq, c); c == 'F' || c == 'H' { // Bubble Tea knows end and home by another sequence
			s.seq[1] = '['
		}
		s.end(len(s.seq) == len("\x1bO")+1 && bytes.IndexByte([]byte("ABCDFHPQRS"), c) >= 0)
	}
}

// inControl takes a byte of a control sequence.
func (s *sequences) inControl(c byte) {
	empty := len(s.seq) == len("\x1b[")
	switch {
	case c < ' ' || c > '~': // the sequence is broken off
		s.breakOff(c)
		return
	case c == '[' && empty:
		s.state, s.seq = function, append(s.seq, c)
		return
	case c == 'M' && empty:
		s.state, s.seq = position, append(s.seq, c)
		return
	case len(s.seq) < longestSequence:
		s.seq = append(s.seq, c)
	}
	if c >= '@' || isRxvtHomeEnd(s.seq) {
		s.endControl()
	}
}

// endControl ends a control sequence.
func (s *sequences) endControl() {
	if string(s.seq) == pasteStart {
		s.emitPrefix()
		s.state, s.matched = pasting, 0
		return
	}
	s.end(s.isKeyOrMouse())
}

// isKeyOrMouse reports whether a control sequence is a key, or a mouse report that is
// wanted. The end of a paste without a start does not count. A modified F3 of xterm is
// not recognized, because it looks like a report of the cursor's position.
func (s *sequences) isKeyOrMouse() bool {
	n := len(s.seq)
	parameters, final := s.seq[2:n-1], s.seq[n-1]
	if len(parameters) > 0 && parameters[0] == '<' {
		return s.mouse && (final == 'M' || final == 'm') && bytes.Count(parameters, []byte{';'}) == 2 && isNumbers(parameters[1:])
	}
	if isRxvtHomeEnd(s.seq) {
		return true
	}
	if n == longestSequence || !isNumbers(parameters) || string(s.seq) == pasteEnd {
		return false
	}
	if bytes.IndexByte([]byte("abcd"), final) >= 0 {
		return len(parameters) == 0
	}
	return bytes.IndexByte([]byte("ABCDEFHPQSZ~^@"), final) >= 0
}

// isRxvtHomeEnd reports whether a sequence is home or end with shift, as sent by rxvt.
// These end with an intermediate byte.
func isRxvtHomeEnd(seq []byte) bool { return string(seq) == "\x1b[7$" || string(seq) == "\x1b[8$" }

// isNumbers reports whether parameters consist of numbers.
func isNumbers(parameters []byte) bool {
	for _, c := range parameters {
		if (c < '0' || c > '9') && c != ';' {
			return false
		}
	}
	return true
}
