package data

import (
	"database/sql"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// withLibraries makes a SQLite database with the tables of several systems.
func withLibraries(t *testing.T, statements []string, libraries ...string) (path string) {
	t.Helper()
	path = t.TempDir() + "/app.db"
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for _, name := range libraries {
		ddl, err := os.ReadFile("testdata/" + name + ".sqlite.sql")
		if err != nil {
			t.Fatal(err)
		}
		statements = append(statements, string(ddl))
	}
	for _, statement := range statements {
		if _, err := raw.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// TestSystemsOfOneDatabase checks that systems without a common kind of scope are shown
// together.
func TestSystemsOfOneDatabase(t *testing.T) {
	path := withLibraries(t, schema.Statements(true, "projects", "sections", "scoped_feature_flag_states"), "flipper")
	s, err := Open(t.Context(), Options{URL: path})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := s.Info().Kinds.Kinds(); len(got) != 4 || !slices.Contains(got, "actor") || !slices.Contains(got, feature.Project) {
		t.Errorf("%v", got)
	}
}

// TestClashingSystems checks that the error about two systems with the same kind of scope
// has the lines of the config file that open each of them.
func TestClashingSystems(t *testing.T) {
	path := withLibraries(t, schema.Statements(true, "feature_flags_override"), "flipper", "fun_with_flags", "waffle")
	_, err := Open(t.Context(), Options{URL: path})
	if hint := feature.Hint(err); !errors.Is(err, feature.ErrUsage) || !strings.Contains(hint, "layout: {table: feature_flags_override, ") || !strings.Contains(hint, "layout: {flipper: {}}") {
		t.Errorf("%v\n%s", err, hint)
	}
	path = withLibraries(t, nil, "fun_with_flags", "waffle")
	_, err = Open(t.Context(), Options{URL: path})
	if hint := feature.Hint(err); !strings.Contains(hint, "layout: {fun_with_flags: {}}") || !strings.Contains(hint, "layout: {waffle: {}}") {
		t.Errorf("%v\n%s", err, hint)
	}
	for main, config := range map[string]*layout.Config{"fun_with_flags_toggles": {FunWithFlags: &layout.FunWithFlagsConfig{}}, "waffle_flag": {Waffle: &layout.WaffleConfig{}}} {
		s, err := Open(t.Context(), Options{URL: path, Layout: config})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.(*sqlStore).info.mains; !slices.Equal(got, []string{main}) {
			t.Errorf("%v, want %s", got, main)
		}
		s.Close()
	}
}
