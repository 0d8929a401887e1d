package doctor

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"flagtui"
	"flagtui/internal/data"
)

// Find needs no command line: a screen may show its findings.
func TestFind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statements := append(flagtui.Statements(true), `DROP INDEX ix_feature_flags_override_name`,
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
	if of[Unregistered] != MaxPerCode {
		t.Errorf("%d findings of one code", of[Unregistered])
	}
}
