package described_test

import (
	"errors"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// Enumerations and citext are bound as text.
func TestEnumerationsAndCitext(t *testing.T) {
	db := newPostgres(t)
	db.exec(`CREATE EXTENSION IF NOT EXISTS citext; CREATE SCHEMA core; CREATE TYPE core.state AS ENUM ('on', 'off', 'beta'); CREATE TYPE core.flag AS ENUM ('ai', 'ocr');
		CREATE TABLE core.flags (id serial PRIMARY KEY, flag core.flag NOT NULL, owner citext NOT NULL, state core.state NOT NULL, UNIQUE (flag, owner));
		INSERT INTO core.flags (flag, owner, state) VALUES ('ai', 'Acme', 'on'), ('ocr', 'Acme', 'beta')`)
	store := db.open("{table: core.flags, name: flag, enabled: state, on: 'on', off: 'off', scope: {owner: owner}, live: now}")
	for name, want := range map[string]string{"ai": "on", "ocr": "depends"} {
		if view := db.view(store, at("owner", "Acme"), name); view.Word() != want {
			t.Errorf("%s is %s, want %s", name, view.Word(), want)
		}
	}
	db.mustSet(store, at("owner", "Acme"), "ai", feature.Off, 1)
	db.mustSet(store, at("owner", "globex"), "ocr", feature.On, 1)
	db.expect(`SELECT flag::text, owner::text, state::text FROM core.flags ORDER BY id`, "ai|Acme|off ocr|Acme|beta ocr|globex|on")
	if _, err := db.set(store, at("owner", "Acme"), "other", feature.On); err == nil || !strings.Contains(err.Error(), "is not one of ai, ocr") {
		t.Error(err)
	}
	if err := db.read("{table: core.flags, name: flag, enabled: state, on: 'yes', off: 'off', live: now}"); err != nil {
		t.Fatal(err)
	}
	if _, err := data.Open(t.Context(), db.options()); err == nil || !strings.Contains(err.Error(), `layout: on: "yes" is not one of on, off, beta`) {
		t.Error(err)
	}
}

// openAs opens the database as another role.
func (db *database) openAs(t *testing.T, role string) data.Store {
	t.Helper()
	options := db.options()
	options.URL += "&options=-c%20role=" + role
	store, err := data.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// A policy hides the row from UPDATE: nothing is kept, and nothing is claimed.
func TestPolicyThatHidesRowsFromUpdates(t *testing.T) {
	db := newPostgres(t)
	db.exec(`CREATE TABLE feature_flags (id serial PRIMARY KEY, key text UNIQUE, enabled boolean NOT NULL); INSERT INTO feature_flags (key, enabled) VALUES ('a', FALSE)`)
	db.open(plainLayout)
	db.exec(`DROP ROLE IF EXISTS described_reader; CREATE ROLE described_reader; GRANT ALL ON ALL TABLES IN SCHEMA public TO described_reader; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO described_reader;
		ALTER TABLE feature_flags ENABLE ROW LEVEL SECURITY; CREATE POLICY reads ON feature_flags FOR SELECT USING (TRUE); CREATE POLICY adds ON feature_flags FOR INSERT WITH CHECK (TRUE)`)
	t.Cleanup(func() { _, _ = db.raw.Exec(`DROP OWNED BY described_reader; DROP ROLE described_reader`) })
	store := db.openAs(t, "described_reader")
	if _, err := db.set(store, feature.SystemScope(), "a", feature.On); !errors.Is(err, feature.ErrRefused) {
		t.Errorf("%v (%s)", err, feature.Hint(err))
	}
	db.expect(`SELECT key, enabled FROM feature_flags`, "a|0")
	db.expect(`SELECT COUNT(*) FROM flagtui_change`, "0")
}

// A user who may only update the value of a definition can do that.
func TestUserWhoMayUpdateDefinitionsOnly(t *testing.T) {
	db := newPostgres(t)
	db.exec(`CREATE TABLE flags (name text PRIMARY KEY, value boolean NOT NULL); CREATE TABLE facility_flags (facility_id int, name text, value boolean, PRIMARY KEY (facility_id, name)); INSERT INTO flags VALUES ('a', FALSE)`)
	db.open("{table: facility_flags, name: name, enabled: value, scope: {facility: facility_id}, definitions: {table: flags, name: name, enabled: value}, live: now}")
	db.exec(`DROP ROLE IF EXISTS described_writer; CREATE ROLE described_writer; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO described_writer; GRANT ALL ON facility_flags, flagtui_change, flagtui_definition TO described_writer; GRANT SELECT, UPDATE (value) ON flags TO described_writer`)
	t.Cleanup(func() { _, _ = db.raw.Exec(`DROP OWNED BY described_writer; DROP ROLE described_writer`) })
	store := db.openAs(t, "described_writer")
	if store.Info().ReadOnly != "" {
		t.Fatal(store.Info().ReadOnly)
	}
	db.mustSet(store, feature.SystemScope(), "a", feature.On, 1)
	if view := db.view(store, at("facility", "7"), "a"); !view.Is(true) || view.Own() != feature.Inherit {
		t.Errorf("the facility does not inherit: %s", view.Word())
	}
	db.mustSet(store, at("facility", "7"), "a", feature.Off, 1)
	db.expect(`SELECT * FROM facility_flags`, "7|a|0")
}
