package cli

import (
	"strings"
	"testing"
)

// TestKeysAndColoursOfOnesOwn checks that the dashboard has the keys and colours of the
// config file.
func TestKeysAndColoursOfOnesOwn(t *testing.T) {
	db := demoDB(t)
	config := writeFile(t, "keys: {change: [ctrl+t, space], details: d, down: [down, n]}\ntheme: {title: \"bright-magenta\", cursor: reverse}\n")
	p := startIn(t, []string{"--db", db, "--config", config})
	p.waitFor(`All 63`)
	p.waitFor(`ctrl\+t change  d details`)
	for _, attribute := range []string{"\x1b[95m", "\x1b[7m"} {
		if !strings.Contains(p.written(), attribute) {
			t.Errorf("nothing is painted by %q", attribute)
		}
	}
	p.send("n\x14")
	p.waitFor(`Change ` + second)
	p.send("\x1b")
	p.waitFor(`d details`)
	p.send("q")
	if code := p.ends(patience); code != exitDone {
		t.Errorf("the exit code is %d", code)
	}
}
