package layout

import (
	"context"
	"database/sql"

	"flagtui/internal/data/engine"
)

// CheckBy runs steps until one fails. It returns err at once if err is not nil. Each
// step gets the full statement timeout.
func CheckBy(ctx context.Context, db *engine.DB, err error, steps []func(context.Context, func(Anomaly)) error, report func(Anomaly)) error {
	for _, step := range steps {
		if err == nil {
			err = db.Read(ctx, func(ctx context.Context) error { return step(ctx, report) })
		}
	}
	return err
}

// Page is the number of rows that EachPage reads with one statement. A statement of this
// size ends within the statement timeout on a table of any size.
const Page = 10_000

// EachPage reads a table page by page, in the order of ids. The query text must contain
// t.After() and LIMIT. each reads one row and returns the row's id.
func EachPage(ctx context.Context, db *engine.DB, t engine.Table, text string, each func(*sql.Rows) (id string, err error)) error {
	last := t.BeforeAll()
	for n := Page; n == Page; {
		n = 0
		err := db.Read(ctx, func(ctx context.Context) error {
			return engine.Query(ctx, db.Pool, text, []any{last, Page}, func(rows *sql.Rows) (err error) {
				last, err = each(rows)
				n++
				return err
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
