package data

import (
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// needing returns a trigger that evaluates an expression.
func needing(pg bool, expression string) string {
	if pg {
		return `CREATE FUNCTION app_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM ` + expression + `; RETURN NEW; END $$;
			CREATE TRIGGER app_trigger BEFORE UPDATE ON feature_flags_override FOR EACH ROW EXECUTE FUNCTION app_trigger()`
	}
	return `CREATE TRIGGER app_trigger AFTER UPDATE ON feature_flags_override BEGIN SELECT ` + expression + `; END`
}

// The error names a missing function or collation that the app's triggers need. Nothing
// is written.
func TestWhatTheAppsTriggersNeed(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, p *place, missing string, names ...string) {
		t.Helper()
		p.override("system", "", "a.b", true)
		s := p.open()
		p.exec(needing(p.pg, missing))
		_, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.On, feature.Off))
		wantProblem(t, err, feature.ErrRefused, names...)
		if hint := feature.Hint(err); strings.Contains(hint, "the table changed under flagtui") {
			t.Error(hint)
		}
		if got := strings.ToLower(p.rows(`SELECT enabled FROM feature_flags_override`)); got != "1" && got != "true" {
			t.Errorf("enabled is %s", got)
		}
	}
	for name, missing := range map[string]string{"app_audit": "app_audit(1)", "app_queue": "(SELECT 1 FROM app_queue)"} {
		t.Run("sqlite "+name, func(t *testing.T) {
			p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
			check(t, p, missing, name, "the application's own", "nothing was written")
		})
		t.Run("postgres "+name, func(t *testing.T) {
			p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
			check(t, p, missing, name, "a function or trigger of the database failed, in PL/pgSQL function app_trigger()")
		})
	}
}

// Only the app's own connections have some collations and functions.
func TestCollationOfTheApp(t *testing.T) {
	t.Parallel()
	s := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable)).open().(*sqlStore)
	for text, want := range map[string]string{
		`SELECT 1 FROM feature_flags_override ORDER BY name COLLATE app_order`: "the collation app_order",
		`SELECT app_audit(name) FROM feature_flags_override`:                   "the function app_audit",
		`SELECT 1 FROM feature_flags_override_old`:                             "the table feature_flags_override_old",
	} {
		_, err := s.Pool.Exec(text)
		wantProblem(t, s.Explain(err), feature.ErrRefused, "the application's own tables need "+want)
	}
	for _, text := range []string{`SELECT 1 FROM main.flagtui_change`, `SELECT none FROM feature_flags_override`} {
		_, err := s.Pool.Exec(text)
		wantProblem(t, s.Explain(err), nil, "the table changed under flagtui")
	}
}
