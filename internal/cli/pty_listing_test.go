package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// printed returns the lines that a command prints in a terminal.
func printed(t *testing.T, args []string, options ...func(*setup)) []string {
	t.Helper()
	p := startIn(t, args, options...)
	p.ends(patience)
	p.waitUntilQuiet()
	return strings.Split(strings.TrimSuffix(p.output(), "\n"), "\n")
}

// letters counts the visible characters of lines.
func letters(lines []string) int {
	return len(strings.Join(strings.Fields(ansi.Strip(strings.Join(lines, " "))), ""))
}

// TestListingAtATerminal checks that a list at a terminal has headings, colours, and
// lines that fit the width. With NO_COLOR, only the headings stay. --wide cuts nothing,
// and --no-pager starts no pager.
func TestListingAtATerminal(t *testing.T) {
	db := demoDB(t)
	for _, command := range []string{"list", "list --tenant acme --counts", "get api.graphql billing.new_invoice", "scopes", "overrides billing.new_invoice", "diff system tenant:acme", "history", "config", "config --keys", "doctor"} {
		args := append(strings.Fields(command), "--db", db, "--no-pager")
		var narrow int
		for _, width := range []uint16{60, 150} {
			lines := printed(t, args, size(width, 10))
			for _, line := range lines {
				fix := strings.Contains(line, "flagtui clear") || strings.Contains(line, "DELETE FROM") // a fix is not cut, because the user copies the line
				if got := ansi.StringWidth(line); got > int(width) && !fix && !strings.HasPrefix(line, "flagtui: ") {
					t.Errorf("%s at %d columns: %q has %d", command, width, line, got)
				}
			}
			if !strings.Contains(lines[0], "\x1b[") {
				t.Errorf("%s: the heading has no look: %q", command, lines[0])
			}
			if width == 60 {
				narrow = letters(lines)
			}
		}
		plain := printed(t, args, size(100, 10), env("NO_COLOR=1"))
		if text := strings.Join(plain, "\n"); strings.Contains(text, "\x1b") || ansi.Strip(printed(t, args, size(100, 10))[0]) != plain[0] {
			t.Errorf("%s with NO_COLOR: %q", command, text)
		}
		if wide := printed(t, append(args, "--wide"), size(60, 10)); letters(wide) < narrow || strings.Contains(strings.Join(wide, ""), "…") {
			t.Errorf("%s --wide prints less than everything: %q", command, wide)
		}
	}
	lines := printed(t, []string{"get", "billing.new_invoice", "--db", db}, size(100, 10))
	if want := "\x1b[2mFLAG\x1b[0m                 \x1b[2mSTATUS\x1b[0m       \x1b[2mSOURCE\x1b[0m           \x1b[2mDEFAULT\x1b[0m   \x1b[2mDESCRIPTION\x1b[0m"; lines[0] != want {
		t.Errorf("the headings are %q, not %q", lines[0], want)
	}
	if want := "billing.new_invoice  \x1b[32m[x] Enabled\x1b[0m  \x1b[36mOverride active\x1b[0m  \x1b[35mDisabled\x1b[0m  Produce invoices with the new engine i…"; lines[1] != want {
		t.Errorf("the row is %q, not %q", lines[1], want)
	}
}

// TestHistoryAtATerminal checks that a history in 80 columns shows the time, the actor,
// the scope and the change.
func TestHistoryAtATerminal(t *testing.T) {
	lines := printed(t, []string{"history", "--db", demoDB(t), "--no-pager"}, size(80, 40), env("NO_COLOR=1"))
	if got := strings.Join(strings.Fields(lines[0]), " "); got != "WHEN (UTC) WHO SCOPE FLAG CHANGE" {
		t.Errorf("the headings are %q", got)
	}
	if !strings.HasPrefix(lines[1], "2026-11-20 16:05  ") || !strings.Contains(lines[1], "  files.resumable_uploads ") || !strings.HasSuffix(lines[1], "  inherit → on") {
		t.Errorf("the newest change is %q", lines[1])
	}
}

// TestPager checks that a long output goes through PAGER, complete and in colour. A
// short output does not, nor any output with --no-pager or without a terminal.
func TestPager(t *testing.T) {
	db := demoDB(t)
	log := filepath.Join(t.TempDir(), "log")
	pager := env("PAGER=tee " + log)
	paged := func(args []string, options ...func(*setup)) string {
		t.Helper()
		os.Remove(log)
		printed(t, append(args, "--db", db), append(options, pager)...)
		text, err := os.ReadFile(log)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return string(text)
	}
	if text := paged([]string{"list"}, size(100, 63)); strings.Count(text, "\n") != 64 || !strings.Contains(text, "\x1b[32m[x] Enabled") {
		t.Errorf("the pager got %q", text)
	}
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	for what, text := range map[string]string{
		"a screen that is high enough": paged([]string{"list"}, size(100, 65)),
		"--no-pager":                   paged([]string{"list", "--no-pager"}, size(100, 10)),
		"a file":                       paged([]string{"list"}, size(100, 10), stdout(out)),
		"a pipe":                       paged([]string{"list"}, size(100, 10), shell(`"$@" | cat`)),
	} {
		if text != "" {
			t.Errorf("%s: the pager got %q", what, text)
		}
	}
	lines := printed(t, []string{"list", "--db", db}, size(100, 10), env("PAGER=/nowhere/at/all"), func(s *setup) { s.shell = `"$@"; echo "exit $?"` })
	if end := lines[len(lines)-1]; end != "exit 0" {
		t.Errorf("a pager that does not exist: %q", end)
	}
}

// TestPagerEndsEarly checks that leaving the pager early is not an error.
func TestPagerEndsEarly(t *testing.T) {
	db := manyDB(t, 5000)
	lines := printed(t, []string{"list", "--db", db}, size(100, 10), env("PAGER=head -n 2"), func(s *setup) { s.shell = `"$@"; echo "exit $?"` })
	if len(lines) != 3 || lines[2] != "exit 0" || !regexp.MustCompile(`^module00\.feature_00000\b`).MatchString(ansi.Strip(lines[1])) {
		t.Errorf("the terminal got %q", lines)
	}
}
