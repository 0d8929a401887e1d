package engine

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// state returns a text that changes if a watched table may have changed. It costs one
// cheap query.
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

// version reads PRAGMA data_version, which changes when another connection commits.
// Values from different connections cannot be compared.
func (w *watch) version(ctx context.Context, version *string) (err error) {
	if w.conn == nil {
		if w.conn, err = w.Pool.DB.Conn(ctx); err != nil {
			return err
		}
	}
	return whileBusy(ctx, func() error { return w.conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(version) })
}

// release returns the connection to the pool.
func (w *watch) release() {
	if w.conn != nil {
		// Close fails only if the connection is already closed.
		_ = w.conn.Close()
		w.conn = nil
	}
}

// smallTable is the maximum size, in bytes, of a table whose rows every poll counts.
// Such a table has some 20,000 rows, and counting takes some 10 ms.
const smallTable = 2 << 20

// fingerprint returns the query for the state of the watched tables on PostgreSQL.
//
// The state of a small table is the number of its rows, and the sum of the ids of the
// transactions that wrote them: every change alters one of these. If a row is inserted
// and deleted between two polls, both are as before, although the row may have been read
// meanwhile. So the state has the number of deletions, too, which the server's
// statistics report a little later.
//
// The state of a larger table is its greatest id and the server's statistics. A session
// reports statistics when a transaction ends, but at most once a second. A withheld
// report follows within 10 s. Before PostgreSQL 15, a withheld report waits for the
// session's next activity. Without statistics, as on a standby, the state is the whole
// server's transaction snapshot.
func (w *watch) fingerprint() string {
	parts := []string{`pg_is_in_recovery()`}
	for _, t := range w.tables {
		if !t.Readable {
			continue
		}
		part, ref, oid := `txid_current_snapshot()::text`, t.Ref(), quoted(t.PlainRef())+`::regclass`
		// The state includes the role's privileges, so that a screen notices when they
		// change.
		parts = append(parts, fmt.Sprintf(`has_table_privilege(%[1]s, 'INSERT')`+
			` || ' ' || has_table_privilege(%[1]s, 'DELETE') || ' ' || has_any_column_privilege(%[1]s, 'UPDATE')`, oid))
		if t.plain {
			added := `''`
			if t.Has(t.Key()) && t.numbered() {
				added = `(SELECT MAX(` + w.Ident(t.Key()) + `) FROM ` + ref + `)`
			}
			part = fmt.Sprintf(`CASE WHEN pg_relation_size(%[1]s) <= %[2]d
				THEN (SELECT concat_ws(' ', COUNT(*), SUM(xmin::text::bigint), pg_stat_get_tuples_deleted(%[1]s)) FROM %[3]s)
				WHEN pg_is_in_recovery() OR current_setting('track_counts') = 'off' THEN %[4]s
				ELSE concat_ws(' ', pg_stat_get_tuples_inserted(%[1]s), pg_stat_get_tuples_updated(%[1]s),
					pg_stat_get_tuples_deleted(%[1]s), %[5]s) END`, oid, smallTable, ref, part, added)
		}
		parts = append(parts, part)
	}
	return `SELECT concat_ws('/', ` + strings.Join(parts, `, `) + `)`
}
