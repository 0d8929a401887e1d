package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dashboard is a running flagtui dashboard.
type dashboard struct {
	*terminal
	db           *database
	cursorStatus *regexp.Regexp // matches the cursor's row, at the foot of the screen
	rows         int            // number of rows in the list

	page, complete, counted float64 // ms from the start until shown
}

var (
	connected      = regexp.MustCompile(`● (live|polling|read)\b`)
	anyTenant      = regexp.MustCompile(`(?m)^.*Tenant tenant-\d+\b`)
	counts         = regexp.MustCompile(`\b\d+ (on|off)\b`)
	busy           = regexp.MustCompile(`\b(Reading|Saving|Loading|Searching)\b`)
	cursorFlag     = regexp.MustCompile(`(?m)^> (flag\d+\.enabled)`)
	flagRowPattern = regexp.MustCompile(`(?m)^(> |  )flag\d+\.enabled .*$`)
)

// cursorPattern matches the cursor's row, at the foot of the screen. Its argument is the
// number of rows.
const cursorPattern = `\b(\d+)/%d\b`

// open starts the dashboard. It waits until the list is complete and the overrides are
// counted.
func (b *bench) open(db *database, size size, wrapper ...string) (*dashboard, error) {
	t, err := start(b.ctx, size, b.env, append(wrapper, b.dashboardCommand(db)...))
	if err != nil {
		return nil, err
	}
	d := &dashboard{terminal: t, db: db, cursorStatus: regexp.MustCompile(fmt.Sprintf(cursorPattern, db.flags))}
	for _, step := range []struct {
		what string
		seen func(string) bool
		took *float64
	}{
		{firstPage, func(s string) bool { return len(flagRows(s)) > size.rows/2 }, &d.page},
		{firstScreen, d.isComplete, &d.complete},
		{countsShown, func(s string) bool { return d.isComplete(s) && counts.MatchString(s) }, &d.counted},
	} {
		shown, err := t.waitFor(step.what, step.seen)
		if err != nil {
			t.kill()
			return nil, err
		}
		*step.took = milliseconds(shown.Sub(t.started))
	}
	d.rows = len(flagRows(t.screen.String()))
	return d, nil
}

// dashboardCommand returns the command that starts a dashboard.
func (b *bench) dashboardCommand(db *database) []string {
	return []string{b.program, "--db", db.url, "--actor", "alice@ops1", "--timeout", timeout.String()}
}

// flagRows returns the lines of the screen that show a flag.
func flagRows(screen string) []string { return flagRowPattern.FindAllString(screen, -1) }

// isComplete reports whether the list is shown with every flag.
func (d *dashboard) isComplete(screen string) bool {
	return strings.Contains(screen, fmt.Sprintf("[1 All %d]", d.db.flags)) && len(flagRows(screen)) > 0 &&
		connected.MatchString(screen) && !busy.MatchString(screen)
}

// cursorRow returns the number of the cursor's row, or 0 if the screen does not show the
// number.
func (d *dashboard) cursorRow(screen string) int {
	found := d.cursorStatus.FindStringSubmatch(screen)
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(found[1])
	return n
}

// cursorAt returns a condition for waitFor that is true when the cursor is on the given
// row.
func (d *dashboard) cursorAt(row int) func(string) bool {
	return func(screen string) bool { return d.cursorRow(screen) == row }
}

// moveDown moves the cursor to the last row shown, and then presses j up to n
// times.
func (d *dashboard) moveDown(n int) (*effects, error) {
	at := d.cursorRow(d.screen.String())
	if edge := min(d.rows, d.db.flags-1) - at; edge > 0 {
		if _, err := d.press("to the edge", strings.Repeat("j", edge), d.cursorAt(at+edge)); err != nil {
			return nil, err
		}
		at += edge
	}
	all := &effects{}
	for range min(n, d.db.flags-at) {
		at++
		if err := all.add(d.press(cursorMove, "j", d.cursorAt(at))); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// typeText types text into a field. After each key it waits until the field shows the
// text so far. With erase, it then deletes all but the first character.
func (d *dashboard) typeText(what, label, text string, erase bool) (*effects, error) {
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

// effects holds the measured effects of one kind of key.
type effects struct{ ms, bytes sample }

func (e *effects) add(one effect, err error) error {
	e.ms, e.bytes = append(e.ms, one.ms), append(e.bytes, one.bytes)
	return err
}

// ticksPerSecond is the kernel's unit of CPU time in /proc.
const ticksPerSecond = 100

// cpuTime returns the CPU time used by the program.
func (t *terminal) cpuTime() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", t.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	p, err := parseProcess(string(text))
	return p.used, err
}

// process is a process as /proc/PID/stat describes it.
type process struct {
	pid, parent    int
	used, children time.Duration // CPU time, user and system, of the process and of its ended children
}

func parseProcess(stat string) (p process, err error) {
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:]) // a program's name may hold spaces and parentheses
	pid, _, _ := strings.Cut(stat, " ")
	fields = append([]string{pid}, fields...)
	var numbers [6]int
	for i, field := range []int{0, 2, 12, 13, 14, 15} {
		if field >= len(fields) {
			return p, fmt.Errorf("/proc/PID/stat is %q", stat)
		}
		if numbers[i], err = strconv.Atoi(fields[field]); err != nil {
			return p, fmt.Errorf("/proc/PID/stat is %q", stat)
		}
	}
	p.pid, p.parent = numbers[0], numbers[1]
	p.used = time.Duration(numbers[2]+numbers[3]) * time.Second / ticksPerSecond
	p.children = time.Duration(numbers[4]+numbers[5]) * time.Second / ticksPerSecond
	return p, nil
}

// peakMemory returns the program's peak of resident memory, in MB.
func (t *terminal) peakMemory() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", t.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	return parsePeakMemory(string(text))
}

// parsePeakMemory reads the peak of resident memory, in MB, from /proc/PID/status.
func parsePeakMemory(status string) (float64, error) { return parseMemory(status, "VmHWM:") }

// parseMemory reads a size, in MB, from /proc/PID/status.
func parseMemory(status, field string) (float64, error) {
	_, rest, _ := strings.Cut(status, field)
	var kilobytes float64
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		return 0, fmt.Errorf("/proc/PID/status has no %s %w", field, err)
	}
	return kilobytes / 1024, nil
}
