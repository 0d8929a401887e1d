package data

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// BenchmarkRead reads the data of the first screen: the catalogue, the system's
// overrides and the counts. A tenth of the flags have a system override, and ten tenants
// override each flag.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		path := filepath.Join(b.TempDir(), "app.db")
		raw, err := sql.Open("sqlite", path)
		if err != nil {
			b.Fatal(err)
		}
		rows := func(into, values string, n int) string {
			return fmt.Sprintf(`INSERT INTO %s WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < %d) SELECT %s FROM number`, into, n-1, values)
		}
		for _, text := range append(schema.Statements(true, definitionTable, simplemodule.OverrideTable, simplemodule.TenantTable),
			rows(`flagtui_definition (name, description)`, `printf('flag%06d', i), 'What a feature does for the users of its area'`, n),
			rows(`feature_flags_override (scope, scope_id, name, enabled)`, `'system', '', printf('flag%06d', i * 10), i % 2`, n/10),
			rows(`feature_flags_override (scope, scope_id, name, enabled)`, fmt.Sprintf(`'tenant', i / %d, printf('flag%%06d', i %% %d), i %% 3 > 0`, n, n), 10*n)) {
			if _, err := raw.Exec(text); err != nil {
				b.Fatal(err)
			}
		}
		raw.Close()
		ctx := b.Context()
		s, err := Open(ctx, Options{URL: path})
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		run := func(name string, read func() (int, error), want int) {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if got, err := read(); err != nil || got != want {
						b.Fatal(got, err)
					}
				}
			})
		}
		run("definitions", func() (int, error) { defs, err := s.Definitions(ctx); return len(defs), err }, n)
		run("system", func() (int, error) { stored, err := s.Stored(ctx, feature.SystemScope()); return len(stored), err }, n/10)
		run("tenant", func() (int, error) { stored, err := s.Stored(ctx, feature.TenantScope("7")); return len(stored), err }, n)
		run("counts", func() (int, error) { counts, err := countsOf(ctx, s); return len(counts), err }, n)
	}
}
