package engine

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// state returns a text that differs from the one before if a watched table may have
// changed. It costs one cheap query.
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

// version reads SQLite's count of commits by all other connections. This connection
// makes none itself.
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

// smallTable is the size in bytes up to which the rows of a table are counted at each
// poll: some 20,000 rows, in some 10 ms.
const smallTable = 2 << 20

// fingerprint returns the query for the state of the watched tables on PostgreSQL.
//
// For a small table the state is exact: each row version has the id of the transaction
// that wrote it, so a change leaves another number of rows or a greater sum of ids. The
// state of a larger table is the server's statistics. A session adds to them when a
// transaction ends, at most once a second; the rest follows up to 10 s later, before
// PostgreSQL 15 only when the session does something again. A new row is noticed at once
// by its id. Where there are no statistics, as on a standby, the state is that of the
// whole server.
func (w *watch) fingerprint() string {
	parts := []string{`pg_is_in_recovery()`}
	for _, t := range w.tables {
		if !t.Readable {
			continue
		}
		part, ref, oid := `txid_current_snapshot()::text`, t.Ref(), quoted(Table{Schema: t.Schema, Name: t.Name}.PlainRef())+`::regclass`
		// The role's privileges are part of the state, so that a screen notices when
		// they change.
		parts = append(parts, fmt.Sprintf(`has_table_privilege(%[1]s, 'INSERT')`+
			` || ' ' || has_table_privilege(%[1]s, 'DELETE') || ' ' || has_any_column_privilege(%[1]s, 'UPDATE')`, oid))
		if t.plain {
			added := `''`
			if t.Has(t.Key()) && t.numbered() {
				added = `(SELECT MAX(` + t.Key() + `) FROM ` + ref + `)`
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
