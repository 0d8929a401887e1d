package data

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// cutPlace returns a place behind a proxy. The flag a.b is on at system scope and for
// two tenants.
func cutPlace(t *testing.T, journal bool) (*place, *pgtest.Proxy) {
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable))
	if journal {
		p.own(journalTable)
	}
	p.override("system", "", "a.b", true)
	p.override("tenant", "acme", "a.b", true)
	p.override("tenant", "globex", "a.b", true)
	return p, p.throughProxy()
}

// off returns the number of overrides that are off, and the number of records.
func (p *place) off(journal bool) string {
	said := `(SELECT COUNT(*) FROM audit_log_audit_entry)`
	if journal {
		said += `, (SELECT COUNT(*) FROM flagtui_change)`
	}
	return p.rows(`SELECT COUNT(*), ` + said + ` FROM feature_flags_override WHERE NOT enabled`)
}

func wantSame(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s\nwant: %s", what, got, want)
	}
}

// kill turns a.b off everywhere.
func kill(s Store) func(context.Context) error {
	return func(ctx context.Context) error {
		applied, err := s.Kill(ctx, "a.b", feature.ChangeSet{Actor: "alice"})
		if err == nil && (len(applied.Changed) != 3 || applied.ID == "") {
			err = fmt.Errorf("applied %+v", applied)
		}
		return err
	}
}

// The caller learns the outcome wherever the connection is lost.
func TestCutWhileSaving(t *testing.T) {
	t.Parallel()
	const update, note, record = `UPDATE "public"`, `INSERT INTO "public".audit`, `INSERT INTO "public".flagtui_change`
	for _, journal := range both {
		t.Run(fmt.Sprint(journal), func(t *testing.T) {
			t.Parallel()
			p, x := cutPlace(t, journal)
			s := p.open()
			for _, test := range []struct {
				word    string
				how     pgtest.Cut
				written bool
			}{
				{"BEGIN", pgtest.DropBefore, true}, // which is retried
				{"BEGIN", pgtest.DropAfter, true},
				{update, pgtest.DropBefore, false},
				{update, pgtest.DropAfter, false},
				{note, pgtest.DropAfter, false},
				{record, pgtest.DropBefore, false},
				{record, pgtest.DropAfter, false},
				{"txid_current", pgtest.DropBefore, false},
				{"txid_current", pgtest.DropAfter, false},
				{"COMMIT", pgtest.DropBefore, false},
				{"COMMIT", pgtest.DropAfter, true},
			} {
				if test.word == record && !journal {
					continue
				}
				t.Run(fmt.Sprint(test), func(t *testing.T) {
					p.reset(journal)
					x.CutAt(test.word, test.how, false)
					p.wantTold(s, journal, test.written)
				})
			}
		})
	}
}

// A connection without an answer to the commit times out.
func TestSilentWhileSaving(t *testing.T) {
	t.Parallel()
	for _, journal := range both {
		for how, written := range map[pgtest.Cut]bool{pgtest.SilentBefore: false, pgtest.SilentAfter: true} {
			t.Run(fmt.Sprint(journal, how), func(t *testing.T) {
				t.Parallel()
				p, x := cutPlace(t, journal)
				s := p.open(timeout(short))
				x.CutAt("COMMIT", how, false)
				p.wantTold(s, journal, written)
			})
		}
	}
}

// reset turns all overrides on again and deletes the records.
func (p *place) reset(journal bool) {
	p.t.Helper()
	p.exec(`UPDATE feature_flags_override SET enabled = TRUE; DELETE FROM audit_log_audit_entry`)
	if journal {
		p.exec(`DELETE FROM flagtui_change`)
	}
}

// wantTold kills a.b, and checks that the result says correctly whether the kill was
// written.
func (p *place) wantTold(s Store, journal, written bool) {
	p.t.Helper()
	err := inTime(p.t, with(p.t, kill(s)))
	want := map[bool]string{true: "3|3|3", false: "0|0|0"}[written]
	if !journal {
		want = want[:3]
	}
	wantSame(p.t, "off", p.off(journal), want)
	if written {
		if err != nil {
			p.t.Error(err)
		}
		return
	}
	wantProblem(p.t, err, feature.ErrUnavailable, "nothing was written")
	if err := inTime(p.t, with(p.t, kill(s))); err != nil {
		p.t.Errorf("afterwards: %v", err)
	}
}

func TestCutWhileUndoing(t *testing.T) {
	t.Parallel()
	for how, written := range map[pgtest.Cut]bool{pgtest.DropBefore: false, pgtest.DropAfter: true} {
		t.Run(fmt.Sprint(how), func(t *testing.T) {
			t.Parallel()
			p, x := cutPlace(t, true)
			s := p.open()
			applied, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.On, feature.Inherit))
			if err != nil {
				t.Fatal(err)
			}
			x.CutAt("COMMIT", how, false)
			undone, err := s.Undo(t.Context(), applied.ID, feature.ChangeSet{Actor: "alice", ID: "the-undo"})
			if !written {
				wantProblem(t, err, feature.ErrUnavailable, "nothing was written")
				undone, err = s.Undo(t.Context(), applied.ID, feature.ChangeSet{Actor: "alice", ID: "the-undo"})
			}
			if err != nil || undone.ID != "the-undo" || len(undone.Changed) != 1 {
				t.Errorf("%+v, %v", undone, err)
			}
			wantSame(t, "changes", p.rows(`SELECT change FROM flagtui_change WHERE undoes IS NOT NULL`), "the-undo")
		})
	}
}

// An unknown outcome is reported as unknown, with a place to look.
func TestCutAndAway(t *testing.T) {
	t.Parallel()
	for _, journal := range []bool{true, false} {
		t.Run(fmt.Sprint(journal), func(t *testing.T) {
			t.Parallel()
			p, x := cutPlace(t, journal)
			s := p.open(timeout(short))
			for _, how := range []pgtest.Cut{pgtest.DropBefore, pgtest.DropAfter} {
				x.CutAt("COMMIT", how, true)
				change := set(feature.SystemScope(), "a.b", feature.On, feature.Off)
				change.ID = "the-change"
				_, err := s.Apply(t.Context(), change)
				says := []string{"not known", "check whether the change was made"}
				if journal {
					says = []string{"not known", "flagtui history", "the-change"}
				}
				wantProblem(t, err, feature.ErrUnavailable, says...)
				if strings.Contains(err.Error(), "nothing was written") {
					t.Error("and yet it says that nothing was written")
				}
				x.ComeBack()
			}
			wantSame(t, "off", p.off(journal)[:3], "1|1")
		})
	}
}

// A catalogue is not a change-set, but its outcome after a lost connection is known,
// too.
func TestCutWhileRegistering(t *testing.T) {
	t.Parallel()
	p, x := cutPlace(t, true)
	p.own(definitionTable)
	s := p.open()
	for how, want := range map[pgtest.Cut]error{pgtest.DropBefore: feature.ErrUnavailable, pgtest.DropAfter: nil} {
		x.CutAt("COMMIT", how, false)
		if err := s.Register(t.Context(), []feature.Definition{{Name: fmt.Sprint("f", how)}}); !errors.Is(err, want) {
			t.Errorf("%d: %v", how, err)
		}
	}
	wantSame(t, "definitions", p.rows(`SELECT name FROM flagtui_definition`), fmt.Sprint("f", pgtest.DropAfter))
}

// A user who interrupts a commit soon learns the outcome, too.
func TestInterruptedWhileSaving(t *testing.T) {
	t.Parallel()
	for how, written := range map[pgtest.Cut]bool{pgtest.SilentBefore: false, pgtest.SilentAfter: true} {
		t.Run(fmt.Sprint(how), func(t *testing.T) {
			t.Parallel()
			p, x := cutPlace(t, true)
			s := p.open(timeout(long))
			x.CutAt("COMMIT", how, false)
			if written {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				go func() { // the answer has been lost
					for p.off(true) != "3|3|3" {
					}
					cancel()
				}()
				if err := inTime(t, func() error { return kill(s)(ctx) }); err != nil {
					t.Error(err)
				}
				return
			}
			canceled(t, kill(s))
			wantSame(t, "off", p.off(true), "0|0|0")
		})
	}
}

// Many writers of the same rows lose their connections at any point. Their reported
// outcomes agree with the records.
func TestCutUnderLoad(t *testing.T) {
	t.Parallel()
	p, x := cutPlace(t, true)
	words := []string{"BEGIN", "FOR UPDATE", "flagtui_change", "txid_current", "COMMIT", "COMMIT", "COMMIT", "COMMIT"}
	var mu sync.Mutex
	said := map[string]bool{}
	var writers sync.WaitGroup
	for writer := range 4 {
		s := p.open()
		writers.Go(func() {
			for i := range 25 {
				change := feature.ChangeSet{Actor: "alice", ID: fmt.Sprintf("%d-%d", writer, i)}
				for _, scope := range []feature.Scope{feature.SystemScope(), feature.TenantScope("acme")} {
					stored, err := s.Stored(t.Context(), scope)
					if err != nil {
						continue // another writer's cut closed the connection
					}
					now := feature.SettingOf(stored["a.b"].Enabled)
					if _, ok := stored["a.b"]; !ok {
						now = feature.Inherit
					}
					change.Changes = append(change.Changes, feature.Change{Scope: scope, Name: "a.b", Before: now, After: (now + 1) % 3})
				}
				x.CutAt(words[rand.N(len(words))], []pgtest.Cut{pgtest.DropBefore, pgtest.DropAfter, pgtest.DropDuring}[rand.N(3)], false)
				applied, err := s.Apply(t.Context(), change)
				switch {
				case err == nil:
					mu.Lock()
					said[change.ID] = len(applied.Changed) > 0
					mu.Unlock()
				case errors.Is(err, feature.ErrConflict):
				case !strings.Contains(err.Error(), "nothing was written"):
					t.Errorf("%v; %s", err, feature.Hint(err))
				}
			}
		})
	}
	writers.Wait()
	recorded := map[string]bool{}
	for _, id := range strings.Fields(p.rows(`SELECT DISTINCT change FROM flagtui_change`)) {
		recorded[id] = true
	}
	n := 0
	for id, changed := range said {
		if changed {
			n++
		}
		if changed != recorded[id] {
			t.Errorf("%s: said %v, recorded %v", id, changed, recorded[id])
		}
	}
	if n != len(recorded) || n == 0 {
		t.Errorf("said of %d change-sets, recorded are %d", n, len(recorded))
	}
	t.Logf("%d change-sets", n)
}
