package flagtui_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui"
)

func TestScopeStrings(t *testing.T) {
	for want, scope := range map[string]flagtui.AnyScope{
		"system":        flagtui.System,
		"tenant:Acme ":  flagtui.Tenant("Acme "),
		"project:12":    flagtui.Project(12),
		"project:intro": flagtui.ProjectSlug("intro"),
		"section:-1":    flagtui.Section(-1),
		"section:s1":    flagtui.SectionSlug("s1"),
		"workspace:7":   flagtui.Scope("workspace", "7"),
	} {
		if got := scope.String(); got != want {
			t.Errorf("%#v: %q, want %q", scope, got, want)
		}
	}
}

// compilerKinds are interfaces as "flagtui generate go" writes them. The first is for
// scopes of a project or a section.
type (
	projectOrSection interface {
		NotSystem()
		NotTenant()
		NotOther1()
	}
	systemOrTenant interface {
		NotProject()
		NotSection()
		NotOther1()
	}
)

func TestCompilerTellsKindsApart(t *testing.T) {
	for _, test := range []struct {
		scope              flagtui.AnyScope
		torus, simpleTable bool
	}{
		{flagtui.System, false, true},
		{flagtui.Tenant("acme"), false, true},
		{flagtui.Project(12), true, false},
		{flagtui.Section(12), true, false},
		{flagtui.Scope("project", "12"), false, false},
	} {
		if _, got := test.scope.(projectOrSection); got != test.torus {
			t.Errorf("%v is a project or a section for the compiler: %v", test.scope, got)
		}
		if _, got := test.scope.(systemOrTenant); got != test.simpleTable {
			t.Errorf("%v is the system or a tenant for the compiler: %v", test.scope, got)
		}
	}
}

// TestNames: a user or a group of django-waffle has an id and a name, and both are the
// same scope. A name that nobody has is no scope, and writes nothing to the log.
func TestNames(t *testing.T) {
	var log strings.Builder
	client := open(t, newWaffle(t), flagtui.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	if _, err := client.Enable(t.Context(), "search", flagtui.Scope("user", "ann"), flagtui.By("alice")); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"ann", "1"} {
		if got := client.Evaluate("search", flagtui.Scope("user", id)); !got.Enabled || got.Source != "user" {
			t.Errorf("%+v", got)
		}
	}
	for _, id := range []string{"bob", "2"} {
		if got := client.Evaluate("search", flagtui.Scope("user", id)); got.Enabled || got.Err() != nil {
			t.Errorf("%+v", got)
		}
	}
	if got := client.Evaluate("search", flagtui.Scope("user", "nobody")); got.Reason != flagtui.ReasonInvalidScope {
		t.Errorf("%+v", got)
	}
	if err := client.Refresh(t.Context()); err != nil || log.Len() > 0 {
		t.Errorf("%v; the log has %s", err, &log)
	}
}

// newWaffle returns the path of a database of django-waffle with a flag and two users.
func newWaffle(t *testing.T) string {
	t.Helper()
	ddl, err := os.ReadFile("internal/data/testdata/waffle.sqlite.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "app.db")
	db := raw(t, "sqlite", path)
	run(t, db, string(ddl), `INSERT INTO auth_user (username, email) VALUES ('ann', 'ann@example.org'), ('bob', 'bob@example.org')`,
		`INSERT INTO waffle_flag (name, testing, superusers, staff, authenticated, languages, rollout, note, created, modified) VALUES ('search', FALSE, FALSE, FALSE, FALSE, '', FALSE, '', '2026-01-01', '2026-01-01')`)
	return path
}
