package described_test

import (
	"errors"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// A column of a domain is read and written as its base type, and the domain's own check
// refuses what it does not allow.
func TestDomains(t *testing.T) {
	db := newPostgres(t)
	db.exec(`CREATE DOMAIN switch AS boolean NOT NULL; CREATE DOMAIN slug AS varchar(9) CHECK (VALUE ~ '^[a-z]+$'); CREATE DOMAIN owner AS integer CHECK (VALUE > 0);
		CREATE TABLE flags (id serial PRIMARY KEY, name slug NOT NULL, owner_id owner, value switch, UNIQUE (name, owner_id)); INSERT INTO flags (name, owner_id, value) VALUES ('a', NULL, TRUE), ('a', 7, FALSE)`)
	store := db.open(`{table: flags, name: name, enabled: value, scope: {owner: owner_id}, live: now}`)
	if view := db.view(store, at("owner", "7"), "a"); view.Own() != feature.Off || !view.SystemEnabled {
		t.Errorf("%+v", view)
	}
	db.mustSet(store, at("owner", "7"), "a", feature.On, 1)
	db.mustSet(store, at("owner", "8"), "b", feature.Off, 1)
	db.expect(`SELECT name, owner_id, value FROM flags ORDER BY id`, "a|NULL|1 a|7|1 b|8|0")
	if _, err := store.Apply(t.Context(), feature.ChangeSet{Changes: []feature.Change{{Scope: at("owner", "x"), Name: "a", After: feature.On}}}); !errors.Is(err, feature.ErrUnknown) || !strings.Contains(err.Error(), `no owner "x"`) {
		t.Error(err)
	}
	for _, c := range []struct {
		scope feature.Scope
		name  string
	}{{at("owner", "-7"), "a"}, {at("owner", "7"), "not a slug"}} {
		if n, err := db.set(store, c.scope, c.name, feature.On); err == nil {
			t.Errorf("%s at %s was written: %v", c.name, c.scope, n)
		}
	}
	db.expect(`SELECT COUNT(*) FROM flags`, "3")
}

// viewsDDL makes a simple view and a view with groups, which no database writes by itself.
const viewsDDL = `CREATE TABLE stored (k text PRIMARY KEY, v boolean NOT NULL); INSERT INTO stored VALUES ('a', TRUE), ('b', FALSE);
	CREATE VIEW flags AS SELECT k AS key, v AS enabled FROM stored; CREATE VIEW totals AS SELECT k AS key, v AS enabled FROM stored GROUP BY k, v`

// A view is read. flagtui writes it where the database writes it, and says otherwise that
// the view cannot be written.
func TestViews(t *testing.T) {
	onEach(t, viewsDDL, func(db *database) {
		for _, table := range []string{"totals", "flags"} {
			store := db.open(`{table: ` + table + `, name: key, enabled: enabled, live: now}`)
			for name, want := range map[string]string{"a": "on", "b": "off"} {
				if view := db.view(store, feature.SystemScope(), name); view.Word() != want {
					db.Errorf("%s: %s is %s", table, name, view.Word())
				}
			}
			if writable := table == "flags" && !db.sqlite; writable {
				db.mustSet(store, feature.SystemScope(), "a", feature.Off, 1)
				db.expect(`SELECT k, v FROM stored ORDER BY k`, "a|0 b|0")
				continue
			}
			if _, err := db.set(store, feature.SystemScope(), "a", feature.Off); !errors.Is(err, feature.ErrRefused) || !strings.Contains(err.Error(), table+" is a view that cannot be written") {
				db.Errorf("%s: %v", table, err)
			}
			db.expect(`SELECT k, v FROM stored ORDER BY k`, "a|1 b|0")
			db.expect(`SELECT COUNT(*) FROM flagtui_change`, "0")
		}
	})
}

// A view that only INSTEAD OF triggers write has no rows that flagtui could lock. It is
// read, and not written.
func TestViewsWithTriggers(t *testing.T) {
	onEach(t, viewsDDL, func(db *database) {
		if db.sqlite {
			for event, body := range map[string]string{"UPDATE": `UPDATE stored SET v = new.enabled WHERE k = old.key`, "INSERT": `INSERT INTO stored VALUES (new.key, new.enabled)`, "DELETE": `DELETE FROM stored WHERE k = old.key`} {
				db.exec(`CREATE TRIGGER on_` + event + ` INSTEAD OF ` + event + ` ON totals BEGIN ` + body + `; END`)
			}
		} else {
			db.exec(`CREATE FUNCTION written() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
				CREATE TRIGGER w INSTEAD OF INSERT OR UPDATE OR DELETE ON totals FOR EACH ROW EXECUTE FUNCTION written()`)
		}
		store := db.open(`{table: totals, name: key, enabled: enabled, live: now}`)
		if view := db.view(store, feature.SystemScope(), "a"); view.Word() != "on" {
			db.Errorf("a is %s", view.Word())
		}
		if _, err := db.set(store, feature.SystemScope(), "a", feature.Off); !errors.Is(err, feature.ErrRefused) || !strings.Contains(err.Error(), "totals is a view that only its triggers write") {
			db.Error(err)
		}
	})
}
