package data

import (
	"database/sql"
	"testing"
	"time"

	"flagtui/internal/feature"
)

// Arguments that go into the text of statements come out as they are.
func TestTogether(t *testing.T) {
	t.Parallel()
	everywhere(t, overrideTable, func(t *testing.T, p *place) {
		s := p.open().(*sqlStore)
		// in runs statements in a transaction of their own, which is undone.
		in := func(statements ...statement) error {
			tx, err := s.pool.BeginTxx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback()
			if p.pg {
				if _, err := tx.Exec(`SET LOCAL standard_conforming_strings TO off`); err != nil {
					t.Fatal(err)
				}
			}
			return s.batch(t.Context(), tx, statements...)
		}
		for _, text := range []string{"", "'", "''", `\`, `\'`, `'\`, `\\'; DROP TABLE x; --`, "?", "$1", "--", "/*", "é", "\u00a0", "a\nb", "\x7f", `"`, "$$", "E'", "\u2019", "%s"} {
			var got, second string
			var null, on bool
			var n int
			var at timeValue
			when := time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.UTC)
			err := in(
				statement{text: `SELECT CAST(? AS VARCHAR(200)), CAST(? AS VARCHAR(9)) IS NULL, 1 + ?`, args: []any{text, nil, -7}, each: func(rows *sql.Rows) error { return rows.Scan(&got, &null, &n) }},
				statement{text: `DELETE FROM ` + s.overrides.ref() + ` WHERE name = ?`, args: []any{text}},
				counted(0, errOvertaken, `DELETE FROM `+s.overrides.ref()+` WHERE name = ? RETURNING id`, []any{feature.Kind(text)}),
				statement{text: `SELECT CAST(? AS VARCHAR(200)), ?, ?`, args: []any{sql.NullString{String: text, Valid: true}, s.boolean(feature.On), s.timeArg(when)}, each: func(rows *sql.Rows) error {
					return rows.Scan(&second, &on, &at)
				}})
			if err != nil || got != text || second != text || !null || !on || n != -6 {
				t.Errorf("%q came out as %q and %q, %v, %v, %d; %v", text, got, second, null, on, n, err)
			}
		}
		ran := statement{text: `SELECT 1`, each: func(*sql.Rows) error { return nil }}
		for _, bad := range []statement{
			{text: `SELECT ?`, each: ran.each},
			counted(1, errOvertaken, `DELETE FROM `+s.overrides.ref()+` WHERE name = ? RETURNING id`, []any{"none"}),
			{text: `SELECT nothing FROM nowhere`, each: ran.each},
			{text: `INSERT INTO nowhere VALUES (1)`},
		} {
			for _, all := range [][]statement{{bad}, {ran, bad}, {bad, ran}} {
				if err := in(all...); err == nil {
					t.Errorf("%q has no error", bad.text)
				}
			}
		}
		if p.pg {
			if err := in(statement{text: `SELECT ?`, args: []any{1, 2}}); err == nil {
				t.Error("an argument too many is no error")
			}
			for _, text := range []string{"a\x00b", "\xff", "\xc0'"} {
				wantProblem(t, in(statement{text: `SELECT ?`, args: []any{text}}), feature.ErrUsage)
			}
		}
	})
}
