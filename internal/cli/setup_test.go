package cli

import (
	"strings"
	"testing"
)

// TestInitTriggers checks that a dry run prints the SQL of missing triggers.
func TestInitTriggers(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		initialize := func(args ...string) ran {
			return runWith(t, "", append([]string{"init", "--triggers", "--db", p.url}, args...)...)
		}
		if !p.pg {
			initialize("--yes").expect(t, 0, "", "everything is there already")
			return
		}
		initialize().expect(t, 7, "", "this would make flagtui_notify in ", ", schema ")
		initialize("--dry-run", "--json").expect(t, 0, `{"made":[]}`+"\n", "would make flagtui_notify")
		initialize("--read-only").expect(t, 5, "", "--read-only")
		dry := initialize("--dry-run")
		dry.expect(t, 0, "*", "nothing was written")
		if lines := strings.Split(strings.TrimSpace(dry.out), ";\n"); len(lines) != 9 || !strings.HasPrefix(lines[0], "CREATE OR REPLACE FUNCTION ") {
			t.Errorf("printed\n%s", dry.out)
		}
		initialize("--yes").expect(t, 0, "flagtui_notify\n")
		initialize("--yes").expect(t, 0, "", "everything is there already")
		p.exec(`DROP FUNCTION flagtui_notify CASCADE`, dry.out)
		initialize("--yes", "--json").expect(t, 0, `{"made":[]}`+"\n", "everything is there already")
	})
}
