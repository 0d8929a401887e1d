package described_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

const (
	acme   = "0b8f7a52-6d0e-4a53-9a6c-1f2a3b4c5d6e"
	globex = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
)

// An id of a wrong form is unknown before any SQL; an id in another spelling is found.
func TestUUIDs(t *testing.T) {
	onEach(t, `CREATE TABLE "featureFlag" (id uuid PRIMARY KEY, key text, "workspaceId" uuid, value boolean, "updatedAt" timestamptz, UNIQUE (key, "workspaceId")); CREATE TABLE workspace (id uuid PRIMARY KEY, name text);
		INSERT INTO workspace VALUES ('`+acme+`', 'Acme'), ('`+globex+`', 'Globex'); INSERT INTO "featureFlag" VALUES ('`+acme+`', 'ai', '`+acme+`', TRUE, '2020-01-02 03:04:05+00'), ('`+globex+`', 'ai', '`+globex+`', TRUE, '2020-01-02 03:04:05+00')`, func(db *database) {
		store := db.open(`
table: featureFlag
name: key
enabled: value
scope: {workspace: workspaceId}
insert: {id: uuid, updatedAt: now}
update: {updatedAt: now}
tenants: {table: workspace, id: id, name: name}
without: off
live: restart`)
		kind := store.Info().Kinds.Of("workspace")
		if kind.Name != "workspace" || kind.Plural != "workspaces" || !kind.Listed {
			db.Errorf("%+v", kind)
		}
		for _, id := range []string{"xyz", acme[1:], "' OR 1 = 1 --"} {
			if _, err := store.Scope(db.Context(), at("workspace", id)); !errors.Is(err, feature.ErrUnknown) {
				db.Errorf("Scope %q: %v", id, err)
			}
			if _, err := store.Stored(db.Context(), at("workspace", id)); !errors.Is(err, feature.ErrUnknown) {
				db.Errorf("Stored at %q: %v", id, err)
			}
		}
		if info, err := store.Scope(db.Context(), at("workspace", strings.ToUpper(acme))); !db.sqlite && (err != nil || info.Scope.ID != acme || info.Name != "Acme") {
			db.Errorf("in capitals: %+v, %v", info, err)
		}
		db.mustSet(store, at("workspace", acme), "ai", feature.Off, 1)
		db.expect(`SELECT "workspaceId", value, CASE WHEN "updatedAt" > '2021-01-01' THEN 'now' ELSE 'then' END FROM "featureFlag" ORDER BY 1`, acme+"|0|now "+globex+"|1|then")
		if view := db.view(store, at("workspace", globex), "none"); !view.Is(false) {
			db.Errorf("a flag without a row is %s", view.Word())
		}
		page, err := store.Scopes(db.Context(), data.ScopeQuery{Kind: "workspace", Text: "GLOB", Limit: 5})
		if err != nil || len(page.Scopes) != 1 || page.Scopes[0].Name != "Globex" {
			db.Errorf("%+v, %v", page, err)
		}
	})
}

// A value that is neither on nor off is not a setting, and can be replaced.
func TestTextsInAnotherCase(t *testing.T) {
	onEach(t, `CREATE TABLE feature_flags (id bigserial PRIMARY KEY, name text UNIQUE, state varchar(10)); INSERT INTO feature_flags (name, state) VALUES ('a', 'enabled'), ('b', 'disabled'), ('c', 'ENABLED'), ('d', NULL), ('e', 'maybe')`, func(db *database) {
		store := db.open("{table: feature_flags, name: name, enabled: state, on: enabled, off: disabled, live: now}")
		for name, want := range map[string]string{"a": "on", "b": "off", "c": "depends", "d": "off", "e": "depends"} {
			if view := db.view(store, feature.SystemScope(), name); view.Word() != want {
				db.Errorf("%s is %s, want %s", name, view.Word(), want)
			}
		}
		if view := db.view(store, feature.SystemScope(), "c"); len(view.Depends) != 1 || !strings.Contains(view.Depends[0], `"ENABLED" in state`) {
			db.Errorf("c depends on %q", view.Depends)
		}
		var found, fixes []string
		err := store.CheckRows(db.Context(), func(data.Row) {}, func(a data.Anomaly) {
			if found = append(found, a.Text); a.Fix != "" {
				fixes = append(fixes, a.Fix)
			}
		})
		if err != nil || len(found) != 2 || len(fixes) != 1 || !strings.Contains(found[0], `state is "ENABLED"`) || !strings.Contains(found[1], `state is "maybe"`) {
			db.Fatalf("the doctor finds %q, with the fixes %q, %v", found, fixes, err)
		}
		db.exec(fixes[0])
		db.expect(`SELECT name, state FROM feature_flags WHERE name IN ('a', 'c') ORDER BY name`, "a|enabled c|enabled")
		db.exec(`UPDATE feature_flags SET state = 'ENABLED' WHERE name = 'c'`)
		db.mustSet(store, feature.SystemScope(), "c", feature.Off, 1)
		if applied, err := store.Kill(db.Context(), "e", feature.ChangeSet{Actor: "alice"}); err != nil || len(applied.Changed) != 1 {
			db.Errorf("a kill: %+v, %v", applied, err)
		}
		db.expect(`SELECT name, state FROM feature_flags WHERE name IN ('c', 'e') ORDER BY name`, "c|disabled e|disabled")
	})
}

// Columns that hold the kind of a scope and its id.
func TestKindsInAColumn(t *testing.T) {
	onEach(t, `CREATE TABLE overrides (id bigserial PRIMARY KEY, name text NOT NULL, scope_type text NOT NULL, scope_id text NOT NULL, enabled boolean NOT NULL, UNIQUE (name, scope_type, scope_id));
		INSERT INTO overrides (name, scope_type, scope_id, enabled) VALUES ('a', 'global', '', TRUE), ('a', 'Organization', '7', FALSE), ('a', 'user', 'ann', TRUE), ('a', 'App\Team', '7', TRUE), ('a', 'global', 'x', FALSE)`, func(db *database) {
		store := db.open(`{table: overrides, name: name, enabled: enabled, scope: {column: scope_type, id: scope_id, system: global, none: ""}, live: now}`)
		kinds := []string{}
		for _, kind := range store.Info().Kinds.Kinds() {
			kinds = append(kinds, string(kind))
		}
		if got := strings.Join(kinds, " "); got != "system organization user" {
			db.Errorf("the kinds are %s", got)
		}
		if left := store.Info().LeftOut; len(left) != 1 || !strings.Contains(left[0], `App\\Team`) {
			db.Errorf("left out: %q", left)
		}
		for scope, want := range map[feature.Scope]string{feature.SystemScope(): "on", at("organization", "7"): "off", at("organization", "8"): "on", at("user", "ann"): "on"} {
			if view := db.view(store, scope, "a"); view.Word() != want {
				db.Errorf("%s: %s, want %s", scope, view.Word(), want)
			}
		}
		impact, err := store.Impact(db.Context(), "a")
		if want := (feature.Count{On: 1, Off: 1}); err != nil || impact.Count != want || fmt.Sprint(impact.OnNames, impact.OffNames) != "[user ann] [organization 7]" {
			db.Errorf("the impact is %+v, %v, want %+v", impact, err, want)
		}
		db.mustSet(store, at("organization", "8"), "a", feature.Off, 1)
		db.mustSet(store, feature.SystemScope(), "b", feature.On, 1)
		db.expect(`SELECT name, scope_type, scope_id, enabled FROM overrides WHERE scope_id = '8' OR name = 'b' ORDER BY name`, "a|Organization|8|0 b|global||1")
		db.mustSet(store, feature.SystemScope(), "a", feature.Off, 1)
		db.expect(`SELECT scope_type, scope_id, enabled FROM overrides WHERE name = 'a' ORDER BY id`, `global||0 Organization|7|0 user|ann|1 App\Team|7|1 global|x|0 Organization|8|0`)
	})
}

// Two rows of one flag are shown, and never written.
func TestSeveralRowsOfAFlag(t *testing.T) {
	onEach(t, `CREATE TABLE feature_flags (id bigserial PRIMARY KEY, key text, enabled boolean); INSERT INTO feature_flags (key, enabled) VALUES ('a', TRUE), ('a', FALSE)`, func(db *database) {
		store := db.open(plainLayout)
		view := db.view(store, feature.SystemScope(), "a")
		if view.Word() != "depends" || view.Locked == "" {
			db.Errorf("a is %s, locked %q", view.Word(), view.Locked)
		}
		for _, to := range []feature.Setting{feature.On, feature.Off, feature.Inherit} {
			set := feature.ChangeSet{Actor: "alice", Changes: []feature.Change{{Scope: feature.SystemScope(), Name: "a", Before: feature.SettingOf(to != feature.On), After: to}}}
			if _, err := store.Apply(db.Context(), set); !errors.Is(err, feature.ErrRefused) && !errors.Is(err, feature.ErrConflict) {
				db.Errorf("%s: %v", to, err)
			}
		}
		db.expect(`SELECT id, enabled FROM feature_flags ORDER BY id`, "1|1 2|0")
		var found []string
		if err := store.CheckRows(db.Context(), func(data.Row) {}, func(a data.Anomaly) { found = append(found, a.Text) }); err != nil || len(found) != 1 || !strings.Contains(found[0], `several rows of "a"`) {
			db.Errorf("the doctor finds %q, %v", found, err)
		}
	})
}

// Names of tables and columns may need quotes, and may hold a question mark.
func TestNamesThatNeedQuotes(t *testing.T) {
	onEach(t, `CREATE TABLE "order" ("group" text PRIMARY KEY, "is it on?" boolean, "a ""b""" text, "select" text)`, func(db *database) {
		store := db.open(`
table: order
name: group
enabled: "is it on?"
scope: {tenant: select}
insert: {'a "b"': "now"}
live: now`)
		db.mustSet(store, at("tenant", "x?"), "what?", feature.On, 1)
		db.expect(`SELECT * FROM "order"`, "what?|1|now|x?")
		applied := db.mustSet(store, at("tenant", "x?"), "what?", feature.Off, 1)
		if _, err := store.Undo(db.Context(), applied.ID, feature.ChangeSet{Actor: "alice"}); err != nil {
			db.Fatal(err, feature.Hint(err))
		}
		db.expect(`SELECT * FROM "order"`, "what?|1|now|x?")
		if _, err := store.History(db.Context(), data.HistoryQuery{Limit: 5}); err != nil {
			db.Error(err)
		}
		if _, err := data.Inspect(db.Context(), db.options()); err != nil {
			db.Error(err)
		}
	})
}

// A journal that an earlier release made is too narrow for the names of some kinds.
func TestNarrowJournal(t *testing.T) {
	db := newPostgres(t)
	db.exec(`CREATE TABLE flags (key text, organization_id int, enabled boolean, PRIMARY KEY (key, organization_id))`)
	layout := "{table: flags, name: key, enabled: enabled, scope: {organization: organization_id}, live: now}"
	db.open(layout)
	db.exec(`ALTER TABLE flagtui_change ALTER COLUMN scope TYPE varchar(10), ALTER COLUMN scope_id TYPE varchar(64)`)
	store, err := data.Open(t.Context(), db.options())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, err := db.set(store, at("organization", "7"), "a", feature.On); !errors.Is(err, feature.ErrRefused) || !strings.Contains(err.Error(), "flagtui init widens it") {
		t.Error(err)
	}
	store = db.open(layout) // after init
	db.mustSet(store, at("organization", "7"), "a", feature.On, 1)
	db.expect(`SELECT scope, scope_id FROM flagtui_change`, "organization|7")
}

// A new row whose place is taken by a row that `where` leaves out is refused in words.
func TestRowThatIsLeftOutIsInTheWay(t *testing.T) {
	onEach(t, `CREATE TABLE feature_flags (id bigserial PRIMARY KEY, key text UNIQUE, enabled boolean NOT NULL, deleted_at timestamp); INSERT INTO feature_flags (key, enabled, deleted_at) VALUES ('a', TRUE, '2020-01-02 03:04:05')`, func(db *database) {
		store := db.open("{table: feature_flags, name: key, enabled: enabled, where: {deleted_at: null}, without: off, live: now}")
		if _, err := db.set(store, feature.SystemScope(), "a", feature.On); !errors.Is(err, feature.ErrConflict) || !strings.Contains(err.Error(), "`where` leaves it out") {
			db.Error(err)
		}
		db.expect(`SELECT id, enabled FROM feature_flags`, "1|1")
		db.expect(`SELECT COUNT(*) FROM flagtui_change`, "0")
	})
}
