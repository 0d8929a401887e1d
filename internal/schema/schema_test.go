package schema

import (
	"database/sql"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

func init() {
	sql, err := os.ReadFile("../../schema.sql")
	if err != nil {
		panic(err)
	}
	Use(string(sql))
}

// wantColumns holds each table's columns on SQLite: name, type, and ! for NOT NULL.
var wantColumns = map[string][]string{
	"feature_flags_override": {"created_at DATETIME !", "updated_at DATETIME", "created_by VARCHAR(255)",
		"updated_by VARCHAR(255)", "id INTEGER !", "scope VARCHAR(10) !", "scope_id VARCHAR(64) !",
		"name VARCHAR(200) !", "enabled BOOLEAN !"},
	"tenants_tenant": {"created_at DATETIME !", "updated_at DATETIME", "created_by VARCHAR(255)",
		"updated_by VARCHAR(255)", "id VARCHAR(32) !", "slug VARCHAR(50) !", "name VARCHAR(200) !",
		"status VARCHAR(20) !"},
	"audit_log_audit_entry": {"id CHAR(32) !", "entity_type VARCHAR(255) !", "entity_id VARCHAR(255) !",
		"action VARCHAR(20) !", "changes JSON", "user_id VARCHAR(255)", "correlation_id VARCHAR(255)",
		"created_at DATETIME !", "tenant_id VARCHAR(50)"},
	"projects": {"id INTEGER !", "title VARCHAR(255)", "slug VARCHAR(255)", "status VARCHAR(255)", "inserted_at DATETIME !", "updated_at DATETIME !"},
	"sections": {"id INTEGER !", "type VARCHAR(255) !", "title VARCHAR(255)", "slug VARCHAR(255)", "status VARCHAR(255)",
		"base_project_id BIGINT", "inserted_at DATETIME !", "updated_at DATETIME !"},
	"authors": {"id INTEGER !", "email VARCHAR(255)", "name VARCHAR(255)"},
	"scoped_feature_flag_states": {"id INTEGER !", "feature_name VARCHAR(255) !", "project_id BIGINT", "section_id BIGINT",
		"inserted_at DATETIME !", "updated_at DATETIME !"},
	"audit_log_events": {"id INTEGER !", "user_id INTEGER", "author_id INTEGER", "event_type VARCHAR(255) !", "section_id INTEGER",
		"project_id INTEGER", "resource_id INTEGER", "details JSON", "inserted_at DATETIME !"},
	"flagtui_definition": {"name VARCHAR(255) !", "description TEXT !", "default_enabled BOOLEAN !",
		"scopes VARCHAR(255) !", "rollout_mode VARCHAR(20) !"},
	"flagtui_change": {"id INTEGER !", "change VARCHAR(64) !", "at DATETIME !", "actor VARCHAR(255) !",
		"reason TEXT !", "scope VARCHAR(64) !", "scope_id VARCHAR(255) !", "name VARCHAR(255) !",
		"before BOOLEAN", "after BOOLEAN", "undoes VARCHAR(64)",
		"client VARCHAR(255) !", "before_rows TEXT !", "after_rows TEXT !", "layout VARCHAR(255) !"},
}

func TestStatementsOnSQLite(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection to :memory: has its own database

	for range 2 { // the second run must not change anything
		for _, statement := range Statements(true) {
			if _, err := db.Exec(statement); err != nil {
				t.Fatalf("%v in\n%s", err, statement)
			}
		}
	}
	tables := query(t, db, `SELECT name FROM sqlite_master WHERE type = 'table'`)
	if len(tables) != len(wantColumns) {
		t.Errorf("tables %v", tables)
	}
	for name, want := range wantColumns {
		got := query(t, db, `SELECT name || ' ' || type || iif("notnull", ' !', '') FROM pragma_table_info(?)`, name)
		if !slices.Equal(got, want) {
			t.Errorf("%s has %q\nwant %q", name, got, want)
		}
	}

	for _, insert := range []string{
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a', 1)`,
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', 't', 'a', 0)`,
		`INSERT INTO flagtui_change (change, actor, scope, scope_id, name) VALUES ('c', 'me', 'system', '', 'a')`,
		`INSERT INTO flagtui_change (change, actor, scope, scope_id, name) VALUES ('c', 'me', 'tenant', 't', 'a')`,
	} {
		if _, err := db.Exec(insert); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"feature_flags_override", "flagtui_change"} {
		got := query(t, db, fmt.Sprintf(`SELECT id || ' ' || rowid FROM %s ORDER BY id`, name))
		if !slices.Equal(got, []string{"1 1", "2 2"}) {
			t.Errorf("%s: id and rowid are %q", name, got)
		}
	}
}

func TestStatementsOfSomeTables(t *testing.T) {
	got := Statements(false, "flagtui_definition", "tenants_tenant")
	if len(got) != 4 || !strings.HasPrefix(got[0], "CREATE TABLE IF NOT EXISTS tenants_tenant (") ||
		!strings.HasPrefix(got[1], "CREATE UNIQUE INDEX IF NOT EXISTS ix_tenants_tenant_slug ON tenants_tenant (") {
		t.Errorf("got %q", got)
	}
	if got := Statements(false, "tenants"); len(got) != 0 {
		t.Errorf("part of a table's name got %q", got)
	}
}

// TestSchemaCanBeSplit: schema.sql has the form that Statements relies on.
func TestSchemaCanBeSplit(t *testing.T) {
	withoutComments := commentPattern.ReplaceAllString(text, "")
	for _, literal := range regexp.MustCompile(`'[^']*'`).FindAllString(withoutComments, -1) {
		if strings.ContainsAny(literal, ";\n") {
			t.Errorf("the literal %s holds a semicolon, a line's end or a comment", literal)
		}
	}
	if strings.Count(withoutComments, "'")%2 != 0 || strings.Contains(withoutComments, "/*") || strings.Contains(withoutComments, "$$") {
		t.Error("schema.sql has a comment or a literal that cannot be told apart")
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return r > '~' }); i >= 0 {
		t.Errorf("not ASCII, which a database in another encoding may refuse: %q", text[i:i+10])
	}
	for _, sqlite := range []bool{false, true} {
		statements := Statements(sqlite)
		if n := strings.Count(withoutComments, ";"); len(statements) != n {
			t.Errorf("%d of %d statements are of a form that Statements knows", len(statements), n)
		}
		for _, statement := range statements {
			if sqlite && regexp.MustCompile(`SERIAL|UUID|WITH TIME ZONE`).MatchString(statement) {
				t.Errorf("a type of PostgreSQL's is left in\n%s", statement)
			}
		}
	}
}

// query returns the rows of a query with one text column.
func query(t *testing.T, db *sql.DB, text string, args ...any) []string {
	t.Helper()
	rows, err := db.Query(text, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
