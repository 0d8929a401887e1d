package data

import (
	"database/sql"
	"testing"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// Arguments within the text of statements keep their values.
func TestBatch(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		s := p.open().(*sqlStore)
		// in runs statements in a transaction and rolls it back.
		in := func(statements ...engine.Statement) error {
			tx, err := s.Pool.BeginTxx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback()
			if p.pg {
				if _, err := tx.Exec(`SET LOCAL standard_conforming_strings TO off`); err != nil {
					t.Fatal(err)
				}
			}
			return s.Batch(t.Context(), tx, statements...)
		}
		for _, text := range []string{"", "'", "''", `\`, `\'`, `'\`, `\\'; DROP TABLE x; --`, "?", "$1", "--", "/*", "é", "\u00a0", "a\nb", "\x7f", `"`, "$$", "E'", "\u2019", "%s"} {
			var got, second string
			var null, on bool
			var n int
			var at engine.TimeValue
			when := time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC)
			err := in(
				engine.Statement{Text: `SELECT CAST(? AS VARCHAR(200)), CAST(? AS VARCHAR(9)) IS NULL, 1 + ?`, Args: []any{text, nil, -7}, Each: func(rows *sql.Rows) error { return rows.Scan(&got, &null, &n) }},
				engine.Statement{Text: `DELETE FROM ` + s.layouts[0].Main().Ref() + ` WHERE name = ?`, Args: []any{text}},
				engine.Counted(0, layout.ErrOvertaken, `DELETE FROM `+s.layouts[0].Main().Ref()+` WHERE name = ? RETURNING id`, []any{feature.Kind(text)}),
				engine.Statement{Text: `SELECT CAST(? AS VARCHAR(200)), ?, ?`, Args: []any{sql.NullString{String: text, Valid: true}, s.Boolean(feature.On), s.TimeArg(when)}, Each: func(rows *sql.Rows) error {
					return rows.Scan(&second, &on, &at)
				}})
			if err != nil || got != text || second != text || !null || !on || n != -6 {
				t.Errorf("%q came out as %q and %q, %v, %v, %d; %v", text, got, second, null, on, n, err)
			}
		}
		ran := engine.Statement{Text: `SELECT 1`, Each: func(*sql.Rows) error { return nil }}
		for _, bad := range []engine.Statement{
			{Text: `SELECT ?`, Each: ran.Each},
			engine.Counted(1, layout.ErrOvertaken, `DELETE FROM `+s.layouts[0].Main().Ref()+` WHERE name = ? RETURNING id`, []any{"none"}),
			{Text: `SELECT nothing FROM nowhere`, Each: ran.Each},
			{Text: `INSERT INTO nowhere VALUES (1)`},
		} {
			for _, all := range [][]engine.Statement{{bad}, {ran, bad}, {bad, ran}} {
				if err := in(all...); err == nil {
					t.Errorf("%q has no error", bad.Text)
				}
			}
		}
		if p.pg {
			if err := in(engine.Statement{Text: `SELECT ?`, Args: []any{1, 2}}); err == nil {
				t.Error("an argument too many is no error")
			}
			for _, text := range []string{"a\x00b", "\xff", "\xc0'"} {
				wantProblem(t, in(engine.Statement{Text: `SELECT ?`, Args: []any{text}}), feature.ErrUsage)
			}
		}
	})
}
