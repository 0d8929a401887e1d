package transfer_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/feature"
	"flagtui/internal/feature/catalogue"
	"flagtui/internal/feature/transfer"
	"flagtui/internal/schema"
	_ "flagtui/internal/schema/schematest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// newStore creates a database with all tables, and opens it.
func newStore(t *testing.T, driver string) data.Store {
	t.Helper()
	url := filepath.Join(t.TempDir(), "flags.db")
	if driver == "postgres" {
		url = pgtest.Database(t)
	}
	raw, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for _, statement := range schema.Statements(driver == "sqlite") {
		if _, err := raw.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	store, err := data.Open(t.Context(), data.Options{URL: url, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func state(t *testing.T, store data.Store) transfer.State {
	t.Helper()
	defs, err := store.Definitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	overrides, err := store.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return transfer.State{Definitions: defs, Overrides: overrides, Kinds: store.Info().Kinds, Validate: store.Info().ValidateStored}
}

func export(t *testing.T, store data.Store) []byte {
	t.Helper()
	now := state(t, store)
	doc, left := transfer.NewDocument(now.Definitions, now.Overrides, store.Info().ValidateStored)
	var out bytes.Buffer
	if err := doc.WriteYAML(&out); err != nil || left != 0 {
		t.Fatal(err, left)
	}
	return out.Bytes()
}

// applyFile applies a file, and returns the plan that it carried out.
func applyFile(t *testing.T, store data.Store, text []byte, prune bool) transfer.Plan {
	t.Helper()
	contents, err := catalogue.ReadContents("f.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	plan := transfer.NewPlan(state(t, store), contents, prune)
	set := feature.ChangeSet{Actor: "alice", Changes: plan.Changes()}
	if len(plan.Definitions) > 0 {
		set.Catalogue = append([]feature.Definition{}, plan.Catalogue...)
	}
	applied, err := store.Apply(context.WithoutCancel(t.Context()), set)
	if err != nil {
		t.Fatal(err)
	}
	if len(applied.Changed) != len(plan.Overrides) || applied.Catalogue != (len(plan.Definitions) > 0) || (applied.ID == "") != (len(plan.Overrides) == 0) {
		t.Errorf("planned %d definitions and %d overrides, and applied %+v", len(plan.Definitions), len(plan.Overrides), applied)
	}
	return plan
}

func TestFromDatabaseToDatabase(t *testing.T) {
	first := []byte("definitions:\n- name: a b\n  scopes: [section, project, tenant]\n- name: \"yes\"\n  description: \" l\u00f6ng\\n# \U0001F6A9\"\n  default_enabled: true\n- {name: ß, scopes: [tenant, system]}\n" +
		"overrides:\n- {scope: tenant, scope_id: \"a\\nb: \", name: \"yes\", enabled: false}\n- {scope: tenant, scope_id: B, name: ß, enabled: true}\n- {scope: tenant, scope_id: a, name: ß, enabled: true}\n- {scope: system, name: \"orphan: \\u0085\", enabled: true}\n")
	for i := range 2500 {
		first = fmt.Appendf(first, "- {scope: tenant, scope_id: t%d, name: \"yes\", enabled: %t}\n", i, i%3 == 0)
	}
	const third = "definitions:\n  - name: a b\n    default_enabled: true\noverrides:\n  - {scope: tenant, scope_id: B, name: \"ß\", enabled: false}\n"
	orders := map[string][2]string{"from SQLite": {"sqlite", "postgres"}, "from PostgreSQL": {"postgres", "sqlite"}}
	for name, drivers := range orders {
		t.Run(name, func(t *testing.T) {
			from, to := newStore(t, drivers[0]), newStore(t, drivers[1])
			applyFile(t, from, first, false)
			written := export(t, from)
			if plan := applyFile(t, to, written, false); plan.TallyDefinitions().Added != 3 || transfer.TallyOverrides(plan.Changes()).Added != 2504 {
				t.Errorf("%s; %s", plan.TallyDefinitions(), transfer.TallyOverrides(plan.Changes()))
			}
			if again := export(t, to); !bytes.Equal(again, written) {
				t.Errorf("exported\n%.2000s\nand from the other database\n%.2000s", written, again)
			}
			for _, text := range [][]byte{first, written} {
				if plan := applyFile(t, to, text, true); len(plan.Definitions)+len(plan.Overrides) != 0 {
					t.Errorf("a second time changes %v %v", plan.Definitions, plan.Overrides)
				}
			}
			if plan := applyFile(t, to, []byte(third), true); plan.TallyDefinitions() != (transfer.Tally{Changed: 1, Removed: 2}) ||
				transfer.TallyOverrides(plan.Changes()) != (transfer.Tally{Changed: 1, Removed: 2503}) {
				t.Errorf("pruned %s; %s", plan.TallyDefinitions(), transfer.TallyOverrides(plan.Changes()))
			}
			if got := string(export(t, to)); got != third {
				t.Errorf("pruned, it is\n%.2000s", got)
			}
		})
	}
}

func TestANULInADescription(t *testing.T) {
	text := []byte("definitions:\n  - name: a\n    description: \"\\u0000\"\n    default_enabled: false\noverrides: []\n")
	store := newStore(t, "sqlite")
	applyFile(t, store, text, false)
	if got := export(t, store); !bytes.Equal(got, text) {
		t.Errorf("it became\n%s", got)
	}
	store = newStore(t, "postgres")
	if _, err := store.Apply(t.Context(), feature.ChangeSet{Catalogue: []feature.Definition{{Name: "a", Description: "\x00"}}}); !errors.Is(err, feature.ErrUsage) {
		t.Errorf("PostgreSQL says %v", err)
	}
}

// TestOneTransaction: either the definitions and the overrides are written, or
// neither.
func TestOneTransaction(t *testing.T) {
	for _, driver := range []string{"sqlite", "postgres"} {
		t.Run(driver, func(t *testing.T) {
			store := newStore(t, driver)
			applyFile(t, store, []byte("definitions:\n- name: a\noverrides:\n- {scope: system, name: a, enabled: true}\n"), false)
			before := export(t, store)
			add := feature.Change{Scope: feature.SystemScope(), Name: "b", After: feature.On}
			both := []feature.Definition{{Name: "a", Default: true}, {Name: "b"}}
			for _, test := range []struct {
				set  feature.ChangeSet
				want error
			}{
				{feature.ChangeSet{Catalogue: both, Changes: []feature.Change{add, {Scope: feature.SystemScope(), Name: "a", After: feature.Off}}}, feature.ErrConflict},
				{feature.ChangeSet{Catalogue: append(both, both[0]), Changes: []feature.Change{add}}, feature.ErrUsage},
				{feature.ChangeSet{Catalogue: append(both, feature.Definition{}), Changes: []feature.Change{add}}, feature.ErrUsage},
			} {
				if applied, err := store.Apply(t.Context(), test.set); !errors.Is(err, test.want) || applied.Catalogue || applied.ID != "" {
					t.Errorf("got %+v, %v, want %v", applied, err, test.want)
				}
				if got := export(t, store); !bytes.Equal(got, before) {
					t.Errorf("after %v it is\n%s", test.want, got)
				}
			}
			unchanged := []feature.Change{{Scope: feature.SystemScope(), Name: "a", After: feature.On}} // it has this setting already
			applied, err := store.Apply(t.Context(), feature.ChangeSet{Catalogue: both, Changes: unchanged})
			if err != nil || !applied.Catalogue || applied.ID != "" || len(applied.Changed) != 0 {
				t.Errorf("got %+v, %v", applied, err)
			}
			if defs := state(t, store).Definitions; len(defs) != 2 || !defs[0].Default {
				t.Errorf("got %+v", defs)
			}
			if _, err := store.Apply(t.Context(), feature.ChangeSet{Catalogue: []feature.Definition{}}); err != nil {
				t.Error(err)
			}
			if defs := state(t, store).Definitions; len(defs) != 0 {
				t.Errorf("got %+v", defs)
			}
		})
	}
}
