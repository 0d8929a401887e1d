package described_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"flagtui/internal/feature"
)

// word returns a value of a row as text. A boolean is 1 or 0, as on SQLite.
func word(value any) string {
	switch value := value.(type) {
	case nil:
		return "NULL"
	case []byte:
		return string(value)
	case bool:
		if value {
			return "1"
		}
		return "0"
	case time.Time:
		return value.UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprint(value)
}

func at(kind feature.Kind, id string) feature.Scope { return feature.Scope{Kind: kind, ID: id} }

const plainLayout = "{table: feature_flags, name: key, enabled: enabled, live: now, without: off}"

// One column for the name and one for the value: each write is what an operator would
// type.
func TestWritesOnlyWhatTheLayoutNames(t *testing.T) {
	onEach(t, `CREATE TABLE feature_flags (id bigserial PRIMARY KEY, key varchar UNIQUE, enabled boolean DEFAULT false, note text DEFAULT 'untold');
		INSERT INTO feature_flags (id, key, enabled, note) VALUES (105, 'a', TRUE, 'x'), (106, 'b', FALSE, 'y')`, func(db *database) {
		store := db.open(plainLayout)
		if kinds := store.Info().Kinds.Kinds(); len(kinds) != 1 || kinds[0] != feature.System {
			db.Errorf("the kinds are %v", kinds)
		}
		const all = `SELECT CASE WHEN id > 100 THEN id END, key, enabled, note FROM feature_flags ORDER BY key`
		db.mustSet(store, feature.SystemScope(), "b", feature.On, 1)
		db.expect(all, "105|a|1|x 106|b|1|y")
		db.mustSet(store, feature.SystemScope(), "c", feature.On, 1)
		db.expect(`SELECT key, enabled, note FROM feature_flags WHERE key = 'c'`, "c|1|untold")
		db.mustSet(store, feature.SystemScope(), "a", feature.On, 0)
		db.mustSet(store, feature.SystemScope(), "a", feature.Inherit, 1)
		db.expect(`SELECT key FROM feature_flags ORDER BY key`, "b c")
		if view := db.view(store, feature.SystemScope(), "a"); !view.Is(false) {
			db.Errorf("without a row a is %s", view.Word())
		}
	})
}

// A row of another person is neither shown nor touched.
func TestRowsOfOtherLevels(t *testing.T) {
	onEach(t, `CREATE TABLE feature_flags (id bigserial PRIMARY KEY, community_id bigint NOT NULL, person_id varchar(22), feature varchar(100) NOT NULL, enabled boolean NOT NULL DEFAULT true, created_at timestamp NOT NULL, updated_at timestamp NOT NULL);
		INSERT INTO feature_flags (id, community_id, person_id, feature, enabled, created_at, updated_at) VALUES (101, 1, NULL, 'topbar', FALSE, '2020-01-02 03:04:05', '2020-01-02 03:04:05'), (102, 1, 'ann', 'topbar', FALSE, '2020-01-02 03:04:05', '2020-01-02 03:04:05'), (103, 2, 'ann', 'topbar', TRUE, '2020-01-02 03:04:05', '2020-01-02 03:04:05')`, func(db *database) {
		store := db.open(`
table: feature_flags
name: feature
enabled: enabled
scope: {community: community_id}
where: {person_id: null}
insert: {created_at: now, updated_at: now}
update: {updated_at: now}
without: off
live: now`)
		others := `SELECT id, enabled, created_at, updated_at FROM feature_flags WHERE person_id IS NOT NULL ORDER BY id`
		before := db.rows(others)
		if all, err := store.All(db.Context()); err != nil || len(all) != 1 || all[0].Scope != at("community", "1") {
			db.Errorf("%+v, %v", all, err)
		}
		if info, err := store.Scope(db.Context(), at("community", "2")); !errors.Is(err, feature.ErrUnknown) {
			db.Errorf("the community with a person's row only: %+v, %v", info, err)
		}
		db.mustSet(store, at("community", "1"), "topbar", feature.On, 1)
		db.mustSet(store, at("community", "2"), "topbar", feature.On, 1)
		db.expect(`SELECT community_id, enabled, CASE WHEN updated_at > '2021-01-01' THEN 'now' END FROM feature_flags WHERE person_id IS NULL ORDER BY community_id`, "1|1|now 2|1|now")
		db.expect(others, before)
	})
}

// A team's row wins over the definition, unless the definition is a gate.
func TestCombine(t *testing.T) {
	for layout, want := range map[string]bool{"": true, "\ncombine: override": true, "\ncombine: gate": false} {
		onEach(t, `CREATE TABLE "Feature" (slug text PRIMARY KEY, enabled boolean NOT NULL, description text); CREATE TABLE "TeamFeatures" ("teamId" int NOT NULL, "featureId" text NOT NULL, enabled boolean NOT NULL, "assignedBy" text NOT NULL, PRIMARY KEY ("teamId", "featureId"));
			INSERT INTO "Feature" VALUES ('ocr', FALSE, 'reads'); INSERT INTO "TeamFeatures" VALUES (7, 'ocr', TRUE, 'bob')`, func(db *database) {
			store := db.open(`
table: TeamFeatures
name: featureId
enabled: enabled
scope: {team: teamId}
insert: {assignedBy: $actor}
definitions: {table: Feature, name: slug, enabled: enabled, description: description}
live: now` + layout)
			if view := db.view(store, at("team", "7"), "ocr"); !view.Is(want) || view.Description != "reads" || view.Own() != feature.On {
				db.Errorf("%q: ocr is %s at the team", layout, view.Word())
			}
			if view := db.view(store, at("team", "8"), "ocr"); !view.Is(false) || view.Own() != feature.Inherit {
				db.Errorf("%q: without a row ocr is %s", layout, view.Word())
			}
			db.mustSet(store, at("team", "8"), "ocr", feature.On, 1)
			db.expect(`SELECT * FROM "TeamFeatures" ORDER BY 1`, "7|ocr|1|bob 8|ocr|1|alice")
			db.mustSet(store, feature.SystemScope(), "ocr", feature.On, 1)
			db.expect(`SELECT * FROM "Feature"`, "ocr|1|reads")
			if view := db.view(store, at("team", "9"), "ocr"); !view.Is(true) {
				db.Errorf("%q: the team does not inherit", layout)
			}
			if _, err := db.set(store, feature.SystemScope(), "ocr", feature.Inherit); !errors.Is(err, feature.ErrRefused) {
				db.Errorf("the definition is cleared: %v", err)
			}
			if _, err := db.set(store, feature.SystemScope(), "other", feature.On); !errors.Is(err, feature.ErrUnknown) {
				db.Errorf("an unknown flag: %v", err)
			}
		})
	}
}

// The override table holds the id of the definition.
func TestOverridesByID(t *testing.T) {
	onEach(t, `CREATE TABLE features (id int PRIMARY KEY, key text); CREATE TABLE feature_flags_tenant (feature_id int, tenant_id int, enabled boolean, PRIMARY KEY (feature_id, tenant_id));
		INSERT INTO features VALUES (1, 'beta'), (2, 'ocr')`, func(db *database) {
		store := db.open("{table: feature_flags_tenant, name: feature_id, enabled: enabled, scope: {tenant: tenant_id}, definitions: {table: features, name: key}, by: id, without: off, live: now}")
		db.mustSet(store, at("tenant", "10"), "ocr", feature.On, 1)
		db.expect(`SELECT * FROM feature_flags_tenant`, "2|10|1")
		if _, err := db.set(store, at("tenant", "10"), "orc", feature.On); !errors.Is(err, feature.ErrUnknown) || !strings.Contains(err.Error(), "orc") {
			db.Error(err)
		}
		if _, err := store.Stored(db.Context(), at("tenant", "ten")); !errors.Is(err, feature.ErrUnknown) {
			db.Errorf("a word for a number: %v", err)
		}
		if _, err := store.Scope(db.Context(), at("tenant", "99999999999")); !db.sqlite && !errors.Is(err, feature.ErrUnknown) {
			db.Errorf("a number that the column cannot hold: %v", err)
		}
		if view := db.view(store, at("tenant", "10"), "beta"); !view.Registered || !view.Is(false) {
			db.Errorf("beta is %s, registered %v", view.Word(), view.Registered)
		}
		db.expect(`SELECT * FROM feature_flags_tenant`, "2|10|1")
	})
}

// Where a row by itself means on, off deletes the row.
func TestRowsThatMeanOn(t *testing.T) {
	onEach(t, `CREATE TABLE tenant_features (tenant_id int NOT NULL, feature_id text NOT NULL); INSERT INTO tenant_features VALUES (10, 'ocr')`, func(db *database) {
		store := db.open("{table: tenant_features, name: feature_id, scope: {tenant: tenant_id}, live: now}")
		db.mustSet(store, at("tenant", "10"), "ocr", feature.Off, 1)
		db.expect(`SELECT * FROM tenant_features`, "")
		db.mustSet(store, at("tenant", "10"), "ocr", feature.Off, 0)
		db.mustSet(store, at("tenant", "10"), "ocr", feature.On, 1)
		db.mustSet(store, at("tenant", "10"), "ocr", feature.On, 0)
		db.expect(`SELECT * FROM tenant_features`, "10|ocr")
	})
}

// Targeting makes the value depend.
func TestTargetingColumns(t *testing.T) {
	onEach(t, `CREATE TABLE feature_flags (key text PRIMARY KEY, enabled boolean NOT NULL, rollout_percentage int, roles text[]);
		INSERT INTO feature_flags VALUES ('empty', TRUE, NULL, NULL), ('zero', TRUE, 0, '{}'), ('all', FALSE, 100, NULL), ('some', TRUE, 25, NULL), ('roles', FALSE, NULL, '{admin}')`, func(db *database) {
		store := db.open("{table: feature_flags, name: key, enabled: enabled, aside: [rollout_percentage, roles], live: now}")
		for name, want := range map[string]string{"empty": "on", "zero": "on", "all": "off", "some": "rollout_percentage 25", "roles": "roles {admin}"} {
			view := db.view(store, feature.SystemScope(), name)
			if got := strings.Join(view.Depends, ", "); got != want && view.Word() != want {
				db.Errorf("%s is %s, depends on %q, want %s", name, view.Word(), got, want)
			}
		}
		before := db.rows(`SELECT * FROM feature_flags ORDER BY key`)
		for _, name := range []string{"some", "roles"} {
			if _, err := store.Kill(db.Context(), name, feature.ChangeSet{Actor: "alice"}); !errors.Is(err, feature.ErrRefused) || !strings.Contains(err.Error(), "also depends on r") {
				db.Errorf("a kill of %s: %v", name, err)
			}
		}
		db.expect(`SELECT * FROM feature_flags ORDER BY key`, before)
		if applied, err := store.Kill(db.Context(), "zero", feature.ChangeSet{Actor: "alice"}); err != nil || len(applied.Changed) != 1 {
			db.Errorf("a kill of zero: %+v, %v", applied, err)
		}
		db.mustSet(store, feature.SystemScope(), "some", feature.Off, 1)
		db.expect(`SELECT enabled, rollout_percentage FROM feature_flags WHERE key = 'some'`, "0|25")
	})
}

// A column that nothing fills is named before a row is inserted.
func TestColumnThatNothingFills(t *testing.T) {
	onEach(t, `CREATE TABLE feature_flags (id bigserial PRIMARY KEY, key text NOT NULL, enabled boolean NOT NULL, owner text NOT NULL, note text NOT NULL DEFAULT ''); INSERT INTO feature_flags (key, enabled, owner) VALUES ('a', FALSE, 'x')`, func(db *database) {
		store := db.open(plainLayout)
		_, err := db.set(store, feature.SystemScope(), "b", feature.On)
		if !errors.Is(err, feature.ErrRefused) || !strings.Contains(err.Error(), "the column owner") || !strings.Contains(feature.Hint(err), "insert: {owner: …}") || !strings.Contains(feature.Hint(err), "line 5") {
			db.Errorf("%v (%s)", err, feature.Hint(err))
		}
		db.expect(`SELECT key, enabled FROM feature_flags`, "a|0")
		db.expect(`SELECT COUNT(*) FROM flagtui_change`, "0")
		db.mustSet(store, feature.SystemScope(), "a", feature.On, 1)
	})
}

// An undo puts every column back, the id included.
func TestUndoPutsEveryColumnBack(t *testing.T) {
	onEach(t, `CREATE TABLE feature_flags (id bigserial PRIMARY KEY, key text NOT NULL UNIQUE, enabled boolean NOT NULL, note text, weight numeric, at timestamptz, updated_at timestamptz);
		INSERT INTO feature_flags VALUES (105, 'a', TRUE, 'it''s "x"?', 1.50, '2020-01-02 03:04:05.678901+00', NULL)`, func(db *database) {
		store := db.open("{table: feature_flags, name: key, enabled: enabled, update: {updated_at: now}, insert: {updated_at: now}, live: now}")
		const all = `SELECT id, key, enabled, note, weight, at, updated_at FROM feature_flags`
		before := db.rows(all)
		for _, to := range []feature.Setting{feature.Off, feature.Inherit} {
			applied := db.mustSet(store, feature.SystemScope(), "a", to, 1)
			if db.rows(all) == before {
				db.Errorf("%s changes nothing", to)
			}
			db.expect(`SELECT COUNT(*) FROM flagtui_change WHERE change = '`+applied.ID+`' AND name = 'a'`, "1")
			if _, err := store.Undo(db.Context(), applied.ID, feature.ChangeSet{Actor: "alice"}); err != nil {
				db.Fatal(err, feature.Hint(err))
			}
			db.expect(all, before)
		}
		applied := db.mustSet(store, feature.SystemScope(), "a", feature.Off, 1)
		db.exec(`UPDATE feature_flags SET note = 'by someone else'`)
		if _, err := store.Undo(db.Context(), applied.ID, feature.ChangeSet{Actor: "alice"}); !errors.Is(err, feature.ErrConflict) {
			db.Errorf("an undo over another's change: %v", err)
		}
	})
}

// An undo changes no other row, even if the column id is not unique.
func TestIDsThatAreNotUnique(t *testing.T) {
	onEach(t, `CREATE TABLE feature_flags (id int NOT NULL, key text NOT NULL, enabled boolean NOT NULL); INSERT INTO feature_flags VALUES (1, 'a', TRUE), (1, 'b', TRUE)`, func(db *database) {
		store := db.open(plainLayout)
		for _, to := range []feature.Setting{feature.Off, feature.Inherit} {
			applied := db.mustSet(store, feature.SystemScope(), "a", to, 1)
			if _, err := store.Undo(db.Context(), applied.ID, feature.ChangeSet{Actor: "alice"}); err != nil {
				db.Fatal(err, feature.Hint(err))
			}
			db.expect(`SELECT * FROM feature_flags ORDER BY key`, "1|a|1 1|b|1")
		}
	})
}

// A trigger that keeps the time of a change is not fought.
func TestTriggerThatKeepsATime(t *testing.T) {
	db := newPostgres(t)
	db.exec(`CREATE TABLE feature_flags (key text PRIMARY KEY, enabled boolean NOT NULL, changes int NOT NULL DEFAULT 0); INSERT INTO feature_flags VALUES ('a', TRUE, 0);
		CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.changes = OLD.changes + 1; RETURN NEW; END'; CREATE TRIGGER touch BEFORE UPDATE ON feature_flags FOR EACH ROW EXECUTE FUNCTION touch()`)
	store := db.open(plainLayout)
	applied := db.mustSet(store, feature.SystemScope(), "a", feature.Off, 1)
	for i := range 3 { // an undo, and the undo of that
		db.expect(`SELECT enabled, changes FROM feature_flags`, fmt.Sprint(i%2, "|", i+1))
		undone, err := store.Undo(db.Context(), applied.ID, feature.ChangeSet{Actor: "alice"})
		if err != nil {
			t.Fatal(err, feature.Hint(err))
		}
		applied = undone
	}
}
