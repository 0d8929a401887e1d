package doctor

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
	_ "flagtui/internal/schema/schematest"
	"flagtui/internal/words"
)

// Find needs no command line: a screen may show its findings.
func TestFind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statements := append(schema.Statements(true), `DROP INDEX ix_feature_flags_override_name`,
		`INSERT INTO flagtui_definition (name) VALUES ('a.b')`,
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'it''s', 1), ('tenant', '', 'a.b', 1), ('system', '', 'a.b', 0)`)
	for i := range MaxPerCode + 1 {
		statements = append(statements, fmt.Sprintf(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'x.%03d', 1)`, i))
	}
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	options := data.Options{URL: path, ReadOnly: true, Timeout: data.DefaultTimeout}
	inspection, err := data.Inspect(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	store, err := data.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	defs, err := store.Definitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	result, err := Find(t.Context(), store, Subject{Inspection: inspection, Catalogue: defs, Stored: defs, Options: " --db x"})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]int{NoIndex: 1, Misread: 1, Unregistered: MaxPerCode + 2, Repeated: 1}; fmt.Sprint(result.Counts) != fmt.Sprint(want) {
		t.Errorf("counts %v, want %v", result.Counts, want)
	}
	fixes := map[string]string{}
	of := map[string]int{}
	for i, f := range result.Findings {
		if fixes[f.Code] == "" {
			fixes[f.Code] = f.Fix
		}
		of[f.Code]++
		if f.Code == Unregistered && i > 2 && f.name < result.Findings[i-1].name {
			t.Errorf("%s comes after %s", f.name, result.Findings[i-1].name)
		}
	}
	for code, want := range map[string]string{
		NoIndex:      "CREATE INDEX ix_feature_flags_override_name ON feature_flags_override (name);",
		Misread:      "DELETE FROM feature_flags_override WHERE id = 2 AND scope = 'tenant' AND COALESCE(scope_id, '') = '';",
		Unregistered: `flagtui clear 'it'\''s' --db x`,
		Repeated:     "flagtui clear a.b --db x",
	} {
		if fixes[code] != want {
			t.Errorf("the fix of %s is %s, want %s", code, fixes[code], want)
		}
	}
	for _, f := range result.Findings {
		removes := f.Code == Unregistered || f.Code == Repeated
		if removes != (f.Change != nil) || removes && (f.Change.Name != f.name || f.Change.Before == feature.Inherit || f.Change.After != feature.Inherit) {
			t.Errorf("%s is changed by %+v", f.Message, f.Change)
		}
	}
	if result.Rows != MaxPerCode+4 {
		t.Errorf("%d rows were read", result.Rows)
	}
	if of[Unregistered] != MaxPerCode {
		t.Errorf("%d findings of one code", of[Unregistered])
	}
}

// TestProgress: Find says how far it has come, and every code has a title.
func TestProgress(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range append(schema.Statements(true), `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20500)
		INSERT INTO feature_flags_override (scope, scope_id, name, enabled) SELECT 'tenant', i, 'a.b', 1 FROM n`) {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	store, err := data.Open(t.Context(), data.Options{URL: path, ReadOnly: true, Timeout: data.DefaultTimeout})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var reported []int
	result, err := Find(t.Context(), store, Subject{Progress: func(rows int) { reported = append(reported, rows) }})
	if err != nil || fmt.Sprint(reported) != "[10000 20000]" || result.Rows != 20500 {
		t.Errorf("progress %v, %d rows (%v)", reported, result.Rows, err)
	}
	for _, code := range Codes() {
		if Title(words.English, code, nil) == "" || strings.Contains(Title(words.English, code, feature.KindList{{Kind: "workspace", Name: "workspace", IDForm: "ID"}}), "tenant") {
			t.Errorf("%s has no title", code)
		}
	}
}
