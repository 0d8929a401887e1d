package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

const (
	first  = "access.api_key_rotation" // the demo's first flag, on by default
	second = "access.audit_export"
)

// attributes matches every change of an attribute except the reset.
var attributes = regexp.MustCompile(`\x1b\[[0-9;:]*[1-9][0-9;:]*m`)

func TestDashboard(t *testing.T) {
	db := demoDB(t)
	p := dashboardOn(t, db)
	for _, text := range []string{first, "System (all tenants)", "demo.db", "writable", "All 63"} {
		if !strings.Contains(ansi.Strip(p.written()), text) {
			t.Errorf("the first screen does not say %q: %q", text, p.written())
		}
	}
	if !attributes.MatchString(p.written()) {
		t.Error("nothing is in colour")
	}

	p.send(" ")
	p.waitFor(`Change ` + first)
	p.insist("y", `"`+first+`" disabled · saved`)
	if got := override(t, openSQL(t, db), first); got != "0" {
		t.Errorf("the database says %q", got)
	}

	p.send("t")
	p.waitFor(`Acme`)
	p.send("\r")
	p.waitFor(`Tenant `)
	p.send("/invoice")
	p.waitFor(`\d of 62\b`) // one flag is not for tenants
	p.send("\x1b")
	p.waitFor(`\d/62\b`)
	p.send("\x1b")
	p.waitFor(`System \(all tenants\)`)
	p.send("q")
	if code := p.ends(patience); code != exitDone {
		t.Errorf("the exit code is %d", code)
	}
	p.restored()
}

// TestNothingIsAskedOfTheTerminal checks that flagtui sends the terminal no query. An
// answer may be missing, or come late and be taken for keys.
func TestNothingIsAskedOfTheTerminal(t *testing.T) {
	p := dashboardOn(t, demoDB(t))
	questions := regexp.MustCompile(`\x1b\](1[0-9]|4);[^\x07\x1b]*\?|\x1b\[\??[56]n|\x1b\[[>=]?[0-9]*c|\x1b\[\??[0-9;]*\$p|\x1bP[+$]q|\x1b\[1[48]t|\x1b\[\?u`)
	if asked := questions.FindString(p.written()); asked != "" {
		t.Errorf("the terminal was asked %q", asked)
	}
}

func TestWithoutAttributes(t *testing.T) {
	for name, option := range map[string]func(*setup){
		"NO_COLOR": env("NO_COLOR=1"), "vt100": env("TERM=vt100"),
	} {
		t.Run(name, func(t *testing.T) {
			p := dashboardOn(t, demoDB(t), option)
			p.send(" ")
			p.waitFor(`\(\*\) off`)
			p.insist("y", `disabled · saved`)
			p.send("j")
			p.waitFor(`2/63`)
			for _, keys := range []string{"t", "\x1b", "?", "\x1b", "/x", "\x1b", "oo"} {
				p.send(keys)
				p.waitUntilQuiet()
			}
			if found := attributes.FindString(p.written()); found != "" {
				t.Errorf("%q was written", found)
			}
		})
	}
}

// TestWithoutAScreen checks that flagtui prints only the list if there is no terminal to
// draw on.
func TestWithoutAScreen(t *testing.T) {
	db := demoDB(t)
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	want, err := exec.Command(program, "list", "--db", db).Output()
	if err != nil || bytes.Count(want, []byte("\n")) != 63 || bytes.ContainsAny(want, "\x1b\r") {
		t.Fatalf("the list is %q (%v)", want, err)
	}

	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p := startIn(t, []string{"--db", db}, stdout(file))
	p.ends(patience)
	if got, err := os.ReadFile(file.Name()); err != nil || !bytes.Equal(got, want) || p.output() != "" {
		t.Errorf("the file holds %q, the terminal %q (%v)", got, p.written(), err)
	}

	p = startIn(t, []string{"--db", db}, shell(`"$@" | cat`))
	p.ends(patience)
	p.waitUntilQuiet()
	if got := p.output(); got != string(want) {
		t.Errorf("the pipe got %q", got)
	}

	p = startIn(t, []string{"--db", db}, env("TERM=dumb"))
	p.ends(patience)
	p.waitUntilQuiet()
	if got := p.output(); got != string(want) {
		t.Errorf("a dumb terminal got %q", got)
	}
}

// TestPrintingCommands checks that commands print their output at once, and send the
// terminal no query. A library would wait five seconds for the answer.
func TestPrintingCommands(t *testing.T) {
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	db := demoDB(t)
	for _, args := range [][]string{{"version"}, {"--help"}, {"list", "--help"}, {"list", "--db", db, "-o", "csv", "--no-pager"}, {"list", "--db", "/nowhere/at/all.db"}} {
		t.Run(strings.Join(args[:min(2, len(args))], " "), func(t *testing.T) {
			want, _ := exec.Command(program, args...).CombinedOutput()
			began := time.Now()
			p := startIn(t, args)
			p.ends(patience)
			if took := time.Since(began); took > 4*time.Second {
				t.Errorf("it took %s", took)
			}
			p.waitUntilQuiet()
			if got := p.output(); got != string(want) || got == "" {
				t.Errorf("the terminal got %q, not %q", got, want)
			}
		})
	}
}

func TestResizing(t *testing.T) {
	p := dashboardOn(t, demoDB(t), size(120, 40))
	p.resize(40, 10)
	p.waitFor(`> access`)
	p.waitUntilQuiet()
	for line := range strings.Lines(readable(p.written()[p.from:])) {
		if width := ansi.StringWidth(strings.Trim(line, "\r\n")); width > 40 {
			t.Errorf("%d cells are written to a terminal of 40: %q", width, line)
		}
	}
	p.send("j")
	p.waitFor(`2/63`)
	p.resize(20, 5)
	p.waitFor(`Too small`)
	p.resize(120, 40)
	p.waitFor(`> ` + second + ` .*Let tenant administrat`)
}

// TestPaintingAnew checks that ctrl+l removes another program's output from the screen.
func TestPaintingAnew(t *testing.T) {
	p := dashboardOn(t, demoDB(t))
	p.send("\x0c")
	p.waitFor(`> ` + first + `(?s:.*)` + second)
	p.waitUntilQuiet()
	if strings.Count(p.written()[p.from:], first) != 1 {
		t.Errorf("%q was written", p.written()[p.from:])
	}
}

// mostBytes is the largest average number of bytes for one key. It keeps the dashboard
// usable on slow lines.
const mostBytes = 400

func TestBytesOfAKey(t *testing.T) {
	for _, test := range []struct {
		name string
		db   func(*testing.T) string
		rows int
	}{
		{"demo", demoDB, 63},
		{"10000 flags", func(t *testing.T) string { return manyDB(t, 10_000) }, 10_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := dashboardOn(t, test.db(t), size(200, 50))
			at := 1
			down := func(n int) func() {
				return func() {
					for range n {
						p.send("j")
						at++
						p.waitFor(fmt.Sprintf(`\b%d/%d\b`, at, test.rows))
					}
				}
			}
			if bytes := p.cost(down(30)); bytes/30 > mostBytes {
				t.Errorf("a step of the cursor costs %d bytes", bytes/30)
			}
			n := min(200, test.rows) - at
			if bytes := p.cost(down(n)); bytes/n > mostBytes {
				t.Errorf("a step costs %d bytes on average where the list scrolls", bytes/n)
			}
		})
	}
}

// TestQuiet checks that keys that change nothing write nothing, and neither does time. A
// key without effect shows a notice once.
func TestQuiet(t *testing.T) {
	p := dashboardOn(t, demoDB(t))
	p.send("k")
	p.send("\x1b[A")
	if !p.silent(time.Second) {
		t.Errorf("%q was written", p.written()[p.from:])
	}
	p.send("\t")
	p.waitFor(`tab does nothing here`)
	p.waitUntilQuiet()
	before := len(p.written())
	p.send("\t")
	if !p.silent(time.Second) || len(p.written()) > before {
		t.Errorf("%q was written", p.written()[before:])
	}
}
