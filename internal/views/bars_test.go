package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestGauge(t *testing.T) {
	unicode, ascii := NewTheme(true, false), NewTheme(true, true)
	for _, test := range []struct {
		part, total, width int
		want, wantASCII    string
	}{
		{0, 26, 8, "░░░░░░░░", "........"},
		{26, 26, 8, "████████", "########"},
		{13, 26, 8, "████░░░░", "####...."},
		{1, 10_000, 8, "▏░░░░░░░", "#......."},
		{9_999, 10_000, 8, "███████▉", "#######."},
		{23, 26, 23, "████████████████████▎░░", "####################..."},
		{0, 0, 8, "░░░░░░░░", "........"},
	} {
		filled, rest := unicode.gauge(test.part, test.total, test.width)
		if filled+rest != test.want {
			t.Errorf("%d of %d is drawn as %q, not %q", test.part, test.total, filled+rest, test.want)
		}
		filled, rest = ascii.gauge(test.part, test.total, test.width)
		if filled+rest != test.wantASCII {
			t.Errorf("%d of %d is drawn as %q, not %q", test.part, test.total, filled+rest, test.wantASCII)
		}
	}
	for width := 1; width < 40; width++ {
		for part := 0; part <= 60; part++ {
			for _, theme := range []Theme{unicode, ascii} {
				if filled, rest := theme.gauge(part, 60, width); ansi.StringWidth(filled+rest) != width {
					t.Errorf("%d of 60 is drawn as %q, in place of %d cells", part, filled+rest, width)
				}
			}
		}
	}
}

func TestSparkline(t *testing.T) {
	for _, test := range []struct {
		numbers         []int
		want, wantASCII string
	}{
		{[]int{0, 0, 0}, "▁▁▁", "___"},
		{[]int{0, 1, 7}, "▁▂█", "_.#"},
		{[]int{0, 1, 1}, "▁██", "_##"},
		{[]int{1, 2, 3, 4, 5, 6, 7, 0}, "▂▃▄▅▆▇█▁", ".:-=+*#_"},
		{[]int{1, 1_000_000}, "▂█", ".#"}, // a few are more than none
		{[]int{-1, -1, 0, 3}, "??▁█", "??_#"},
	} {
		if got := NewTheme(true, false).sparkline(test.numbers); got != test.want {
			t.Errorf("%v is drawn as %q, not %q", test.numbers, got, test.want)
		}
		if got := NewTheme(true, true).sparkline(test.numbers); got != test.wantASCII {
			t.Errorf("%v is drawn as %q, not %q", test.numbers, got, test.wantASCII)
		}
	}
}

func TestShortActor(t *testing.T) {
	for actor, want := range map[string]string{
		"alice@ops1": "alice", "flagtui:alice@ops1": "alice", "lena.vogt@quaywise.example": "lena.vogt", "deploy": "deploy", "": "",
		"@nobody": "@nobody", "flagtui:": "flagtui:",
	} {
		if got := shortActor(actor); got != want {
			t.Errorf("%q is shortened to %q, not %q", actor, got, want)
		}
	}
	if long := strings.Repeat("x", 300); shortActor(long) != long {
		t.Error("a name without a domain is shortened")
	}
}
