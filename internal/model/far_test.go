package model

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/feature"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// farLayouts are databases of every layout, with overrides of two flags.
var farLayouts = []struct {
	name   string
	config *layout.Config
	ddl    string // a file in the testdata of package data, or SQL
	rows   string
	open   int64 // the most round trips for opening the database
}{
	{name: "simple_module", open: 1, ddl: "simple_module", rows: `
		INSERT INTO users_user (id, email) VALUES ('0b8f7a52-6d0e-4a53-9a6c-1f2a3b4c5d6e', 'dave@example.com'), ('7c9e6679-7425-40de-944b-e07fc1f90ae7', 'erin@example.com');
		INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active'), ('globex', 'globex', 'Globex', 'active'), ('initech', 'initech', 'Initech', 'active');
		INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_by) VALUES ('tenant', 'acme', 'a.b', TRUE, '0b8f7a52-6d0e-4a53-9a6c-1f2a3b4c5d6e'), ('tenant', 'globex', 'c.d', TRUE, NULL);
		INSERT INTO audit_log_audit_entry (id, user_id, entity_type, entity_id, action, changes) VALUES
			('f47ac10b-58cc-4372-a567-0e02b2c3d471', '7c9e6679-7425-40de-944b-e07fc1f90ae7', 'FeatureFlagOverride', '1', 'created', '[{"field": "scope", "new": "tenant"}, {"field": "scope_id", "new": "acme"}, {"field": "name", "new": "a.b"}, {"field": "enabled", "new": true}]'),
			('f47ac10b-58cc-4372-a567-0e02b2c3d472', '7c9e6679-7425-40de-944b-e07fc1f90ae7', 'FeatureFlagOverride', '99', 'created', '[{"field": "scope", "new": "tenant"}, {"field": "scope_id", "new": "initech"}, {"field": "name", "new": "a.b"}, {"field": "enabled", "new": true}]'),
			('f47ac10b-58cc-4372-a567-0e02b2c3d473', '7c9e6679-7425-40de-944b-e07fc1f90ae7', 'FeatureFlagOverride', '99', 'deleted', '[]');
		INSERT INTO flagtui_definition (name, scopes) VALUES ('a.b', ''), ('c.d', '')`},
	{name: "OLI Torus", open: 1, ddl: "torus", rows: `
		INSERT INTO projects (id, title, slug, status) VALUES (12, 'Chemistry', 'chem', 'active'), (13, 'Physics', 'phys', 'active');
		INSERT INTO sections (id, title, slug, type, status) VALUES (7, 'Chem 101', 'chem_101', 'enrollable', 'active');
		INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('a.b', 12, now(), now());
		INSERT INTO scoped_feature_flag_states (feature_name, section_id, inserted_at, updated_at) VALUES ('c.d', 7, now(), now());
		INSERT INTO audit_log_events (event_type, project_id, details, inserted_at) VALUES ('feature_flag_enabled', 12, '{"feature_name": "a.b"}', now());
		INSERT INTO flagtui_definition (name, scopes) VALUES ('a.b', 'project section'), ('c.d', 'project section')`},
	{name: "Flipper", open: 1, config: &layout.Config{Flipper: &layout.FlipperConfig{}}, ddl: "flipper", rows: `
		INSERT INTO flipper_features (key, created_at, updated_at) VALUES ('a.b', now(), now()), ('c.d', now(), now());
		INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) VALUES ('a.b', 'boolean', 'true', now(), now()), ('c.d', 'actors', 'Account;7', now(), now()), ('a.b', 'actors', 'Account;8', now(), now())`},
	{name: "FunWithFlags", open: 1, config: &layout.Config{FunWithFlags: &layout.FunWithFlagsConfig{}}, ddl: "fun_with_flags", rows: `
		INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled) VALUES ('a.b', 'boolean', '_fwf_none', TRUE), ('c.d', 'actor', 'account:7', TRUE), ('a.b', 'actor', 'account:8', TRUE)`},
	{name: "django-waffle", open: 2, config: &layout.Config{Waffle: &layout.WaffleConfig{}}, ddl: "waffle", rows: `
		INSERT INTO auth_user (id, username, email) VALUES (1, 'alice', 'alice@example.com'), (2, 'bob', '');
		INSERT INTO auth_group (id, name) VALUES (1, 'editors');
		INSERT INTO waffle_flag (id, name, everyone, testing, superusers, staff, authenticated, languages, rollout, note, created, modified) VALUES (1, 'a.b', NULL, FALSE, FALSE, FALSE, FALSE, '', FALSE, '', now(), now()), (2, 'c.d', NULL, FALSE, FALSE, FALSE, FALSE, '', FALSE, '', now(), now());
		INSERT INTO waffle_flag_users (flag_id, user_id) VALUES (1, 1), (2, 2)`},
	{name: "a described table", open: 2, config: &layout.Config{Table: &layout.TableConfig{Table: layout.TableName{Name: "flags"}, Name: "name", Enabled: "enabled", Live: feature.LiveAtRequest(), Without: feature.Inherit,
		Scope:   layout.ScopeConfig{KindColumn: "kind", IDColumn: "scope_id", System: "all"},
		Tenants: layout.TenantsConfig{Table: layout.TableName{Name: "accounts"}, ID: "id", Name: "title"}}},
		ddl: `CREATE TABLE flags (id serial PRIMARY KEY, name varchar(200) NOT NULL, enabled boolean NOT NULL, kind varchar(20) NOT NULL, scope_id varchar(64) NOT NULL DEFAULT '');
			CREATE TABLE accounts (id varchar(64) PRIMARY KEY, title varchar(200))`,
		rows: `INSERT INTO accounts VALUES ('acme', 'Acme'), ('globex', 'Globex');
			INSERT INTO flags (name, enabled, kind, scope_id) VALUES ('a.b', TRUE, 'all', ''), ('a.b', FALSE, 'tenant', 'acme'), ('c.d', TRUE, 'tenant', 'globex');
			INSERT INTO flagtui_definition (name, scopes) VALUES ('a.b', ''), ('c.d', '')`},
}

// openFar makes a database of a layout, and opens it behind a proxy.
func openFar(t *testing.T, ddl, rows string, config *layout.Config) (data.Store, *pgtest.Proxy) {
	t.Helper()
	options := makeFar(t, ddl, rows, config)
	var proxy *pgtest.Proxy
	proxy, options.URL = pgtest.NewProxy(t, options.URL)
	store, err := data.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store, proxy
}

// makeFar makes a database of a layout, and returns the options that open it.
func makeFar(t *testing.T, ddl, rows string, config *layout.Config) data.Options {
	t.Helper()
	url := pgtest.Database(t)
	raw, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if !strings.Contains(ddl, " ") {
		text, err := os.ReadFile("../data/testdata/" + ddl + ".postgres.sql")
		if err != nil {
			t.Fatal(err)
		}
		ddl = string(text)
	}
	if _, err := raw.Exec(ddl); err != nil {
		t.Fatal(err)
	}
	options := data.Options{URL: url, Layout: config, Timeout: time.Minute}
	plan, err := data.PlanInit(t.Context(), options)
	if err == nil {
		err = plan.Run(t.Context())
	}
	if err == nil {
		_, err = raw.Exec(rows)
	}
	if err != nil {
		t.Fatal(err)
	}
	return options
}

// farDash is a dashboard on a PostgreSQL server behind a proxy. arrived holds the round
// trips in sequence until the first reply of each type, and until the first flags.
type farDash struct {
	*dash
	proxy   *pgtest.Proxy
	arrived map[string]int64
}

// run runs a command after depth round trips. The commands of a batch run side by side,
// so their round trips do not add up.
func (f *farDash) run(cmd tea.Cmd, depth int64) {
	if cmd == nil {
		return
	}
	before := f.proxy.Trips()
	msg := cmd()
	depth += f.proxy.Trips() - before
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, each := range msg {
			f.run(each, depth)
		}
	default:
		f.arrive(strings.TrimPrefix(fmt.Sprintf("%T", msg), "model."), depth)
		_, next := f.m.Update(msg)
		f.m.View()
		if len(f.m.browse.Views()) > 0 {
			f.arrive("flags", depth)
		}
		f.run(next, depth)
	}
}

func (f *farDash) arrive(what string, depth int64) {
	if _, ok := f.arrived[what]; !ok {
		f.arrived[what] = depth
	}
}

// press presses a key.
func (f *farDash) press(key string) {
	f.arrived = map[string]int64{}
	msg := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(key)}
	switch kind, ok := special[key]; {
	case key == " ":
		msg.Type = tea.KeySpace
	case ok:
		msg = tea.KeyMsg{Type: kind}
	}
	_, cmd := f.m.Update(msg)
	f.m.View()
	f.run(cmd, 0)
}

// A user of a distant database waits for every round trip. Each screen shows its data
// after two at most, and a change is saved after four.
func TestRoundTripsOfTheScreens(t *testing.T) {
	for _, of := range farLayouts {
		t.Run(of.name, func(t *testing.T) {
			t.Parallel()
			store, proxy := openFar(t, of.ddl, of.rows, of.config)
			f := &farDash{proxy: proxy, arrived: map[string]int64{}, dash: start(t, unwatched{store}, func(o *Options) {
				if store.Info().Kinds.WithoutSystem() {
					o.Scope = feature.ScopeInfo{}
				}
			})}
			expect := func(what, reply string, most int64) {
				t.Helper()
				trips, ok := f.arrived[reply]
				t.Logf("%-20s %d", what, trips)
				if !ok || trips > most {
					t.Errorf("%s takes %d round trips (%v), want at most %d\n%s", what, trips, f.arrived, most, f.screen())
				}
			}
			f.run(f.m.Init(), proxy.Trips())
			expect("the first page", "flags", of.open+1)
			for _, step := range []struct {
				key, what, reply string
				most             int64
			}{
				{"r", "a refresh", "scopeLoaded", 1}, {"m", "the matrix", "layerRead", 2}, {"esc", "", "", 0}, {"h", "the history", "layerRead", 2}, {"esc", "", "", 0},
				{"t", "the picker", "layerRead", 1}, {"down", "", "", 0}, {"enter", "a scope", "scopeLoaded", 1},
				{"enter", "the details", "layerRead", 2}, {"h", "a flag's history", "layerRead", 2}, {"esc", "", "", 0}, {"esc", "", "", 0},
				{"h", "a scope's history", "layerRead", 2}, {"esc", "", "", 0}, {"s", "the order of changes", "recentLoaded", 2}, {" ", "", "", 0},
			} {
				if f.press(step.key); step.what != "" {
					expect(step.what, step.reply, step.most)
				}
			}
			for _, timer := range f.timers {
				f.update(timer(time.Time{})) // the change screen accepts keys
			}
			f.press("y")
			expect("a change", "proposalApplied", 4)
			f.press("h")
			f.press("enter")
			expect("a change-set", "layerRead", 2)
			f.press("esc")
			f.press("u")
			expect("the review of an undo", "reviewLoaded", 2)
		})
	}
}
