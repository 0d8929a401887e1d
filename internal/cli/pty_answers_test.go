package cli

import (
	"testing"
	"time"
)

// TestAnswersOfTheTerminalAreNoKeys checks that late answers of the terminal to other
// programs are not taken for keys.
func TestAnswersOfTheTerminalAreNoKeys(t *testing.T) {
	p := dashboardOn(t, demoDB(t))
	for name, answer := range map[string]string{
		"the background colour":  "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
		"a colour, with BEL":     "\x1b]10;rgb:ffff/ffff/ffff\x07",
		"the version":            "\x1bP>|XTerm(390) t m\x1b\\",
		"the title":              "\x1b]lmy title y\x1b\\",
		"the cursor's position":  "\x1b[12;40R",
		"device attributes":      "\x1b[?65;1;9c\x1b[>41;390;0c",
		"the focus":              "\x1b[I\x1b[O",
		"a mode":                 "\x1b[?2026;2$y",
		"the size":               "\x1b[8;40;120t",
		"an unknown sequence":    "\x1b[?5;7x\x1bOy\x1b[;;;q",
		"a click, not asked for": "\x1b[<0;5;9M\x1b[<0;5;9m\x1b[M !!",
	} {
		for _, half := range []int{0, 1, 2, 3, len(answer) - 1} {
			p.send(answer[:half])
			p.send(answer[half:])
			if !p.silent(100 * time.Millisecond) {
				t.Errorf("%s, %d bytes first, does something: %q", name, half, p.written()[p.from:])
			}
		}
	}
	p.send("j")
	p.waitFor(`2/63`)
	p.send(" ")
	p.waitFor(`Change ` + second)
	p.waitUntilQuiet()
	time.Sleep(500 * time.Millisecond) // the screen accepts keys after this time
	p.send("\x1b")
	p.send("[C")
	p.waitFor(`\(\*\) off`)
	p.send("\x1b")
	p.waitFor(`access.magic_links`)
}
