package cli

import (
	"encoding/base64"
	"strings"
	"testing"
)

// TestTheClipboardInTmux checks that tmux gets the clipboard sequence plain and wrapped.
func TestTheClipboardInTmux(t *testing.T) {
	for name, test := range map[string]struct {
		options []func(*setup)
		want    string
	}{
		"a terminal": {nil, "\x1b]52;c;NAME\a"},
		"tmux":       {[]func(*setup){env("TMUX=/tmp/tmux-0/default,1,0")}, "\x1b]52;c;NAME\a\x1bPtmux;\x1b\x1b]52;c;NAME\a\x1b\\"},
		"screen":     {[]func(*setup){env("TERM=screen-256color")}, "\x1bP\x1b]52;c;NAME\a\x1b\\"},
	} {
		t.Run(name, func(t *testing.T) {
			p := dashboardOn(t, demoDB(t), test.options...)
			p.send("y")
			if text := p.clipboard(); text != first {
				t.Errorf("%q was copied", text)
			}
			p.waitUntilQuiet()
			want := strings.ReplaceAll(test.want, "NAME", base64.StdEncoding.EncodeToString([]byte(first)))
			written := p.written()
			if !strings.Contains(written, want) || strings.Count(written, "]52;") != strings.Count(want, "]52;") {
				t.Errorf("%q was written", written[p.from:])
			}
		})
	}
}

// TestTheMouse checks that the mouse is enabled only with --mouse, and disabled at the
// end.
func TestTheMouse(t *testing.T) {
	const on, off = "\x1b[?1002h\x1b[?1006h", "\x1b[?1006l\x1b[?1002l"
	p := dashboardOn(t, demoDB(t))
	p.send("q")
	p.ends(patience)
	p.waitUntilQuiet()
	if strings.Contains(p.written(), "\x1b[?100") {
		t.Error("the mouse is asked for")
	}

	p = dashboardWith(t, "--db", demoDB(t), "--mouse")
	if strings.Count(p.written(), on) != 1 || strings.Contains(p.written(), off) {
		t.Errorf("the mouse is not asked for in %q", p.written())
	}
	p.send("\x1b[<0;5;7M\x1b[<0;5;7m")
	p.waitFor(`> ` + second)
	p.send("\x1b[<65;5;7M")
	p.waitFor(`5/63`)
	p.send("\x1b[<64;5;7M")
	p.waitFor(`2/63`)
	p.send(" ")
	p.waitFor(`Change ` + second)
	p.send("\x1b")
	p.waitFor(`enter details`)
	p.send("q")
	p.ends(patience)
	p.restored()
	if written := p.written(); !strings.Contains(written[strings.LastIndex(written, on):], off) {
		t.Errorf("the mouse is not given back in %q", written[p.from:])
	}
}

// TestKeysOfTheConfigFileInTheDashboard checks that screens and hints have the keys of
// the config file.
func TestKeysOfTheConfigFileInTheDashboard(t *testing.T) {
	config := writeFile(t, "keys: {change: f5, tenants: [N, f6], undo: ctrl+x}\n")
	p := dashboardWith(t, "--db", demoDB(t), "--config", config)
	for _, hint := range []string{"f5 change", "N tenants"} {
		if !p.seen(hint, 0) {
			t.Errorf("no hint says %q", hint)
		}
	}
	p.send(" t")
	p.waitFor(`t does nothing here`)
	p.send("\x1b[15~")
	p.waitFor(`Change ` + first)
	p.send("\x1b")
	p.waitFor(`N tenants`)
	p.send("\x1b[17~")
	p.waitFor(`Switch scope`)
	p.send("\x1b")
	p.waitFor(`1/63`)
	p.send("\x18")
	p.waitFor(`has no change of`)
}
