package data

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// describedContext opens a described table of flags, as a context of the config file does.
func (p *place) describedContext(table string, where ...layout.Assignment) Store {
	p.t.Helper()
	config := &layout.Config{Table: &layout.TableConfig{Table: layout.TableName{Name: table}, Name: "key", Enabled: "enabled", Where: where, Live: feature.LiveOnEveryCheck(), Without: feature.Off}}
	s, err := Open(p.t.Context(), Options{URL: p.url, Layout: config})
	if err != nil {
		p.t.Fatal(err, feature.Hint(err))
	}
	p.t.Cleanup(func() { s.Close() })
	return s
}

// onTwoTables gives a test a database with two tables of flags, which have the same kinds
// of scope. One of them holds the flags of two platforms.
func onTwoTables(t *testing.T, test func(t *testing.T, p *place, stores map[string]Store)) {
	onLibrary(t, "fun_with_flags", func(t *testing.T, p *place) {
		p.exec(`DROP TABLE fun_with_flags_toggles`)
		p.exec(`CREATE TABLE "o'flags?" (key VARCHAR(99) PRIMARY KEY, enabled BOOLEAN NOT NULL)`)
		p.exec(`CREATE TABLE flags (key VARCHAR(99), platform VARCHAR(9), enabled BOOLEAN NOT NULL, PRIMARY KEY (key, platform))`)
		platform := func(name string) Store {
			return p.describedContext("flags", layout.Assignment{Column: "platform", Value: layout.Value{Text: name}})
		}
		test(t, p, map[string]Store{"o'flags?": p.describedContext("o'flags?"), "ios": platform("ios"), "web": platform("web")})
	})
}

// TestContextsShareTheJournal checks that each context of a database sees, names and
// undoes only the changes of its own layout.
func TestContextsShareTheJournal(t *testing.T) {
	onTwoTables(t, func(t *testing.T, p *place, stores map[string]Store) {
		made := map[string]string{}
		for name, s := range stores {
			made[name] = apply(t, s, set(feature.SystemScope(), "beta", feature.Inherit, feature.On))
		}
		for name, s := range stores {
			page, err := s.History(t.Context(), HistoryQuery{Limit: 9})
			if err != nil || len(page.Entries) != 1 || page.Entries[0].Change != made[name] || page.Mixed {
				t.Errorf("%s: %+v, %v", name, page, err)
			}
			last, err := s.LastOwn(t.Context(), "alice@ops1")
			if err != nil || last[0].Change != made[name] {
				t.Errorf("%s: the last change is %+v, %v", name, last, err)
			}
			before := p.rows(`SELECT COUNT(*) FROM flagtui_change`)
			for other, change := range made {
				if other == name {
					continue
				}
				_, err := s.Undo(t.Context(), change, feature.ChangeSet{Actor: "alice@ops1"})
				wantProblem(t, err, feature.ErrRefused, "changed the flags of another layout of this database (described ")
				_, err = s.ChangeSet(t.Context(), change)
				wantProblem(t, err, feature.ErrRefused, "another layout")
			}
			wantSame(t, "refused", p.rows(`SELECT COUNT(*) FROM flagtui_change`), before)
			_, err = s.Undo(t.Context(), "20200102-030405-abcdef", feature.ChangeSet{Actor: "alice@ops1"})
			wantProblem(t, err, feature.ErrUnknown, "history has no change-set")
		}
		undo(t, stores["web"], made["web"])
		wantSame(t, "the other platform", p.rows(`SELECT platform, key FROM flags`), "ios|beta")
	})
}

// TestJournalWithoutLayouts checks that a journal of an earlier release works, that a
// history then says what it cannot tell, and that init adds the column.
func TestJournalWithoutLayouts(t *testing.T) {
	onTwoTables(t, func(t *testing.T, p *place, stores map[string]Store) {
		p.exec(`ALTER TABLE flagtui_change DROP COLUMN layout`)
		old := p.describedContext("o'flags?")
		change := apply(t, old, set(feature.SystemScope(), "beta", feature.Inherit, feature.On))
		page, err := old.History(t.Context(), HistoryQuery{Limit: 9})
		if err != nil || len(page.Entries) != 1 || !page.Mixed {
			t.Errorf("%+v, %v", page, err)
		}
		plan, err := PlanInit(t.Context(), Options{URL: p.url, Layout: old.(*sqlStore).options.Layout})
		if err != nil || !slices.Contains(plan.Names(), "flagtui_change.layout") {
			t.Fatal(plan.Names(), err)
		}
		if err := plan.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		s := p.describedContext("o'flags?")
		if page, err := s.History(t.Context(), HistoryQuery{Limit: 9}); err != nil || len(page.Entries) != 1 || page.Mixed {
			t.Errorf("after init: %+v, %v", page, err)
		}
		undo(t, s, change) // a record without a layout may be of any
		if rows := p.rows(`SELECT layout FROM flagtui_change ORDER BY id`); !strings.HasPrefix(rows, "\ndescribed o_flags_ ") {
			t.Errorf("%q", rows)
		}
	})
}
