package data

import (
	"os"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// stressLayouts are the layouts of TestStressOfLayouts, by name. A nil config leaves it
// to flagtui to know the tables.
var stressLayouts = map[string]struct {
	ddl    func(t *testing.T, dialect string) string
	seed   string // rows that are there at the start
	tables []string
	config *layout.Config
	number bool // the ids of scopes are numbers
}{
	"FunWithFlags": {
		ddl: func(t *testing.T, dialect string) string { return testdata(t, "fun_with_flags."+dialect+".sql") },
		seed: `INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled) VALUES ('flag.0', 'boolean', '_fwf_none', TRUE), ('flag.0', 'percentage', 'actors/0.5', FALSE),
			('flag.1', 'group', 'staff', TRUE), ('flag.2', 'actor', 'actor1', FALSE), ('flag.3', 'actor', 'actor2', TRUE), ('flag.3', 'percentage', 'time/0.25', TRUE)`,
		tables: []string{"fun_with_flags_toggles"},
	},
	"Flipper": {
		ddl: func(t *testing.T, dialect string) string { return testdata(t, "flipper."+dialect+".sql") },
		seed: `INSERT INTO flipper_features (key, created_at, updated_at) VALUES ('flag.0', '2026-01-02 03:04:05.678901', '2026-01-02 03:04:05.678901'), ('flag.1', '2026-01-02 03:04:05', '2026-01-02 03:04:05');
			INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) SELECT g.f, g.k, g.v, n.created_at, n.created_at FROM flipper_features n, (SELECT 'flag.0' AS f, 'boolean' AS k, 'true' AS v
				UNION SELECT 'flag.0', 'percentage_of_actors', '25' UNION SELECT 'flag.1', 'groups', 'staff' UNION SELECT 'flag.1', 'actors', 'actor1' UNION SELECT 'flag.1', 'actors', 'Account;12') g WHERE n.key = 'flag.0'`,
		tables: []string{"flipper_gates", "flipper_features"},
	},
	"django-waffle": {
		ddl: func(t *testing.T, dialect string) string { return testdata(t, "waffle."+dialect+".sql") },
		seed: `INSERT INTO auth_user (id, username, email) VALUES (1, 'a', ''), (2, 'b', ''), (3, 'c', ''), (4, 'd', '');
			INSERT INTO auth_group (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd');
			INSERT INTO waffle_flag (name, everyone, percent, testing, superusers, staff, authenticated, languages, rollout, note, created, modified)
			SELECT 'flag.' || v.column1, v.column2, v.column3, FALSE, TRUE, FALSE, FALSE, '', FALSE, 'it''s', '2020-01-02 03:04:05', '2020-01-02 03:04:05'
			FROM (VALUES (0, NULL, 25.5), (1, TRUE, NULL), (2, FALSE, NULL), (3, NULL, 0), (4, NULL, NULL), (5, NULL, NULL)) v;
			INSERT INTO waffle_switch (name, active, note, created, modified) VALUES ('flag.1', TRUE, '', '2020-01-02 03:04:05', '2020-01-02 03:04:05');
			INSERT INTO waffle_flag_users (flag_id, user_id) SELECT id, 2 FROM waffle_flag`,
		tables: []string{"waffle_flag", "waffle_switch", "waffle_flag_users", "waffle_flag_groups"},
		number: true,
	},
	"a described table": {
		ddl: func(_ *testing.T, dialect string) string {
			ddl := `CREATE TABLE feature_flags (id KEY, key TEXT NOT NULL, workspace TEXT, enabled BOOLEAN NOT NULL, note TEXT, updated_at TIMESTAMP, UNIQUE (key, workspace))`
			return strings.ReplaceAll(ddl, "KEY,", map[string]string{"sqlite": "INTEGER PRIMARY KEY,", "postgres": "SERIAL PRIMARY KEY,"}[dialect])
		},
		seed:   `INSERT INTO feature_flags (key, workspace, enabled, note) VALUES ('flag.0', NULL, TRUE, 'it''s'), ('flag.1', 'workspace1', FALSE, NULL), ('flag.2', 'workspace2', TRUE, 'x')`,
		tables: []string{"feature_flags"},
		config: &layout.Config{Table: &layout.TableConfig{Table: layout.TableName{Name: "feature_flags"}, Name: "key", Enabled: "enabled", Scope: layout.ScopeConfig{Kind: "workspace", Column: "workspace"},
			Update: []layout.Assignment{{Column: "updated_at", Value: layout.Value{Word: layout.Now}}}, Live: feature.LiveOnEveryCheck(), Without: feature.Off}},
	},
}

// testdata returns a file of testdata.
func testdata(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestStressOfLayouts: processes change the same rows at random, and are killed at
// random. Every change-set that was written is undone, from the newest to the oldest. Then
// every column of every row is as at the start.
func TestStressOfLayouts(t *testing.T) {
	for name, l := range stressLayouts {
		for dialect, open := range map[string]func(*testing.T, string) *place{"sqlite": newSQLite, "postgres": newPostgres} {
			t.Run(name+" "+dialect, func(t *testing.T) {
				t.Parallel()
				p := open(t, l.ddl(t, dialect))
				p.exec(l.seed)
				p.own(journalTable)
				start := p.everything(l.tables...)
				said := p.stressed(100, name)
				changes := p.changes()
				for id, n := range said {
					if got := p.rows(`SELECT COUNT(*) FROM flagtui_change WHERE change = '` + id + `'`); got != n {
						t.Errorf("%s: a worker has written %s changes, recorded are %s", id, n, got)
					}
				}
				undoAll(t, p.open(func(o *Options) { o.Layout = l.config }), changes)
				wantSame(t, "after undoing everything", p.everything(l.tables...), start)
			})
		}
	}
}

// changes are the ids of the journal's change-sets, the newest first.
func (p *place) changes() []string {
	return strings.Fields(p.rows(`SELECT change FROM flagtui_change GROUP BY change ORDER BY MAX(id) DESC`))
}

// undoAll undoes change-sets, one after the other.
func undoAll(t *testing.T, s Store, changes []string) {
	t.Helper()
	for _, id := range changes {
		if _, err := s.Undo(t.Context(), id, feature.ChangeSet{Actor: "undoer"}); err != nil {
			t.Fatalf("undo %s: %v", id, err)
		}
	}
}

// onLibrary runs a test on a library's own tables and the journal, on each database.
// library is the name of its files in testdata.
func onLibrary(t *testing.T, library string, test func(t *testing.T, p *place)) {
	for dialect, open := range map[string]func(*testing.T, string) *place{"sqlite": newSQLite, "postgres": newPostgres} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			p := open(t, testdata(t, library+"."+dialect+".sql"))
			p.own(journalTable)
			test(t, p)
		})
	}
}
