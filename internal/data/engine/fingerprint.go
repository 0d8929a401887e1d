package engine

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// state returns a text that is another one whenever a watched table may have
// changed, by one cheap query.
func (w *watch) state(ctx context.Context) (state string, err error) {
	err = w.ask(ctx, func(ctx context.Context) error {
		if w.Dialect == SQLite {
			return w.version(ctx, &state)
		}
		return Query(ctx, w.Pool, w.fingerprint(), nil, func(rows *sql.Rows) error { return rows.Scan(&state) })
	})
	if err != nil {
		w.release()
		return "", err
	}
	return state, nil
}

// version reads SQLite's own count of the commits of all others, as one
// connection sees it: this one makes none itself.
func (w *watch) version(ctx context.Context, version *string) (err error) {
	if w.conn == nil {
		if w.conn, err = w.Pool.DB.Conn(ctx); err != nil {
			return err
		}
	}
	return whileBusy(ctx, func() error { return w.conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(version) })
}

// release gives the connection back.
func (w *watch) release() {
	if w.conn != nil {
		// It fails only where the connection is closed already.
		_ = w.conn.Close()
		w.conn = nil
	}
}

// smallTable is up to how many bytes a table is counted at each look: some
// 20,000 rows, in some 10 ms.
const smallTable = 2 << 20

// fingerprint is a query for the state of the watched tables, on PostgreSQL.
//
// Of a small table it is exact. A row version bears the number of the
// transaction that wrote it, so that a change leaves another number of rows,
// or else a greater sum. A larger one is known by the server's statistics: a
// session adds to them when a transaction ends, though at most once a second,
// and what is held back then up to 10 s later (before PostgreSQL 15 whenever
// it does something again); an added row is seen at once. Where there are no
// statistics, as on a standby, the state is that of the whole server.
func (w *watch) fingerprint() string {
	parts := []string{`pg_is_in_recovery()`}
	for _, t := range w.tables {
		if !t.Readable {
			continue
		}
		part, ref, oid := `txid_current_snapshot()::text`, t.Ref(), quoted(Table{Schema: t.Schema, Name: t.Name}.PlainRef())+`::regclass`
		// What the role may do is a part of it, too: a screen that was read-only shows that.
		parts = append(parts, fmt.Sprintf(`has_table_privilege(%[1]s, 'INSERT')`+
			` || ' ' || has_table_privilege(%[1]s, 'DELETE') || ' ' || has_any_column_privilege(%[1]s, 'UPDATE')`, oid))
		if t.plain {
			added := `''`
			if t.Has("id") && t.numbered() {
				added = `(SELECT MAX(id) FROM ` + ref + `)`
			}
			part = fmt.Sprintf(`CASE WHEN pg_relation_size(%[1]s) <= %[2]d
				THEN (SELECT concat_ws(' ', COUNT(*), SUM(xmin::text::bigint)) FROM %[3]s)
				WHEN pg_is_in_recovery() OR current_setting('track_counts') = 'off' THEN %[4]s
				ELSE concat_ws(' ', pg_stat_get_tuples_inserted(%[1]s), pg_stat_get_tuples_updated(%[1]s),
					pg_stat_get_tuples_deleted(%[1]s), %[5]s) END`, oid, smallTable, ref, part, added)
		}
		parts = append(parts, part)
	}
	return `SELECT concat_ws('/', ` + strings.Join(parts, `, `) + `)`
}
