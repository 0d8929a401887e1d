package cli

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/manpage"
)

// TestManPages: groff prints the page of each command without a warning, and only
// flagtui(1) has the global options.
func TestManPages(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed")
	}
	var text strings.Builder
	check := func(cmd *cobra.Command) {
		page := manpage.Page(cmd, time.Now())
		text.WriteString(page)
		run := exec.Command(groff, "-k", "-man", "-Tutf8", "-ww", "-z")
		run.Stdin = strings.NewReader(page)
		if out, err := run.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", manpage.Name(cmd), err, out)
		}
		if has := strings.Contains(page, `\fB\-\-timeout\fP`); has == cmd.HasParent() {
			t.Errorf("%s has the global options: %v", manpage.Name(cmd), has)
		}
	}
	root := (&app{}).rootCommand()
	check(root)
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() {
			check(cmd)
		}
	}
	if strings.Count(text.String(), ".TH ") < 20 {
		t.Error("the test found too few commands")
	}
}
