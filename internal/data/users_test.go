package data

import (
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

const (
	carolID = "3f2b8c1e-5d0a-4a51-9f6e-0123456789ab"
	daveID  = "8a6e0804-2bd0-4672-b79d-d97027f9071a"
)

// appUsers makes the app's table of users. With hex, ids have no dashes, as in some
// releases on SQLite.
func (p *place) appUsers(hex bool) {
	p.t.Helper()
	id := map[bool]string{true: "UUID", false: "CHAR(36)"}[p.pg]
	p.exec(`CREATE TABLE users_user (id ` + id + ` NOT NULL PRIMARY KEY, email VARCHAR(320) NOT NULL, full_name VARCHAR(255))`)
	p.exec(`CREATE UNIQUE INDEX ix_users_user_email ON users_user (email)`)
	form := func(id string) string {
		if hex {
			return strings.ReplaceAll(id, "-", "")
		}
		return id
	}
	p.exec(`INSERT INTO users_user (id, email) VALUES ('` + form(carolID) + `', 'carol@example.org'), ('` + form(daveID) + `', 'dave@example.org')`)
}

// A user id is shown as an e-mail address. --author records the id as the app does, with
// dashes and without a prefix.
func TestUsers(t *testing.T) {
	eachKind(t, both, []bool{true}, func(t *testing.T, p *place, journal, _ bool) {
		p.appUsers(!p.pg && journal)
		s := p.open()
		p.appRow(1, 501, "created", "system", "", "a.b", "on")
		p.exec(`UPDATE audit_log_audit_entry SET user_id = '` + daveID + `'`)
		p.exec(`UPDATE feature_flags_override SET created_by = '` + daveID + `', updated_by = '` + daveID + `'`)
		wantHistory(t, s, HistoryFilter{}, "app dave@example.org system/a.b:inherit>on")
		wantHistory(t, s, HistoryFilter{By: "dave@"}, "app dave@example.org system/a.b:inherit>on")
		rows, err := s.Rows(t.Context(), feature.SystemScope(), "a.b")
		if err != nil || len(rows) != 1 || rows[0].CreatedBy != "dave@example.org" {
			t.Errorf("%+v, %v", rows, err)
		}

		by := set(feature.SystemScope(), "a.b", feature.On, feature.Off)
		by.Author = "nobody@example.org"
		_, err = s.Apply(t.Context(), by)
		wantProblem(t, err, feature.ErrUnknown, "--author")
		wantSame(t, "the row", p.rows(`SELECT COUNT(*) FROM audit_log_audit_entry`), "1")

		by.Author = "Carol@Example.org"
		changed := apply(t, s, by)
		added := set(feature.TenantScope("acme"), "a.b", feature.Inherit, feature.On)
		added.Author = "carol@example.org"
		apply(t, s, added)
		wantSame(t, "rows", p.rows(`SELECT scope, created_by, updated_by FROM feature_flags_override ORDER BY scope`), "system|"+daveID+"|"+carolID+"\ntenant|"+carolID+"|"+carolID)
		wantSame(t, "trail", p.rows(`SELECT COUNT(*) FROM audit_log_audit_entry WHERE user_id = '`+carolID+`'`), "2")
		actor := "alice@ops1"
		if !journal { // the app's trail has only the author
			actor = "carol@example.org"
		}
		wantHistory(t, s, HistoryFilter{Change: changed}, "flagtui "+actor+" system/a.b:on>off")
		if journal {
			undo(t, s, changed)
		}
	})
}

// A table of users whose ids are no UUIDs belongs to another app. flagtui ignores it,
// and everything else works.
func TestUsersOfAnotherShape(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable))
	p.exec(`CREATE TABLE users_user (id BIGINT PRIMARY KEY, email TEXT); INSERT INTO users_user VALUES (1, 'carol@example.org')`)
	p.appRow(1, 501, "created", "system", "", "a.b", "on")
	p.exec(`UPDATE audit_log_audit_entry SET user_id = '` + daveID + `'`)
	s := p.open()
	if left := strings.Join(s.Info().LeftOut, "; "); !strings.Contains(left, "users_user is left out: the column id of users_user is bigint") {
		t.Errorf("left out: %q", left)
	}
	wantHistory(t, s, HistoryFilter{}, "app "+daveID+" system/a.b:inherit>on")
	by := set(feature.SystemScope(), "a.b", feature.On, feature.Off)
	by.Author = "carol@example.org"
	_, err := s.Apply(t.Context(), by)
	wantProblem(t, err, feature.ErrUnknown, "carol@example.org")
}
