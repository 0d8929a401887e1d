package data

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/sqlspy"
	"flagtui/internal/data/torus"
	"flagtui/internal/feature"
)

// event is a row of the app's audit trail, as the app's page renders it.
type event struct {
	kind           string
	scope          feature.Scope
	author         sql.NullInt64
	at             string
	details        map[string]any
	name           string
	enabled, title any
}

// events reads the whole trail, and checks that the app's page can render each row.
func (p *place) events() []event {
	p.t.Helper()
	rows, err := p.raw.Query(`SELECT event_type, project_id, section_id, author_id, details, CAST(inserted_at AS VARCHAR(40)) FROM audit_log_events ORDER BY id`)
	if err != nil {
		p.t.Fatal(err)
	}
	defer rows.Close()
	var events []event
	for rows.Next() {
		var e event
		var project, section sql.NullInt64
		var details []byte
		if err := rows.Scan(&e.kind, &project, &section, &e.author, &details, &e.at); err != nil {
			p.t.Fatal(err)
		}
		if err := json.Unmarshal(details, &e.details); err != nil {
			p.t.Fatalf("%s: %v", details, err)
		}
		e.scope = torus.ScopeOf(project, section)
		e.name, _ = e.details["feature_name"].(string)
		e.enabled, e.title = e.details["enabled"], e.details[string(e.scope.Kind)+"_title"]
		at, err := time.Parse(time.DateTime, strings.TrimSuffix(e.at, "+00"))
		says, known := map[string]any{"feature_flag_enabled": true, "feature_flag_disabled": false, "feature_flag_removed": nil}[e.kind]
		titles := map[feature.Scope]string{project1: "Chemistry", project2: "Physics", section1: "Chem 101", section2: "Old"}
		switch _, recorded := e.details["enabled"]; {
		case !known || !recorded || e.enabled != says || e.name == "":
			p.t.Errorf("%s: %s", e.kind, details)
		case project.Valid == section.Valid || e.details["resource_type"] != string(e.scope.Kind) || e.title != titles[e.scope]:
			p.t.Errorf("project %v, section %v: %s", project, section, details)
		case err != nil || at.After(time.Now().UTC()):
			p.t.Errorf("at %s: %v", e.at, err)
		case e.author.Valid && e.author.Int64 != 5:
			p.t.Errorf("author %v", e.author)
		}
		events = append(events, e)
	}
	return events
}

var project1, project2, section1, section2 = project("12"), project("13"), section("7"), section("8")

// catalogue is the app's catalogue in these tests. It lacks stray, and has wrong for
// sections only.
var catalogue = []feature.Definition{{Name: "all", Scopes: []feature.Kind{feature.Project, feature.Section}}, {Name: "write", Scopes: []feature.Kind{feature.Project}}, {Name: "wrong", Scopes: []feature.Kind{feature.Section}}}

// A removal that the catalogue does not allow has another event type. Without a
// catalogue everything is allowed.
func TestScopedRemovedEvent(t *testing.T) {
	for _, older := range both {
		torusPlaces(t, older, func(t *testing.T, p *place) {
			p.own(journalTable)
			for _, name := range []string{"stray", "wrong", "write", "killed"} {
				p.state(name, "project_id", 12, true, older)
			}
			s := p.open()
			known := func(set feature.ChangeSet) feature.ChangeSet {
				set.Definitions = catalogue
				return set
			}
			clear := set(project1, "stray", feature.On, feature.Inherit)
			clear.Changes = append(clear.Changes, feature.Change{Scope: project1, Name: "wrong", Before: feature.On}, feature.Change{Scope: project1, Name: "write", Before: feature.On})
			id := apply(t, s, known(clear))
			if _, err := s.Undo(t.Context(), id, known(feature.ChangeSet{Actor: "bob"})); err != nil {
				t.Fatal(err)
			}
			apply(t, s, set(project1, "stray", feature.On, feature.Inherit)) // without a catalogue
			if _, err := s.Kill(t.Context(), "killed", known(feature.ChangeSet{Actor: "bob"})); err != nil {
				t.Fatal(err)
			}
			kill := "removed"
			if older { // the row stays and is off
				kill = "disabled"
			}
			var got []string
			for _, e := range p.events() {
				got = append(got, strings.TrimPrefix(e.kind, "feature_flag_")+" "+e.name)
			}
			slices.Sort(got[3:6]) // the order within an undo is undefined
			want := "removed stray, removed wrong, disabled write, enabled stray, enabled write, enabled wrong, disabled stray, " + kill + " killed"
			wanted := strings.Split(want, ", ")
			slices.Sort(wanted[3:6])
			if !slices.Equal(got, wanted) {
				t.Errorf("%s\nwant %s", got, wanted)
			}
		})
	}
}

// An unknown author is refused before any write. The column's type compares addresses,
// and is citext on PostgreSQL.
func TestScopedAuthorFirst(t *testing.T) {
	torusPlaces(t, false, func(t *testing.T, p *place) {
		s := p.open().(*sqlStore)
		y := sqlspy.On(t, &s.Pool)
		change := set(project1, "all", feature.Inherit, feature.On)
		unknown, known := []string{"bob@example.org", "ann@example.org ", "%"}, "ANN@example.org"
		if !p.pg {
			unknown, known = append(unknown, known), "ann@example.org"
		}
		for _, author := range unknown {
			change.Author = author
			_, err := s.Apply(t.Context(), change)
			wantProblem(t, err, feature.ErrUnknown, author)
		}
		for _, statement := range y.Seen() {
			if strings.Contains(statement.Text, "INSERT") {
				t.Errorf("asked for %s", statement.Text)
			}
		}
		change.Author = known
		apply(t, s, change)
		if events := p.events(); len(events) != 1 || events[0].author.Int64 != 5 {
			t.Errorf("%+v", events)
		}
	})
}

// After many changes the rows equal a map of the same changes. The trail has an event
// for each real change, and no others.
func TestScopedLongSequence(t *testing.T) {
	for _, older := range both {
		torusPlaces(t, older, func(t *testing.T, p *place) {
			p.own(journalTable)
			d := &deeds{t: t, p: p, s: p.open(), older: older, rows: map[feature.Change]feature.Setting{}, random: rand.New(rand.NewPCG(1, 2))}
			p.state("stray", "project_id", 12, true, older)
			d.rows[feature.Change{Scope: project1, Name: "stray"}] = feature.On
			for range 300 {
				d.next()
			}
			d.check()
		})
	}
}

// deeds holds the state of many random changes to a few features.
type deeds struct {
	t      *testing.T
	p      *place
	s      Store
	older  bool
	random *rand.Rand
	rows   map[feature.Change]feature.Setting // the expected rows, by scope and name
	last   string                             // the newest change-set, or empty if an undo is impossible
	before map[feature.Change]feature.Setting // the rows after an undo of last
}

func (d *deeds) change() feature.Change {
	key := feature.Change{Scope: []feature.Scope{project1, project2, section1, section2}[d.random.IntN(4)], Name: []string{"all", "write", "wrong", "stray"}[d.random.IntN(4)]}
	after := []feature.Setting{feature.Inherit, feature.Off, feature.On}[d.random.IntN(3)]
	return feature.Change{Scope: key.Scope, Name: key.Name, Before: d.rows[key], After: after}
}

// stored returns a setting as a row can hold it.
func (d *deeds) stored(setting feature.Setting) feature.Setting {
	if d.older {
		return setting
	}
	return torus.Present(setting)
}

func (d *deeds) next() {
	d.t.Helper()
	set := feature.ChangeSet{Actor: "alice@ops1", Author: []string{"", "ann@example.org"}[d.random.IntN(2)], Definitions: catalogue}
	now := maps.Clone(d.rows)
	seen := map[feature.Change]bool{}
	for range 1 + d.random.IntN(3) {
		c := d.change()
		if key := (feature.Change{Scope: c.Scope, Name: c.Name}); !seen[key] {
			seen[key] = true
			set.Changes = append(set.Changes, c)
			now[key] = d.stored(c.After)
		}
	}
	var err, want error
	var applied Applied
	switch d.random.IntN(10) {
	case 0:
		set.Changes = append(set.Changes, feature.Change{Scope: project1, Name: "two words", After: feature.On})
		want = feature.ErrUsage
	case 1:
		set.Changes = append(set.Changes, feature.Change{Scope: section("999"), Name: "all", After: feature.On})
		want = errAny
	case 2:
		if d.last != "" {
			applied, err = d.s.Undo(d.t.Context(), d.last, set)
			now = d.before
			d.done(applied, err, nil, now)
			d.last = ""
			return
		}
	case 3:
		name := set.Changes[0].Name
		now = maps.Clone(d.rows)
		for key, setting := range d.rows {
			if key.Name == name && setting == feature.On {
				now[key] = d.stored(feature.Off)
			}
		}
		applied, err = d.s.Kill(d.t.Context(), name, set)
		d.done(applied, err, nil, now)
		return
	}
	applied, err = d.s.Apply(d.t.Context(), set)
	d.done(applied, err, want, now)
}

// errAny stands for any error.
var errAny = errors.New("any")

func (d *deeds) done(applied Applied, err, want error, now map[feature.Change]feature.Setting) {
	d.t.Helper()
	switch {
	case want == nil && err != nil, want != nil && err == nil, want != nil && want != errAny && !errors.Is(err, want):
		d.t.Fatalf("%v, want %v", err, want)
	case err == nil:
		if applied.ID != "" {
			d.last, d.before = applied.ID, d.rows
		}
		d.rows = now
	}
}

func (d *deeds) check() {
	d.t.Helper()
	all, err := d.s.All(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	rows := map[feature.Change]feature.Setting{}
	for _, o := range all {
		rows[feature.Change{Scope: o.Scope, Name: o.Name}] = feature.SettingOf(o.Enabled)
		if at, _ := o.Changed(); !regexp.MustCompile(`:\d\dZ$`).MatchString(at.Format(time.RFC3339Nano)) || at.After(time.Now()) {
			d.t.Errorf("%+v changed at %s", o, at)
		}
	}
	maps.DeleteFunc(d.rows, func(_ feature.Change, setting feature.Setting) bool { return setting == feature.Inherit })
	if !maps.Equal(rows, d.rows) {
		d.t.Errorf("there is %v\nwant %v", rows, d.rows)
	}
	if got := d.p.rows(`SELECT COUNT(*) FROM scoped_feature_flag_states WHERE (project_id IS NULL) = (section_id IS NULL)`); got != "0" {
		d.t.Errorf("%s rows are of both or of neither", got)
	}
	on := map[string]bool{"project:12 stray": true}
	kinds := map[string]int{}
	for i, e := range d.p.events() {
		key := fmt.Sprint(e.scope, " ", e.name)
		if enabled := e.kind == "feature_flag_enabled"; on[key] == enabled && (e.kind != "feature_flag_removed" || !d.older) {
			d.t.Errorf("event %d: %s of %s, which it was", i, e.kind, key)
		}
		on[key] = e.kind == "feature_flag_enabled"
		kinds[e.kind]++
	}
	for key, setting := range d.rows {
		if on[fmt.Sprint(key.Scope, " ", key.Name)] != (setting == feature.On) {
			d.t.Errorf("the trail's end does not tell of %s at %s", key.Name, key.Scope)
		}
	}
	if len(kinds) != 3 {
		d.t.Errorf("of the events there are %v", kinds)
	}
}
