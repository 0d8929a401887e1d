package data

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// TestWaffleWrites: a change writes the setting and the time, and nothing else.
func TestWaffleWrites(t *testing.T) {
	system := feature.SystemScope()
	onWaffle(t, func(t *testing.T, p *place) {
		s := p.open()
		start := p.waffleRows()
		flags := func() string {
			return p.rows(`SELECT id, name, percent, testing, superusers, staff, authenticated, languages, rollout, note, created FROM waffle_flag ORDER BY id`)
		}
		others := flags()
		var made []string
		apply := func(author string, scope feature.Scope, name string, before, after feature.Setting) {
			t.Helper()
			c := set(scope, name, before, after)
			c.Author = author
			applied, err := s.Apply(t.Context(), c)
			if err != nil || len(applied.Changed) != 1 {
				t.Fatalf("%+v: %+v, %v", c, applied, err)
			}
			made = append(made, applied.ID)
		}
		everyone := func(name, want string) {
			t.Helper()
			wantSame(t, name, p.rows(`SELECT CASE WHEN everyone IS NULL THEN 'NULL' WHEN everyone THEN 'on' ELSE 'off' END FROM waffle_flag WHERE name = '`+name+`'`), want)
		}
		apply("", system, "fresh", feature.Inherit, feature.On)
		everyone("fresh", "on")
		apply("", system, "fresh", feature.On, feature.Off)
		everyone("fresh", "off")
		apply("", system, "fresh", feature.Off, feature.Inherit)
		everyone("fresh", "NULL")
		apply("", system, "percent", feature.Inherit, feature.On)
		wantSame(t, "the flags' other columns", flags(), others)
		apply("", system, "s1", feature.Off, feature.On)
		apply("", system, "new", feature.Inherit, feature.On)
		wantSame(t, "switches", p.rows(`SELECT name, CASE WHEN active THEN 'on' ELSE 'off' END, note FROM waffle_switch WHERE name IN ('s1', 'new') ORDER BY id`), "s1|on|\nnew|on|")
		wantSame(t, "a new switch's times", p.rows(`SELECT COUNT(*) FROM waffle_switch WHERE name = 'new' AND created = modified AND modified > '2021-01-01'`), "1")
		wantSame(t, "a changed switch's times", p.rows(`SELECT COUNT(*) FROM waffle_switch WHERE name = 's1' AND created = '2020-01-02 03:04:05' AND modified > '2021-01-01'`), "1")
		apply("", user("1"), "users", feature.Inherit, feature.On)
		apply("", group("2"), "users", feature.Inherit, feature.On)
		wantSame(t, "users", p.rows(`SELECT u.user_id FROM waffle_flag f JOIN waffle_flag_users u ON u.flag_id = f.id WHERE f.name = 'users' ORDER BY u.user_id`), "1\n2\n3")
		apply("", user("3"), "users", feature.On, feature.Inherit)
		wantSame(t, "users", p.rows(`SELECT u.user_id FROM waffle_flag f JOIN waffle_flag_users u ON u.flag_id = f.id WHERE f.name = 'users' ORDER BY u.user_id`), "1\n2")
		wantSame(t, "Django's log without an author", p.rows(`SELECT COUNT(*) FROM django_admin_log`), "0")
		if !p.pg {
			wantSame(t, "times", p.rows(`SELECT COUNT(*) FROM waffle_flag WHERE name = 'percent' AND modified GLOB '20[0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]'`), "1")
		}
		before := p.waffleRows()
		for _, c := range []feature.ChangeSet{set(system, "percent", feature.On, feature.On), set(user("1"), "users", feature.On, feature.On), set(system, "s1", feature.On, feature.On)} {
			if applied, err := s.Apply(t.Context(), c); err != nil || applied.ID != "" {
				t.Errorf("what is so already: %+v, %v", applied, err)
			}
		}
		wantSame(t, "what is so already", p.waffleRows(), before)
		slices.Reverse(made)
		undoAll(t, s, made)
		wantSame(t, "after undoing everything", p.waffleRows(), start)
	})
}

// TestWaffleKill: a kill turns a flag or a switch off for everybody, and its undo
// restores the rows.
func TestWaffleKill(t *testing.T) {
	onWaffle(t, func(t *testing.T, p *place) {
		s := p.open()
		start := p.waffleRows()
		for _, name := range []string{"users", "all", "on", "s2"} {
			applied, err := s.Kill(t.Context(), name, feature.ChangeSet{Actor: "alice"})
			if err != nil || len(applied.Changed) != 1 {
				t.Fatalf("%s: %+v, %v", name, applied, err)
			}
			for _, scope := range []feature.Scope{feature.SystemScope(), user("2"), group("1")} {
				if v := view(t, s, scope, name); v.Enabled || len(v.Depends) > 0 {
					t.Errorf("%s at %s: %v, %q", name, scope, v.Enabled, v.Depends)
				}
			}
			undoAll(t, s, []string{applied.ID})
			wantSame(t, "after the undo of a kill of "+name, p.waffleRows(), start)
		}
		_, err := s.Kill(t.Context(), "sample", feature.ChangeSet{Actor: "alice"})
		wantProblem(t, err, feature.ErrRefused, "a sample")
		wantSame(t, "a refused kill", p.waffleRows(), start)
	})
}

// TestWaffleRefusals: nothing is written of what django-waffle has no row for.
func TestWaffleRefusals(t *testing.T) {
	system := feature.SystemScope()
	onWaffle(t, func(t *testing.T, p *place) {
		s := p.open()
		before := p.waffleRows()
		for _, tc := range []struct {
			scope         feature.Scope
			name          string
			before, after feature.Setting
			kind          error
			text          string
		}{
			{user("2"), "users", feature.On, feature.Off, feature.ErrRefused, "no off for one user"},
			{group("1"), "closed", feature.Inherit, feature.Off, feature.ErrRefused, "no off for one group"},
			{system, "sample", feature.Inherit, feature.On, feature.ErrRefused, "a sample"},
			{system, "s1", feature.Off, feature.Inherit, feature.ErrRefused, "a switch"},
			{user("1"), "s1", feature.Inherit, feature.On, feature.ErrUnknown, `no flag "s1"`},
			{user("99"), "users", feature.Inherit, feature.On, feature.ErrUnknown, `no user has the id "99"`},
			{user("alice"), "users", feature.Inherit, feature.On, feature.ErrUnknown, `no user "alice"`},
			{user("9999999999"), "users", feature.Inherit, feature.On, feature.ErrUnknown, `user`},
			{system, strings.Repeat("x", 101), feature.Inherit, feature.On, feature.ErrUsage, "100"},
		} {
			_, err := s.Apply(t.Context(), set(tc.scope, tc.name, tc.before, tc.after))
			wantProblem(t, err, tc.kind, tc.text)
		}
		wantSame(t, "refused changes", p.waffleRows(), before)
	})
}
