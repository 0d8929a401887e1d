package data

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/data/torus"
	"flagtui/internal/feature"
)

// TestTimesOfWrites writes times while the server's time zone is not UTC. A column may
// hold instants or texts in UTC. The app and flagtui must both read each written time as
// the present time.
func TestTimesOfWrites(t *testing.T) {
	type column struct{ table, name string }
	torus := []column{{torus.StateTable, "inserted_at"}, {torus.StateTable, "updated_at"}, {torus.ScopedAuditTable, "inserted_at"}, {journalTable, "at"}}
	module := []column{{simplemodule.OverrideTable, "created_at"}, {simplemodule.OverrideTable, "updated_at"}, {simplemodule.AuditTable, "created_at"}, {journalTable, "at"}}
	for _, test := range []struct {
		app     string
		columns []column
		scope   feature.Scope
	}{{"torus", torus, project("12")}, {"simple_module", module, feature.TenantScope("acme")}} {
		for _, typ := range []string{"", "timestamp", "timestamp(0)", "timestamptz"} { // an empty type is the type of the app's migrations
			t.Run(test.app+" "+typ, func(t *testing.T) {
				var p *place
				if test.app == "torus" {
					p = newPostgres(t, torusDDL(t, false, false))
					p.exec(`INSERT INTO projects (id, title, slug) VALUES (12, 'Chemistry', 'chem')`)
				} else {
					p = newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable))
				}
				p.own(journalTable)
				if zone := p.serverZone(); zone == "UTC" {
					t.Skip("the server's time zone is UTC, which shifts nothing")
				}
				for _, c := range test.columns {
					if typ != "" {
						p.exec(fmt.Sprintf(`ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT, ALTER COLUMN %[2]s TYPE %s`, c.table, c.name, typ))
					}
				}
				s := p.open()
				apply(t, s, set(test.scope, "a.b", feature.Inherit, feature.On))
				if test.app != "torus" {
					apply(t, s, set(test.scope, "a.b", feature.On, feature.Off)) // sets updated_at
				}
				for _, c := range test.columns {
					// The raw session is in UTC, so it reads a text without a zone as
					// UTC.
					off := p.rows(fmt.Sprintf(`SELECT bool_and(abs(extract(epoch FROM clock_timestamp() - %s::timestamptz)) < 600) FROM %s WHERE %[1]s IS NOT NULL`, c.name, c.table))
					if off != "true" {
						t.Errorf("%s.%s is not of now", c.table, c.name)
					}
				}
				near := func(what string, at time.Time) {
					if d := time.Since(at).Abs(); d > 10*time.Minute {
						t.Errorf("%s is read as %s, which is %s off", what, at, d)
					}
				}
				page, err := s.Overrides(t.Context(), layout.OverrideQuery{Name: "a.b"})
				if err != nil || len(page.Overrides) != 1 {
					t.Fatal(page, err)
				}
				at, _ := page.Overrides[0].Changed()
				near("the override", at)
				past, err := s.History(t.Context(), HistoryQuery{HistoryFilter: HistoryFilter{Since: time.Now().Add(-10 * time.Minute)}, Limit: 1})
				if err != nil || len(past.Entries) != 1 {
					t.Fatalf("since 10 minutes ago: %+v, %v", past, err)
				}
				near("the history", past.Entries[0].At)
				if later, err := s.History(t.Context(), HistoryQuery{HistoryFilter: HistoryFilter{Since: time.Now().Add(10 * time.Minute)}, Limit: 1}); err != nil || len(later.Entries) != 0 {
					t.Errorf("from the future: %+v, %v", later, err)
				}
			})
		}
	}
}

// serverZone returns the time zone of a session that asks for none, such as flagtui's.
func (p *place) serverZone() (zone string) {
	p.t.Helper()
	db, err := sql.Open("postgres", p.url)
	if err == nil {
		defer db.Close()
		err = db.QueryRow(`SHOW TimeZone`).Scan(&zone)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return zone
}

// TestUntitled checks that a NULL title adds no key to the audit trail.
func TestUntitled(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		p.exec(`UPDATE projects SET title = NULL WHERE id = 12`)
		p.exec(`UPDATE sections SET title = '' WHERE id = 7`)
		s := p.open()
		apply(t, s, set(project("12"), "cells", feature.Inherit, feature.On))
		apply(t, s, set(section("7"), "cells", feature.Inherit, feature.On))
		details := strings.Split(p.rows(`SELECT details FROM audit_log_events ORDER BY id`), "\n")
		if len(details) != 2 || strings.Contains(details[0], "_title") || !strings.Contains(strings.ReplaceAll(details[1], `: "`, `:"`), `"section_title":""`) {
			t.Errorf("%s", details)
		}
	})
}
