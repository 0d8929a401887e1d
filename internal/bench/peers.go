package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// peer is a program that shows the rows of a dataset in a terminal.
type peer struct {
	name    string
	program string
	reads   string
	// args are the arguments for a shell, where $db is the SQLite file, and $list is the
	// file that holds the output of "flagtui list".
	args   string
	down   string // the key that moves to the next row
	loaded string // what the screen shows once all rows are read; %d is their number
}

// allPeers returns flagtui and the programs that it is compared with. All show the same
// rows in the same order.
func (b *bench) allPeers() []peer {
	return []peer{
		{"flagtui", b.program, "the tables", `--db "$db"`, "j", "[1 All %d]"},
		{"VisiData", "vd", "the table flagtui_definition", `+:flagtui_definition:: "$db"`, "j", "%d rows"},
		{"fzf", "fzf", "the printed list", `--layout=reverse <"$list"`, "\x1b[B", "%[1]d/%[1]d"},
		{"less", "less", "the printed list", `-S "$list"`, "j", ""},
	}
}

// peerSession holds what was measured of a peer.
type peerSession struct {
	peer
	version string
	start   sample
	moves   effects
	memory  float64 // the peak
}

// measurePeers measures flagtui beside the peers that are installed, on a SQLite
// database. It returns a table, and names the peers that are not installed.
func (b *bench) measurePeers(db *database) (string, error) {
	b.progress("other programs")
	list, err := exec.CommandContext(b.ctx, b.program, "list", "--db", db.url).Output()
	if err == nil {
		err = os.WriteFile(db.url+".list", list, 0o600)
	}
	if err != nil {
		return "", err
	}
	var sessions []*peerSession
	var missing []string
	for _, p := range b.allPeers() {
		if p.program, err = exec.LookPath(p.program); err != nil {
			missing = append(missing, p.name)
			continue
		}
		sessions = append(sessions, &peerSession{peer: p, version: programVersion(b.ctx, p.program, "--version")})
	}
	for i := range b.runs + 1 { // the programs start in turn; the first start of each is discarded
		for _, s := range sessions {
			t, ms, err := b.startPeer(s, db)
			if err != nil {
				return "", err
			}
			t.kill()
			if i > 0 {
				s.start = append(s.start, ms)
			}
		}
	}
	for _, s := range sessions {
		if err := b.measureMoves(s, db); err != nil {
			return "", err
		}
	}
	return peerTable(sessions, missing), nil
}

// startPeer starts a peer, and returns the time until its rows fill the screen and all
// rows are read.
func (b *bench) startPeer(s *peerSession, db *database) (*terminal, float64, error) {
	loaded := ""
	if s.loaded != "" {
		loaded = fmt.Sprintf(s.loaded, db.flags)
	}
	env := append(b.env[:len(b.env):len(b.env)], "db="+db.url, "list="+db.url+".list")
	t, err := start(b.ctx, defaultSize, env, []string{"sh", "-c", `exec "$0" ` + s.args, s.program})
	if err != nil {
		return nil, 0, err
	}
	at, err := t.waitFor(s.name, func(screen string) bool {
		return len(shownFlags(screen)) >= min(defaultSize.rows/2, db.flags) && strings.Contains(screen, loaded)
	})
	if err != nil {
		t.kill()
	}
	return t, milliseconds(at.Sub(t.started)), err
}

// measureMoves measures moves down at the lower edge of the screen, each of which scrolls
// the rows, and then the peak of memory.
func (b *bench) measureMoves(s *peerSession, db *database) error {
	t, _, err := b.startPeer(s, db)
	if err != nil {
		return err
	}
	defer t.kill()
	last := func() int {
		shown := shownFlags(t.screen.String())
		if len(shown) == 0 {
			return 0
		}
		return shown[len(shown)-1]
	}
	t.waitUntilQuiet(20 * quietPeriod)
	first := last()
	for i := 0; i < 2*defaultSize.rows && last() == first; i++ {
		if _, err := t.master.WriteString(s.down); err != nil {
			return err
		}
		t.waitUntilQuiet(4 * quietPeriod)
	}
	at := last()
	for range min(maxMoves, 20*b.runs, db.flags-1-at) {
		at++
		if err := s.moves.add(t.press(s.name, s.down, func(string) bool { return last() == at })); err != nil {
			return err
		}
	}
	s.memory, err = t.peakMemory()
	return err
}

var shownFlag = regexp.MustCompile(`(?m)^.{0,4}flag(\d{6})\.enabled\b`)

// shownFlags returns the numbers of the flags whose rows a screen shows.
func shownFlags(screen string) []int {
	var shown []int
	for _, found := range shownFlag.FindAllStringSubmatch(screen, -1) {
		n, _ := strconv.Atoi(found[1])
		shown = append(shown, n)
	}
	return shown
}

// peerTable returns the measurements as a Markdown table.
func peerTable(sessions []*peerSession, missing []string) string {
	lines := [][]string{{"", "first screen", "next row, scrolled", "bytes", "peak memory", "reads"}}
	for _, s := range sessions {
		lines = append(lines, []string{strings.TrimSpace(s.name + " " + s.version), formatSample(s.start, ""), formatSample(s.moves.ms, ""), formatBytes(s.moves.bytes),
			formatNumber(s.memory) + " MB", s.reads})
	}
	text := markdown(lines, 1, 5)
	if len(missing) > 0 {
		text += fmt.Sprintf("\nNot installed: %s.\n", strings.Join(missing, ", "))
	}
	return text
}
