package cli

import (
	"regexp"
	"strings"
	"testing"
)

// TestHistoryAsMarkdown checks that the Markdown names the database, and that its undo
// command works.
func TestHistoryAsMarkdown(t *testing.T) {
	db := small(t)
	runWith(t, "", "set", "orders.bulk=on", "files.previews=off", "--db", db, "--yes", "--actor", "alice", "--reason", "why | not").expect(t, 0, "*")
	runWith(t, "", "clear", "orders.beta", "--tenant", "acme", "--db", db, "--yes", "--actor", "bob").expect(t, 0, "*")
	r := runWith(t, "", "history", "--markdown", "--db", db)
	r.expect(t, 0, "*")
	for _, want := range []string{
		"(?s)^### .* UTC by `bob` on `flags.db`\n.*### .* UTC by `alice` on `flags.db`\n\nReason: `why \\| not`\n",
		"\n\\| `orders.beta` \\| `tenant:acme` \\| off \\| inherit \\|\n",
		"\n\\| `orders.bulk` \\| `system` \\| inherit \\| on \\|\n",
	} {
		if !regexp.MustCompile(want).MatchString(r.out) {
			t.Errorf("no %q in\n%s", want, r.out)
		}
	}
	undos := regexp.MustCompile("To undo it: `flagtui (undo [^`]+)`").FindAllStringSubmatch(r.out, -1)
	if len(undos) != 2 {
		t.Fatalf("%d ways to undo in\n%s", len(undos), r.out)
	}
	runWith(t, "", append(strings.Fields(undos[1][1]), "--db", db, "--yes")...).expect(t, 0, "*")
	runWith(t, "", "test", "orders.bulk", "--db", db).expect(t, exitNegative, "")

	config := writeFile(t, "contexts:\n  prod: {db: \""+db+"\"}\n")
	r = runWith(t, "", "history", "--markdown", "--limit", "1", "--config", config, "--context", "prod")
	r.expect(t, 0, "*", "the list ends after 1 change, because of --limit")
	if !strings.Contains(r.out, " on `prod`\n") || strings.Count(r.out, "### ") != 1 {
		t.Errorf("in a context:\n%s", r.out)
	}
	runWith(t, "", "history", "--markdown", "--json", "--db", db).expect(t, exitUsage, "", `"code":"usage"`, "--markdown and --json")
	runWith(t, "", "history", "nope", "--markdown", "--db", db).expect(t, 0, "", "no changes are recorded")
}

// TestAuditTrailAsMarkdown checks that changes of the app have no undo command in
// Markdown.
func TestAuditTrailAsMarkdown(t *testing.T) {
	db, _ := newDatabase(t, `DROP TABLE flagtui_change`,
		`INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, user_id, changes, created_at) VALUES
			('a1', 'FeatureFlagOverride', '1', 'created', 'carol', '[{"field":"scope","new":"system"},{"field":"scope_id","new":""},{"field":"name","new":"a"},{"field":"enabled","new":true}]', '2026-03-01 02:51:00'),
			('a2', 'FeatureFlagOverride', '1', 'updated', 'carol', '[{"field":"enabled","old":true,"new":false}]', '2026-03-01 02:52:00')`)
	r := runWith(t, "", "history", "--markdown", "--db", db)
	r.expect(t, 0, "*", "flagtui init")
	if strings.Count(r.out, "by `carol` in the app, on `flags.db`\n") != 2 || strings.Contains(r.out, "undo") || !strings.Contains(r.out, "| `a` | `system` | on | off |") {
		t.Errorf("the trail is\n%s", r.out)
	}
}
