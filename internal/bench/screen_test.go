package main

import (
	"strings"
	"testing"
)

func TestScreen(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"text", "alpha\r\nbeta", "alpha|beta|||"},
		{"attributes", "\x1b[1;32malp\x1b[0m \x1b[38;5;1mbet\x1b[m", "alp bet||||"},
		{"a position", "\x1b[2;3Hx\x1b[Hy\x1b[5;8Hz", "y|  x|||       z"},
		{"moves", "\x1b[3;3Hab\x1b[A\x1b[2Dc\x1b[2B\x1b[Cd\x1b[2Ge\x1b[1df", "  f|  c|  ab| e  d|"},
		{"a wide character", "日本x\x1b[1;3Hy", "日yx||||"},
		{"a joined character", "e\u0301x", "ex||||"},
		{"the right margin", "abcdefghij", "abcdefgh|ij|||"},
		{"at the right margin", "abcdefgh\r\nx", "abcdefgh|x|||"},
		{"erasing a line", "abcdef\x1b[3D\x1b[K", "abc||||"},
		{"erasing its start", "abcdef\x1b[3D\x1b[1K", "    ef||||"},
		{"erasing it behind its end", "abcdefgh\x1b[K", "abcdefg||||"},
		{"erasing characters", "abcdef\x1b[1;2H\x1b[2X", "a  def||||"},
		{"erasing below", "ab\r\ncd\r\nef\x1b[2;2H\x1b[J", "ab|c|||"},
		{"erasing above", "ab\r\ncd\r\nef\x1b[2;1H\x1b[1J", "| d|ef||"},
		{"erasing all", "ab\r\ncd\x1b[2J", "||||"},
		{"deleting and inserting", "abcdef\x1b[1;2H\x1b[2P\x1b[@x", "axdef||||"},
		{"repeating", "a\x1b[3b", "aaaa||||"},
		{"scrolling at the end", "1\r\n2\r\n3\r\n4\r\n5\r\n6", "2|3|4|5|6"},
		{"a region", "1\r\n2\r\n3\r\n4\r\n5\x1b[2;4r\x1b[4H\n\x1b[r", "1|3|4||5"},
		{"a region, backwards", "1\r\n2\r\n3\r\n4\r\n5\x1b[2;4r\x1b[2H\x1bM\x1b[r", "1||2|3|5"},
		{"scrolling commands", "1\r\n2\r\n3\r\n4\r\n5\x1b[2S\x1b[T", "|3|4|5|"},
		{"lines", "1\r\n2\r\n3\r\n4\r\n5\x1b[2H\x1b[L\x1b[4H\x1b[M", "1||2|4|"},
		{"the other screen", "abc\x1b[?1049h\x1b[?25l\x1b[2;1Hx", "|x|||"},
		{"what is no text", "\x1b]0;a title\x07a\x1b[?2004hb\x1b[>1uc\x1b(Bd\x1b=e", "abcde||||"},
		{"saving the place", "ab\x1b7\x1b[5;5Hx\x1b8c", "abc||||    x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScreen(8, 5)
			for _, b := range []byte(test.text) { // byte by byte, the most torn way of arriving
				s.Write([]byte{b})
			}
			if got := strings.ReplaceAll(strings.TrimSuffix(s.String(), "\n"), "\n", "|"); got != test.want {
				t.Errorf("%q shows %q, not %q", test.text, got, test.want)
			}
		})
	}
}
