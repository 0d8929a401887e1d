package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dashboard is flagtui's in a terminal, on a place.
type dashboard struct {
	*terminal
	at   *place
	foot *regexp.Regexp // which row the cursor is on
	rows int            // how many the list shows

	page, complete, counted float64 // ms from the start until these were seen
}

var (
	readAt    = regexp.MustCompile(`\bread \d\d:\d\d:\d\d\b`)
	anyTenant = regexp.MustCompile(`(?m)^.*Tenant tenant-\d+\b`)
	counts    = regexp.MustCompile(`\b\d+ (on|off)\b`)
	busy      = regexp.MustCompile(`\b(Reading|Saving|Loading|Searching)\b`)
	flagRow   = regexp.MustCompile(`(?m)^(> |  )flag\d+\.enabled .*$`)
)

// footPattern is how the status line tells the cursor's row, of so many.
const footPattern = `\b(\d+)/%d\b`

// open starts the dashboard and waits until all is there.
func (b *bench) open(at *place, size size, wrapper ...string) (*dashboard, error) {
	command := append(wrapper, b.program, "--db", at.db, "--actor", "alice@ops1", "--timeout", patience.String())
	t, err := start(b.ctx, size, b.env, command)
	if err != nil {
		return nil, err
	}
	d := &dashboard{terminal: t, at: at, foot: regexp.MustCompile(fmt.Sprintf(footPattern, at.flags))}
	for _, step := range []struct {
		what string
		seen func(string) bool
		took *float64
	}{
		{firstPage, func(s string) bool { return len(listed(s)) > size.rows/2 }, &d.page},
		{firstScreen, d.isComplete, &d.complete},
		{countsShown, func(s string) bool { return d.isComplete(s) && counts.MatchString(s) }, &d.counted},
	} {
		shown, err := t.await(step.what, step.seen)
		if err != nil {
			t.kill()
			return nil, err
		}
		*step.took = milliseconds(shown.Sub(t.began))
	}
	d.rows = len(listed(t.screen.String()))
	return d, nil
}

// listed are the rows of the list of flags.
func listed(screen string) []string { return flagRow.FindAllString(screen, -1) }

// isComplete tells whether every flag has been read and the list is shown.
func (d *dashboard) isComplete(screen string) bool {
	return strings.Contains(screen, fmt.Sprintf(" %d flags", d.at.flags)) && len(listed(screen)) > 0 &&
		readAt.MatchString(screen) && !busy.MatchString(screen)
}

// position is the row that the cursor is on, as the status line tells.
func (d *dashboard) position(screen string) int {
	found := d.foot.FindStringSubmatch(screen)
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(found[1])
	return n
}

// isAt waits for the cursor on a row of the list.
func (d *dashboard) isAt(row int) func(string) bool {
	return func(screen string) bool { return d.position(screen) == row }
}

// moves presses j until the cursor has gone down by n rows, from the last
// one shown on.
func (d *dashboard) moves(n int) (*effects, error) {
	at := d.position(d.screen.String())
	if edge := min(d.rows, d.at.flags-1) - at; edge > 0 {
		if _, err := d.press("to the edge", strings.Repeat("j", edge), d.isAt(at+edge)); err != nil {
			return nil, err
		}
		at += edge
	}
	all := &effects{}
	for range min(n, d.at.flags-at) {
		at++
		if err := all.add(d.press(cursorMove, "j", d.isAt(at))); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// types types a text, key by key, into a field that shows it behind a label,
// and then erases it where that is asked for. It waits for what each key
// brings.
func (d *dashboard) types(what, label, text string, erase bool) (*effects, error) {
	all := &effects{}
	step := func(key, typed, other string) error {
		return all.add(d.press(what, key, func(screen string) bool {
			return strings.Contains(screen, label+typed) && (other == "" || !strings.Contains(screen, label+typed+other)) && !busy.MatchString(screen)
		}))
	}
	for i := range text {
		if err := step(text[i:i+1], text[:i+1], ""); err != nil {
			return nil, err
		}
	}
	for i := len(text) - 1; erase && i > 0; i-- {
		if err := step("\x7f", text[:i], text[i:i+1]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// effects are those of keys of one kind.
type effects struct{ ms, bytes sample }

func (e *effects) add(one effect, err error) error {
	e.ms, e.bytes = append(e.ms, one.ms), append(e.bytes, one.bytes)
	return err
}

// ticks is how many a second the kernel counts CPU time in.
const ticks = 100

// cpu is how much CPU time the program has used.
func (t *terminal) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", t.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	return cpuOf(string(text))
}

// cpuOf reads the CPU time, the user's and the system's, from /proc/PID/stat.
func cpuOf(stat string) (time.Duration, error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:]) // the program's name may hold spaces, and more
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/PID/stat is %q", stat)
	}
	user, errUser := strconv.Atoi(fields[11])
	system, errSystem := strconv.Atoi(fields[12])
	if errUser != nil || errSystem != nil {
		return 0, fmt.Errorf("/proc/PID/stat is %q", stat)
	}
	return time.Duration(user+system) * time.Second / ticks, nil
}

// peak is the most memory that the program has had, in MB.
func (t *terminal) peak() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", t.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	return peakOf(string(text))
}

// peakOf reads the peak of resident memory, in MB, from /proc/PID/status.
func peakOf(status string) (float64, error) {
	_, rest, _ := strings.Cut(status, "VmHWM:")
	var kilobytes float64
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		return 0, fmt.Errorf("/proc/PID/status has no VmHWM: %w", err)
	}
	return kilobytes / 1024, nil
}
