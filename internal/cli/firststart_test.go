package cli

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/views"
)

// TestFirstStart checks that the dashboard prints a first page if no database is named.
// Without a terminal it prints an error with the same exit code.
func TestFirstStart(t *testing.T) {
	p := startIn(t, nil)
	if code := p.ends(patience); code != exitUsage {
		t.Errorf("the exit code is %d", code)
	}
	for _, want := range []string{"No database was named.", "flagtui demo", "flagtui --db postgres://USER@HOST/DATABASE", ".config/flagtui/config.yaml"} {
		p.waitFor(regexp.QuoteMeta(want))
	}
	if strings.Contains(p.written(), "\x1b[?1049h") {
		t.Error("the page is gone when the program has ended")
	}
	config := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(config, []byte("contexts:\n  prod: {db: \"postgres://app:s3cret@db1/app\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p = startIn(t, []string{"--config", config})
	p.ends(patience)
	p.waitFor("flagtui --context prod")
	if text := ansi.Strip(p.written()); !strings.Contains(text, "flagtui --context prod") || strings.Contains(text, "s3cret") {
		t.Errorf("the contexts are shown as %q", text)
	}
	p = startIn(t, []string{"--json"})
	if code := p.ends(patience); code != exitUsage {
		t.Errorf("the exit code is %d", code)
	}
	p.waitFor(`"message":"no database was given"`)
}

// TestFirstStepsExist checks that each command and flag on the first page exists.
func TestFirstStepsExist(t *testing.T) {
	command := regexp.MustCompile(`^  flagtui (\S+)(.*)`)
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, out: bufio.NewWriter(os.Stderr)}
	root := a.rootCommand()
	checked := 0
	for _, line := range views.FirstStart(views.NewTheme(true, false), []views.ContextInfo{{Name: "prod"}}, "config.yaml", 100) {
		m := command.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		checked++
		found, _, err := root.Find(strings.Fields(m[1]))
		if name, isFlag := strings.CutPrefix(m[1], "--"); isFlag && root.PersistentFlags().Lookup(name) == nil || !isFlag && (err != nil || found == root) {
			t.Errorf("flagtui %s does not exist (%v)", m[1], err)
		}
	}
	if checked < 4 {
		t.Errorf("the page names %d commands", checked)
	}
}
