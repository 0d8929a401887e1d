package data

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// onWaffle runs a test on django-waffle's own tables, on each database. They have users,
// groups and one flag for each way in which a flag can be on.
func onWaffle(t *testing.T, test func(t *testing.T, p *place)) {
	onLibrary(t, "waffle", func(t *testing.T, p *place) {
		p.exec(`INSERT INTO auth_user (id, username, email) VALUES (1, 'alice', 'alice@example.com'), (2, 'bob', 'team@example.com'), (3, 'carol', 'team@example.com')`)
		p.exec(`INSERT INTO auth_group (id, name) VALUES (1, 'editors'), (2, 'staff')`)
		p.exec(`INSERT INTO django_content_type (id, app_label, model) VALUES (4, 'auth', 'user'), (7, 'waffle', 'flag'), (9, 'waffle', 'switch')`)
		for _, f := range []struct{ name, columns, values string }{
			{"fresh", "superusers", "TRUE"}, {"closed", "superusers", "FALSE"}, {"on", "superusers, everyone", "TRUE, TRUE"}, {"off", "superusers, everyone", "TRUE, FALSE"},
			{"percent", "superusers, percent", "FALSE, 25.5"}, {"zero", "superusers, percent", "FALSE, 0"}, {"all", "superusers, percent, testing, staff, authenticated, languages", "TRUE, 10, TRUE, TRUE, TRUE, 'en, de'"},
			{"users", "superusers", "FALSE"}, {"groups", "superusers", "FALSE"}, {"both", "superusers", "FALSE"},
		} {
			p.flag(f.name, f.columns, f.values)
		}
		p.exec(`INSERT INTO waffle_flag_users (flag_id, user_id) SELECT id, 2 FROM waffle_flag WHERE name IN ('off', 'users')`)
		p.exec(`INSERT INTO waffle_flag_users (flag_id, user_id) SELECT id, 3 FROM waffle_flag WHERE name = 'users'`)
		p.exec(`INSERT INTO waffle_flag_groups (flag_id, group_id) SELECT id, 1 FROM waffle_flag WHERE name = 'groups'`)
		p.exec(`INSERT INTO waffle_switch (name, active, note, created, modified) SELECT v.column1, v.column2, '', '2020-01-02 03:04:05', '2020-01-02 03:04:05' FROM (VALUES ('s1', FALSE), ('s2', TRUE), ('both', TRUE)) v`)
		p.exec(`INSERT INTO waffle_sample (name, percent, note, created, modified) SELECT v.column1, v.column2, '', '2020-01-02 03:04:05', '2020-01-02 03:04:05' FROM (VALUES ('sample', 12.5), ('never', 0), ('always', 100)) v`)
		test(t, p)
	})
}

// flag adds a flag whose other gates are closed. columns and values are SQL.
func (p *place) flag(name, columns, values string) {
	p.t.Helper()
	for column, value := range map[string]string{"testing": "FALSE", "staff": "FALSE", "authenticated": "FALSE", "languages": "''", "rollout": "FALSE", "note": "''", "created": "'2020-01-02 03:04:05'", "modified": "'2020-01-02 03:04:05'"} {
		if !strings.Contains(columns, column) {
			columns, values = columns+", "+column, values+", "+value
		}
	}
	p.exec(`INSERT INTO waffle_flag (name, ` + columns + `) VALUES ('` + name + `', ` + values + `)`)
}

// waffleRows are all rows of django-waffle's tables and of Django's log.
func (p *place) waffleRows() string {
	return p.everything("waffle_flag", "waffle_switch", "waffle_sample", "waffle_flag_users", "waffle_flag_groups", "django_admin_log")
}

// user is the scope of one user.
func user(id string) feature.Scope { return feature.Scope{Kind: "user", ID: id} }

// group is the scope of one group.
func group(id string) feature.Scope { return feature.Scope{Kind: "group", ID: id} }

// TestWaffleFlags holds what django-waffle 5.0 answers for each kind of flag.
func TestWaffleFlags(t *testing.T) {
	system := feature.SystemScope()
	onWaffle(t, func(t *testing.T, p *place) {
		s := p.open()
		for _, tc := range []struct {
			scope   feature.Scope
			name    string
			own     feature.Setting
			enabled bool
			depends string
			locked  bool
		}{
			{system, "nothing", feature.Inherit, false, "", false},
			{system, "fresh", feature.Inherit, false, "superusers", false}, {user("1"), "fresh", feature.Inherit, false, "superusers", false},
			{system, "closed", feature.Inherit, false, "", false}, {user("1"), "closed", feature.Inherit, false, "", false},
			{system, "on", feature.On, true, "", false}, {user("1"), "on", feature.Inherit, true, "", false}, {group("1"), "on", feature.Inherit, true, "", false},
			{system, "off", feature.Off, false, "", false}, {user("2"), "off", feature.On, false, "", false}, {user("1"), "off", feature.Inherit, false, "", false},
			{system, "percent", feature.Inherit, false, "25.5 % of users", false}, {system, "zero", feature.Inherit, false, "", false},
			{system, "all", feature.Inherit, false, "testing|languages en, de|authenticated users|staff|superusers|10 % of users", false},
			{system, "users", feature.Inherit, false, "2 users", false}, {user("2"), "users", feature.On, true, "", false}, {user("1"), "users", feature.Inherit, false, "", false},
			{system, "groups", feature.Inherit, false, "members of 1 group", false}, {group("1"), "groups", feature.On, true, "", false}, {user("1"), "groups", feature.Inherit, false, "members of 1 group", false},
			{system, "s1", feature.Off, false, "", false}, {system, "s2", feature.On, true, "", false}, {system, "both", feature.Inherit, false, "", false},
			{system, "sample", feature.Inherit, false, "12.5 % of the time", true}, {system, "never", feature.Inherit, false, "", true}, {system, "always", feature.On, true, "", true},
		} {
			v := view(t, s, tc.scope, tc.name)
			if v.Own() != tc.own || v.Enabled != tc.enabled || strings.Join(v.Depends, "|") != tc.depends || (v.Locked != "") != tc.locked {
				t.Errorf("%q at %s: own %s, enabled %v, depends %q, locked %q", tc.name, tc.scope, v.Own(), v.Enabled, v.Depends, v.Locked)
			}
		}
		definitions, err := s.Definitions(t.Context())
		var names []string
		for _, d := range definitions {
			names = append(names, d.Name)
		}
		if want := strings.Fields("all always both closed fresh groups never off on percent s1 s2 sample users zero"); err != nil || !slices.Equal(names, want) {
			t.Errorf("%q, %v", names, err)
		}
		for _, info := range s.Info().Kinds {
			if text := info.Live.Text; !strings.Contains(text, "5 min") {
				t.Errorf("%s is live %s", info.Kind, text)
			}
		}
	})
}

// TestWaffleAuthors: Django's log gets one entry for each flag or switch, as the admin
// pages word it. Without such a user nothing is written.
func TestWaffleAuthors(t *testing.T) {
	system := feature.SystemScope()
	onWaffle(t, func(t *testing.T, p *place) {
		s := p.open()
		before := p.waffleRows()
		for author, kind := range map[string]error{"nobody": feature.ErrUnknown, "team@example.com": feature.ErrUsage, "ALICE": feature.ErrUnknown} {
			c := set(system, "fresh", feature.Inherit, feature.On)
			c.Author = author
			_, err := s.Apply(t.Context(), c)
			wantProblem(t, err, kind, author)
		}
		wantSame(t, "an unknown author", p.waffleRows(), before)
		c := feature.ChangeSet{Actor: "ops", Author: "alice", Changes: []feature.Change{
			{Scope: system, Name: "users", After: feature.On}, {Scope: user("1"), Name: "users", After: feature.On}, {Scope: group("1"), Name: "users", After: feature.On},
			{Scope: system, Name: "s1", Before: feature.Off, After: feature.On}, {Scope: system, Name: "new", After: feature.Off}, {Scope: user("2"), Name: "off", Before: feature.On},
		}}
		applied, err := s.Apply(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		entries := `SELECT u.username, l.content_type_id, o.name, l.object_repr, l.action_flag, l.change_message FROM django_admin_log l JOIN auth_user u ON u.id = l.user_id
			JOIN (SELECT id, name, 7 AS type FROM waffle_flag UNION ALL SELECT id, name, 9 FROM waffle_switch) o ON CAST(o.id AS TEXT) = l.object_id AND o.type = l.content_type_id ORDER BY l.object_repr`
		wantSame(t, "Django's log", p.rows(entries), strings.Join([]string{
			`alice|9|new|new|1|[{"added": {}}]`,
			`alice|7|off|off|2|[{"changed": {"fields": ["Users"]}}]`,
			`alice|9|s1|s1|2|[{"changed": {"fields": ["Active"]}}]`,
			`alice|7|users|users|2|[{"changed": {"fields": ["Everyone", "Groups", "Users"]}}]`}, "\n"))
		if _, err := s.Undo(t.Context(), applied.ID, feature.ChangeSet{Actor: "ops", Author: "alice@example.com"}); err != nil {
			t.Fatal(err)
		}
		wantSame(t, "Django's log after the undo", p.rows(`SELECT object_repr, action_flag, change_message FROM django_admin_log WHERE id > 4 ORDER BY object_repr`), strings.Join([]string{
			`new|3|`, `off|2|[{"changed": {"fields": ["Users"]}}]`, `s1|2|[{"changed": {"fields": ["Active"]}}]`, `users|2|[{"changed": {"fields": ["Everyone", "Groups", "Users"]}}]`}, "\n"))
	})
}

// TestWaffleChecks: the doctor names what the app reads otherwise than it looks.
func TestWaffleChecks(t *testing.T) {
	onWaffle(t, func(t *testing.T, p *place) {
		want := []string{`"both" is the name of a flag and a switch, which are independent: flagtui shows and changes the first of them only `}
		if !p.pg { // PostgreSQL keeps such rows away
			p.exec(`PRAGMA foreign_keys = 0`)
			p.exec(`INSERT INTO waffle_flag_users (id, flag_id, user_id) SELECT 50, id, 99 FROM waffle_flag WHERE name = 'users'`)
			p.exec(`INSERT INTO waffle_flag_groups (id, flag_id, group_id) VALUES (51, 999, 1)`)
			p.exec(`UPDATE waffle_switch SET active = 'true' WHERE name = 's1'`)
			want = append(want, `"s1" has "true" in waffle_switch.active, which is neither true nor false: the app reads it as on UPDATE "waffle_switch" SET active = 1 WHERE id = '1';`,
				`"users" is on for the user 99, which is gone (row 50 of waffle_flag_users) DELETE FROM "waffle_flag_users" WHERE id = '50';`,
				`row 51 of waffle_flag_groups is of a flag that is gone DELETE FROM "waffle_flag_groups" WHERE id = '51';`)
		}
		var found []string
		err := p.open().CheckRows(t.Context(), func(r Row) {
			if isSwitch := strings.HasPrefix(r.Ref, `"waffle_switch"`) || strings.HasSuffix(r.Ref, `"waffle_switch"`); r.Permanent != isSwitch {
				t.Errorf("%+v: a switch, and nothing else, is permanent", r)
			}
		}, func(a Anomaly) { found = append(found, a.Text+" "+a.Fix) })
		slices.Sort(found)
		if err != nil || !slices.Equal(found, want) {
			t.Errorf("%v\n%s\nwant\n%s", err, strings.Join(found, "\n"), strings.Join(want, "\n"))
		}
	})
}

// TestWaffleModels: a flag model of the app's own, with teams, is opened by its name only.
func TestWaffleModels(t *testing.T) {
	onWaffle(t, func(t *testing.T, p *place) {
		key := "integer PRIMARY KEY"
		if p.pg {
			key = "serial PRIMARY KEY"
		}
		p.exec(`CREATE TABLE clubs_team (id ` + key + `, title varchar(50))`)
		p.exec(`INSERT INTO clubs_team (id, title) VALUES (7, 'Blue'), (8, 'Red')`)
		p.exec(`CREATE TABLE clubs_clubflag (id ` + key + `, name varchar(100) NOT NULL UNIQUE, everyone boolean, percent numeric(3,1), superusers boolean NOT NULL, rollout boolean NOT NULL)`)
		p.exec(`INSERT INTO clubs_clubflag (id, name, superusers, rollout) VALUES (3, 'kit', FALSE, FALSE)`)
		p.exec(`CREATE TABLE clubs_clubflag_users (id ` + key + `, clubflag_id integer NOT NULL REFERENCES clubs_clubflag (id), user_id integer NOT NULL REFERENCES auth_user (id), UNIQUE (clubflag_id, user_id))`)
		p.exec(`CREATE TABLE clubs_clubflag_teams (id ` + key + `, clubflag_id integer NOT NULL REFERENCES clubs_clubflag (id), team_id integer NOT NULL REFERENCES clubs_team (id), UNIQUE (clubflag_id, team_id))`)
		_, err := p.tryOpen()
		wantProblem(t, err, feature.ErrUsage, "waffle_flag and clubs_clubflag both")
		s := p.open(func(o *Options) {
			o.Layout = &layout.Config{Waffle: &layout.WaffleConfig{Table: layout.TableName{Name: "clubs_clubflag"}}}
		})
		if left := strings.Join(s.Info().LeftOut, "\n"); !strings.Contains(left, "its code may change django-waffle's rule") {
			t.Errorf("the notes are %q", left)
		}
		if kinds := s.Info().Kinds.Kinds(); !slices.Equal(kinds, []feature.Kind{feature.System, "user", "team"}) {
			t.Errorf("the kinds are %q", kinds)
		}
		blue, err := s.Scope(t.Context(), feature.Scope{Kind: "team", ID: "Blue"})
		if err != nil || blue.Scope.ID != "7" || blue.Name != "Blue" {
			t.Fatalf("%+v, %v", blue, err)
		}
		for range 2 {
			if _, err := s.Apply(t.Context(), set(blue.Scope, "kit", feature.Inherit, feature.On)); err != nil {
				t.Fatal(err)
			}
		}
		wantSame(t, "teams", p.rows(`SELECT clubflag_id, team_id FROM clubs_clubflag_teams`), "3|7")
		page, err := s.Scopes(t.Context(), ScopeQuery{Kind: "team", Limit: 5})
		if err != nil || len(page.Scopes) != 2 || page.Scopes[0].Overrides != 1 || page.Scopes[1].Name != "Red" {
			t.Errorf("%+v, %v", page, err)
		}
		if v := view(t, s, feature.SystemScope(), "kit"); strings.Join(v.Depends, "|") != "members of 1 team" {
			t.Errorf("%q", v.Depends)
		}
	})
}
