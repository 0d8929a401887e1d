package flagtui_test

import (
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"flagtui"
)

// rowsOf returns the only column of a query's rows, as text.
func rowsOf(t testing.TB, db *sql.DB, text string) (found []string) {
	t.Helper()
	query(t, db, text, func(rows *sql.Rows) error {
		var value sql.NullString
		err := rows.Scan(&value)
		found = append(found, value.String)
		return err
	})
	return found
}

func wantRows(t testing.TB, db *sql.DB, text string, want ...string) {
	t.Helper()
	if got := rowsOf(t, db, text); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %q, want %q", text, got, want)
	}
}

// TestWritesAreRecorded: each change is in flagtui's history and in the application's own
// audit trail, once, and doing it again changes nothing.
func TestWritesAreRecorded(t *testing.T) {
	trails := map[string]string{
		"simple_module": `SELECT action FROM audit_log_audit_entry ORDER BY action`,
		"OLI Torus":     `SELECT event_type FROM audit_log_events ORDER BY event_type`,
	}
	wanted := map[string][]string{"simple_module": {"created", "deleted"}, "OLI Torus": {"feature_flag_disabled", "feature_flag_enabled"}}
	onEach(t, func(t *testing.T, app application, dsn string, db *sql.DB) {
		client := open(t, dsn, append(app.options, flagtui.WithCatalogue(app.definitions...))...)
		name, scope := app.definitions[0].Name, app.scopes[1]
		options := []flagtui.WriteOption{flagtui.By("alice@ops1"), flagtui.Because("ticket 4711")}
		set, err := client.Enable(t.Context(), name, scope, options...)
		if err != nil || set.ID == "" || !set.Recorded || len(set.Changes) != 1 || set.Changes[0].After != flagtui.On || !client.Enabled(name, scope) {
			t.Fatal(set, err)
		}
		if again, err := client.Enable(t.Context(), name, scope, options...); err != nil || again.ID != "" || len(again.Changes) > 0 {
			t.Error(again, err)
		}
		if undone, err := client.Undo(t.Context(), set.ID, options...); err != nil || undone.ID == "" || client.Enabled(name, scope) {
			t.Error(undone, err)
		}
		if _, err := client.Undo(t.Context(), set.ID, options...); !errors.Is(err, flagtui.ErrConflict) {
			t.Errorf("an undo of what is undone: %v", err)
		}
		wantRows(t, db, `SELECT actor || ' ' || reason || ' ' || name || COALESCE(' undoes ' || undoes, '') FROM flagtui_change ORDER BY id`,
			"alice@ops1 ticket 4711 "+name, "alice@ops1 ticket 4711 "+name+" undoes "+set.ID)
		if trail := trails[app.name]; trail != "" {
			wantRows(t, db, trail, wanted[app.name]...)
		}
	})
}

// TestRefusedWrites: an error says what was wrong, and nothing is written.
func TestRefusedWrites(t *testing.T) {
	path := newSQLite(t, `INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active')`)
	db := rawSQLite(t, path)
	definitions := flagtui.WithCatalogue(flagtui.Definition{Name: "a"}, flagtui.Definition{Name: "b"}, flagtui.Definition{Name: "c", Scopes: []string{"system"}})
	client, by := open(t, path, definitions), flagtui.By("alice@ops1")
	ctx, acme := t.Context(), flagtui.Tenant("acme")
	for what, test := range map[string]struct {
		kind error
		set  func() (flagtui.ChangeSet, error)
	}{
		"nobody":            {flagtui.ErrUsage, func() (flagtui.ChangeSet, error) { return client.Enable(ctx, "a", acme) }},
		"an undefined flag": {flagtui.ErrUnknown, func() (flagtui.ChangeSet, error) { return client.Enable(ctx, "typo", acme, by) }},
		"an undefined kill": {flagtui.ErrUnknown, func() (flagtui.ChangeSet, error) { return client.Kill(ctx, "typo", by) }},
		"a wrong scope":     {flagtui.ErrUsage, func() (flagtui.ChangeSet, error) { return client.Enable(ctx, "c", acme, by) }},
		"an unknown tenant": {flagtui.ErrUnknown, func() (flagtui.ChangeSet, error) { return client.Enable(ctx, "a", flagtui.Tenant("acm"), by) }},
		"an unknown kind":   {flagtui.ErrUnknown, func() (flagtui.ChangeSet, error) { return client.Enable(ctx, "a", flagtui.Scope("desk", "7"), by) }},
		"an empty tenant":   {flagtui.ErrUsage, func() (flagtui.ChangeSet, error) { return client.Enable(ctx, "a", flagtui.Tenant(""), by) }},
		"an unknown author": {flagtui.ErrUnknown, func() (flagtui.ChangeSet, error) {
			return client.Enable(ctx, "a", acme, by, flagtui.Author("x@example.org"))
		}},
		"an unknown undo":    {flagtui.ErrUnknown, func() (flagtui.ChangeSet, error) { return client.Undo(ctx, "nothing", by) }},
		"an undo without id": {flagtui.ErrUsage, func() (flagtui.ChangeSet, error) { return client.Undo(ctx, "", by) }},
		"the second of two": {flagtui.ErrUnknown, func() (flagtui.ChangeSet, error) {
			return client.SetAtomically(ctx, acme, map[string]bool{"a": true, "typo": true}, by)
		}},
		"one override twice": {flagtui.ErrUsage, func() (flagtui.ChangeSet, error) {
			return client.Set(ctx, []flagtui.Change{{Name: "a", After: flagtui.On}, {Name: "a", After: flagtui.Off}}, by)
		}},
		"another state": {flagtui.ErrConflict, func() (flagtui.ChangeSet, error) {
			return client.Set(ctx, []flagtui.Change{{Name: "a", Before: flagtui.Off, After: flagtui.On}}, by, flagtui.IfUnchanged())
		}},
		"a read-only session": {flagtui.ErrRefused, func() (flagtui.ChangeSet, error) {
			return open(t, path, definitions, flagtui.WithReadOnly()).Enable(ctx, "a", acme, by)
		}},
	} {
		set, err := test.set()
		problem := (*flagtui.Error)(nil)
		if !errors.Is(err, test.kind) || !errors.As(err, &problem) || set.ID != "" {
			t.Errorf("%s: %+v, %v", what, set, err)
		}
	}
	wantRows(t, db, `SELECT name FROM feature_flags_override`)
	wantRows(t, db, `SELECT name FROM flagtui_change`)

	set, err := client.SetAtomically(ctx, acme, map[string]bool{"a": true, "b": false}, by)
	if err != nil || len(set.Changes) != 2 || !client.Enabled("a", acme) {
		t.Error(set, err)
	}
	if _, err := client.Enable(ctx, "b", flagtui.System, by); err != nil {
		t.Error(err)
	}
	if set, err = client.Kill(ctx, "a", by); err != nil || client.Enabled("a", acme) || len(set.Changes) != 2 {
		t.Error(set, err)
	}
	if set, err = client.Clear(ctx, "b", acme, by); err != nil || !client.Enabled("b", acme) {
		t.Error(set, err)
	}
	if set, err = client.Set(ctx, []flagtui.Change{{Scope: acme, Name: "b", After: flagtui.Off}}, by, flagtui.IfUnchanged()); err != nil || len(set.Changes) != 1 || client.Enabled("b", acme) {
		t.Error(set, err)
	}
}
