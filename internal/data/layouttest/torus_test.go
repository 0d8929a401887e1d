package layouttest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/schema"
	_ "flagtui/internal/schema/schematest"
)

// torus is OLI Torus' table of scoped feature flags. In the older form the column
// enabled decides, not the row.
func torus(t *testing.T, older bool) Fixture {
	f := Fixture{
		Name: "torus",
		DDL:  func(sqlite bool) string { return torusDDL(t, sqlite, older) },
		Base: `INSERT INTO projects (id, title, slug, status) VALUES (12, 'Chemistry', 'chem', 'active'), (13, NULL, '100%_phys', NULL), (14, 'Gone', 'gone', 'deleted');
			INSERT INTO sections (id, title, slug, type, status) VALUES (7, 'Chem 101', 'chem_101', 'enrollable', 'active'), (8, 'Old', 'old', 'blueprint', 'archived'), (12, 'A "quoted" one', 'quoted', 'enrollable', 'active')`,
		Table: "scoped_feature_flag_states", IDColumn: "id", NameColumn: "feature_name", AuditTable: "audit_log_events",
		Generated: []string{"id", "inserted_at", "updated_at"},
		Times:     []string{"audit_log_events.inserted_at"},
		Stamps: func(_ feature.ChangeSet, isNew bool) map[string]string {
			if isNew {
				return map[string]string{"inserted_at": Now, "updated_at": Now}
			}
			return map[string]string{"updated_at": Now}
		},
		Kinds: []Kind{
			{Kind: feature.Project, IDs: []string{"12", "13", "14"}, Missing: "999", OffIsAbsence: !older, Slugs: map[string]string{"chem": "12", "100%_phys": "13"}, Searches: map[string][]string{"CHEM": {"12"}, "%_": {"13"}, "nothing": nil}},
			{Kind: feature.Section, IDs: []string{"7", "12", "8"}, Missing: "999", OffIsAbsence: !older, Slugs: map[string]string{"chem_101": "7"}, Searches: map[string][]string{"_1": {"7"}, `"quoted"`: {"12"}}},
		},
		Names:    []string{"cells", "Cells", "c-e.l_ls", "c-eXlXls", "0", strings.Repeat("n", 255), "untouched"},
		BadNames: []string{"no spaces", "100%", "it's", `a\b`, "a?", "über", strings.Repeat("x", 256)},
		Write: func(db *Database, scope feature.Scope, name string, setting feature.Setting) {
			column := string(scope.Kind) + "_id"
			where, key := ` WHERE feature_name = ? AND `+column+` = ?`, []any{name, scope.ID}
			switch {
			case setting == feature.Inherit || setting == feature.Off && !older:
				db.Exec(`DELETE FROM scoped_feature_flag_states`+where, key...)
			case !older && len(db.Rows(`SELECT 1 FROM scoped_feature_flag_states`+where, key...)) == 0:
				db.Exec(`INSERT INTO scoped_feature_flag_states (feature_name, `+column+`, inserted_at, updated_at) VALUES (?, ?, '2020-01-02 03:04:05', '2020-01-02 03:04:05')`, key...)
			case older && db.Exec(`UPDATE scoped_feature_flag_states SET enabled = ?`+where, append([]any{setting == feature.On}, key...)...) == 0:
				db.Exec(`INSERT INTO scoped_feature_flag_states (feature_name, `+column+`, enabled, inserted_at, updated_at) VALUES (?, ?, ?, '2020-01-02 03:04:05', '2020-01-02 03:04:05')`, append(key, setting == feature.On)...)
			}
		},
		Readers: []Reader{{"all", func(db *Database) func(feature.Scope, string, bool) bool { return loadStates(db, older) }}},
		Large: Large{Scope: func(i int) feature.Scope { return feature.Scope{Kind: feature.Section, ID: fmt.Sprint(301 + i)} }, Slug: "slug_200", Name: "flag.7", Search: "itle 49", Scopes: []string{"projects", "sections"},
			Fill: func(db *Database) { fillTorus(db, older) }},
		RowID: func(db *Database, scope feature.Scope, name string) string {
			rows := db.Rows(`SELECT id FROM scoped_feature_flag_states WHERE feature_name = ? AND `+string(scope.Kind)+`_id = ?`, name, scope.ID)
			if len(rows) == 0 {
				return ""
			}
			return rows[0][0]
		},
		Events: torusEvents,
		Event:  torusEvent,
	}
	if older {
		f.Name, f.SettingColumn = "older torus", "enabled"
	}
	return f
}

// loadStates reads the table as OLI Torus does. A row for a feature and a project or
// section means on. In the older form the column enabled decides.
func loadStates(db *Database, older bool) func(feature.Scope, string, bool) bool {
	condition := ``
	if older {
		condition = ` WHERE enabled`
	}
	on := map[override]bool{}
	for _, r := range db.Rows(`SELECT feature_name, project_id, section_id FROM scoped_feature_flag_states` + condition) {
		scope := feature.Scope{Kind: feature.Project, ID: r[1]}
		if r[1] == "NULL" {
			scope = feature.Scope{Kind: feature.Section, ID: r[2]}
		}
		on[override{scope, r[0]}] = true
	}
	return func(scope feature.Scope, name string, _ bool) bool { return on[override{scope, name}] }
}

// torusEvents returns the events of the audit trail, without the details that only
// flagtui writes.
func torusEvents(db *Database) (events []string) {
	for _, r := range db.Rows(`SELECT event_type, project_id, section_id, author_id, user_id, resource_id, details FROM audit_log_events ORDER BY id`) {
		var details map[string]any
		if err := json.Unmarshal([]byte(r[6]), &details); err != nil {
			db.t.Errorf("the app cannot read the details %s: %v", r[6], err)
		}
		for _, key := range []string{"source", "change", "actor", "reason"} {
			delete(details, key)
		}
		r[6] = fmt.Sprint(details)
		events = append(events, strings.Join(r, "|"))
	}
	return events
}

// torusEvent returns the event that the application writes for a change.
func torusEvent(set feature.ChangeSet, c feature.Change, id string) string {
	if c.Before != feature.On && c.After != feature.On {
		return "" // off before and after
	}
	event := map[bool]string{true: "feature_flag_enabled", false: "feature_flag_disabled"}[c.After == feature.On]
	titles := map[string]string{"project:12": "Chemistry", "project:14": "Gone", "section:7": "Chem 101", "section:8": "Old", "section:12": `A "quoted" one`}
	details := map[string]any{"feature_name": c.Name, "enabled": c.After == feature.On, "resource_type": c.Scope.Kind}
	if title, ok := titles[c.Scope.String()]; ok {
		details[string(c.Scope.Kind)+"_title"] = title
	}
	project, section := c.Scope.ID, "NULL"
	if c.Scope.Kind == feature.Section {
		project, section = section, project
	}
	return strings.Join([]string{event, project, section, "NULL", "NULL", "NULL", fmt.Sprint(details)}, "|")
}

// torusDDL returns the application's DDL, which runs on PostgreSQL only. For SQLite it
// returns the tables of schema.sql, and the other tables in SQLite's SQL.
func torusDDL(t *testing.T, sqlite, older bool) string {
	text := ddl(t, "torus.postgres.sql")
	if sqlite {
		others := regexp.MustCompile(`(?m)^CREATE (TABLE|(UNIQUE )?INDEX \w+ ON) (publishers|feature_states|scoped_feature_rollouts|scoped_feature_exemptions)\b[^;]*`).FindAllString(text, -1)
		made := schema.Statements(true, "projects", "sections", "authors", "scoped_feature_flag_states", "audit_log_events")
		text = strings.NewReplacer("bigserial PRIMARY KEY", "INTEGER PRIMARY KEY", "= ANY (ARRAY[", "IN (", "'])", "')").Replace(strings.Join(append(made, others...), ";\n"))
	}
	if older {
		text = regexp.MustCompile(`(?i)(feature_name varchar\(255\) NOT NULL,)(\s+project_id)`).ReplaceAllString(text, "$1 enabled boolean NOT NULL,$2")
	}
	return text
}

// fillTorus makes 5,000 projects and 5,000 sections. Features are on in half of them,
// and have many rollouts and exemptions.
func fillTorus(db *Database, older bool) {
	enabled, on := ``, ``
	if older {
		enabled, on = `, enabled`, `, i % 3 > 0`
	}
	const at = `'2020-01-02 03:04:05', '2020-01-02 03:04:05'`
	for _, kind := range []string{"project", "section"} {
		db.series(5000, `INSERT INTO `+kind+`s (id, title, slug, status) SELECT i + 100, 'Title ' || i, 'slug_' || i,
			CASE WHEN i % 7 = 0 THEN 'deleted' WHEN i % 11 > 0 THEN 'active' END FROM n`)
		db.series(30000, `INSERT INTO scoped_feature_flag_states (feature_name, `+kind+`_id, inserted_at, updated_at`+enabled+`)
			SELECT 'flag.' || (i / 2500 * 50 + i % 50), i % 2500 * 2 + 101, `+at+on+` FROM n`)
	}
	db.series(20000, `INSERT INTO audit_log_events (event_type, project_id, details, inserted_at)
		SELECT CASE WHEN i % 5 = 0 THEN 'feature_flag_enabled' ELSE 'user_deleted' END, i % 2500 + 101, '{"feature_name": "flag.7", "enabled": true, "resource_type": "project"}', '2020-01-02 03:04:05' FROM n`)
	db.series(2000, `INSERT INTO feature_states (label, state) SELECT 'flag.' || i, 'enabled' FROM n`)
	db.series(50, `INSERT INTO publishers (id, name) SELECT i, 'Publisher ' || i FROM n`)
	db.series(5000, `INSERT INTO scoped_feature_exemptions (feature_name, publisher_id, effect, inserted_at, updated_at) SELECT 'flag.' || (i / 50), i % 50 + 1, 'deny', `+at+` FROM n`)
	db.series(10000, `INSERT INTO scoped_feature_rollouts (feature_name, scope_type, scope_id, stage, inserted_at, updated_at) SELECT 'flag.' || (i / 50), 'project', i, 'off', `+at+` FROM n`)
}
