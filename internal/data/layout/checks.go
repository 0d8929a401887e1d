package layout

import (
	"context"
	"database/sql"

	"flagtui/internal/data/engine"
)

// CheckBy runs further steps if err is nil, until one fails. Each step has the statement
// timeout to itself.
func CheckBy(ctx context.Context, db *engine.DB, err error, steps []func(context.Context, func(Anomaly)) error, report func(Anomaly)) error {
	for _, step := range steps {
		if err == nil {
			err = db.Read(ctx, func(ctx context.Context) error { return step(ctx, report) })
		}
	}
	return err
}

// Page is how many rows EachPage reads with one statement, so that a table of any size
// can be read within the statement timeout.
const Page = 10_000

// EachPage runs a query for the rows after an id, in the order of ids, until there are
// no more. The query contains t.After() and LIMIT. each returns the row's id.
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
