package engine

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"flagtui/internal/feature"
)

// connectPostgres opens a pool of connections with time limits. Its transactions are
// read-only if readOnly is true, and while Denied has a reason.
func (s *DB) connectPostgres(where Target, timeout time.Duration, readOnly bool) (*sql.DB, error) {
	made, err := newConnector(where, timeout, readOnly)
	if err != nil {
		return nil, err
	}
	made.denied, made.waiting = s.Denied, s.settings.Waiting
	return sql.OpenDB(made), nil
}

// newConnector returns a connector with time limits. It requests only the session
// settings of the URL, since poolers refuse or ignore others. conn sets the rest in each
// transaction.
func newConnector(where Target, timeout time.Duration, readOnly bool) (connector, error) {
	config, err := postgresConfig(where)
	if err != nil {
		return connector{}, err
	}
	config.ConnectTimeout = timeout
	if config.SSLMode == "" {
		config.SSLMode = pq.SSLModePrefer // as psql and the app's driver do
	}
	if config.ApplicationName == "" {
		config.ApplicationName = "flagtui"
	}
	return connector{config: config, limit: timeout + 2*clientGrace, limits: limitsOf(timeout), readOnly: readOnly}, nil
}

func postgresConfig(where Target) (pq.Config, error) {
	config, err := driverConfig(where.dsn)
	if err != nil {
		return pq.Config{}, malformed(err)
	}
	return config, nil
}

// malformed returns the error for a DSN that the driver refuses. An error that begins
// with "pq: " may quote a setting's value, which is never a password. Any other error
// may quote any part of the DSN, so malformed hides it.
func malformed(err error) error {
	problem := &feature.Problem{Kind: feature.ErrUsage, Text: "the database URL is malformed",
		Hint: "write postgres://user@host:5432/database?sslmode=…, or libpq key=value with quotes around a value with spaces"}
	if text, ok := strings.CutPrefix(err.Error(), "pq: "); ok {
		problem.Text, problem.Cause = "the database URL is not usable: "+text, err
	}
	return problem
}

// inspectPostgres describes the server and finds the known tables, in one round trip.
func (s *DB) inspectPostgres(ctx context.Context, where Target) ([]Table, error) {
	config, err := postgresConfig(where)
	if err != nil {
		return nil, err
	}
	s.Found = Server{Dialect: Postgres.Name, Host: config.Host, Database: config.Database, User: config.User}
	var found []Table
	var path []string
	err = s.Read(context.WithValue(ctx, ownPath{}, true), func(ctx context.Context) error {
		ownPath := Statement{Text: `SELECT pg_catalog.unnest(pg_catalog.current_schemas(false))`, Each: func(rows *sql.Rows) error {
			var schema string
			err := rows.Scan(&schema)
			path = append(path, schema)
			return err
		}}
		setting := Statement{Text: `SELECT pg_catalog.current_setting('search_path')`, Each: func(rows *sql.Rows) error { return rows.Scan(&s.searchPath) }}
		return s.Batch(ctx, s.Pool, ownPath, setting, Statement{Text: strings.TrimSuffix(safePath, ";\n")}, Statement{Text: s.inspection(), Each: func(rows *sql.Rows) error {
			var t Table
			var columns []byte
			var standby, sessionReadOnly bool
			var clients int64
			err := rows.Scan(&s.Found.Version, &s.Found.Database, &s.Found.User, &standby, &sessionReadOnly, &clients,
				&t.Schema, &t.Name, &columns, &t.Readable, &t.insertable, &t.writable, &t.plain, &t.View, &t.updatable, &t.untriggered, &t.filtered, &t.Notifies, &t.citextSchema)
			if err != nil {
				return err
			}
			s.clients.Store(clients)
			switch {
			case standby:
				s.Found.ReadOnly = "the server is a standby"
			case sessionReadOnly:
				s.Found.ReadOnly = "the role's sessions are read-only"
			}
			if t.Name != "" {
				err = t.describe(columns)
				t.OnPath = slices.Contains(path, t.Schema)
				found = append(found, t)
			}
			return err
		}})
	})
	if len(path) > 0 {
		s.OwnSchema = path[0]
	}
	return found, err
}

// describe sets the table's columns from the JSON of the inspection.
func (t *Table) describe(text []byte) error {
	var columns []column
	err := json.Unmarshal(text, &columns)
	t.columns = make(map[string]column, len(columns))
	for _, c := range columns {
		t.columns[c.Name] = c
	}
	return err
}

// inspection returns the query that finds the known tables. The query returns one row
// for each table found, and a single row if there is none. insertable also requires the
// privilege on the sequence of the table's ids. A column's type is the base type of its
// domain, if it has one. The value 28 means that a table or view accepts inserts,
// updates and deletes. filtered is false if a policy shows this user every row and no
// restrictive policy hides any.
func (s *DB) inspection() string {
	return `
SELECT current_setting('server_version'), current_database(), current_user, pg_is_in_recovery(),
	current_setting('default_transaction_read_only') = 'on',
	(SELECT COUNT(*) FROM pg_catalog.pg_stat_activity a WHERE a.datname = current_database() AND a.application_name = current_setting('application_name')),
	COALESCE(t.nspname, ''), COALESCE(t.relname, ''), COALESCE(t.columns, '[]'),
	COALESCE(t.readable, FALSE),
	COALESCE(t.insertable, FALSE), COALESCE(t.insertable AND t.changeable, FALSE), COALESCE(t.plain, FALSE), COALESCE(t.view, FALSE),
	COALESCE(t.updatable, FALSE), COALESCE(t.untriggered, FALSE), COALESCE(t.filtered, FALSE), COALESCE(t.notifies, FALSE), COALESCE(t.citext_schema, '')
FROM (SELECT 1) one LEFT JOIN (
	SELECT n.nspname, c.relname, e.nspname AS citext_schema, json_agg(json_build_object('name', a.attname, 'type', b.typname, 'enum', b.typtype = 'e', 'shown', format_type(a.atttypid, a.atttypmod),
			'required', (a.attnotnull OR y.typnotnull) AND NOT given.it, 'notnull', a.attnotnull OR y.typnotnull,
			'labels', CASE WHEN b.typtype = 'e' THEN (SELECT json_agg(g.enumlabel ORDER BY g.enumsortorder) FROM pg_catalog.pg_enum g WHERE g.enumtypid = b.oid) END, 'default', given.it, 'generated', a.attgenerated <> '',
			'folds', b.typname = 'citext' OR COALESCE(NOT l.collisdeterministic, FALSE),
			'select', has_column_privilege(c.oid, a.attnum, 'SELECT'), 'insert', has_column_privilege(c.oid, a.attnum, 'INSERT'),
			'update', has_column_privilege(c.oid, a.attnum, 'UPDATE')))::text AS columns,
		has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT') AS readable,
		has_any_column_privilege(c.oid, 'INSERT') AND NOT EXISTS (
			SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class q ON q.oid = d.objid
			WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid AND d.deptype = 'a'
				AND CASE q.relkind WHEN 'S' THEN NOT has_sequence_privilege(q.oid, 'USAGE, UPDATE') ELSE FALSE END) AS insertable,
		has_any_column_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE') AS changeable,
		c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT') AS plain, c.relkind IN ('v', 'm') AS view,
		pg_relation_is_updatable(c.oid, TRUE) & 28 = 28 AS updatable, pg_relation_is_updatable(c.oid, FALSE) & 28 = 28 AS untriggered,
		row_security_active(c.oid) AND NOT COALESCE((
			SELECT bool_or(p.polpermissive AND whole.it) AND NOT bool_or(NOT p.polpermissive AND NOT whole.it)
			FROM pg_catalog.pg_policy p CROSS JOIN LATERAL (SELECT COALESCE(pg_get_expr(p.polqual, p.polrelid) = 'true', FALSE) AS it) whole
			WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*')
				AND EXISTS (SELECT FROM unnest(p.polroles) r WHERE CASE r WHEN 0 THEN TRUE ELSE pg_has_role(r, 'USAGE') END)), FALSE) AS filtered,
		EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = '` + TriggerName + `' AND g.tgenabled IN ('O', 'A')) AS notifies
	FROM pg_catalog.pg_class c
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	LEFT JOIN (SELECT y.oid AS citext, m.nspname FROM pg_catalog.pg_extension x
		JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.refobjid = x.oid AND d.deptype = 'e'
		JOIN pg_catalog.pg_type y ON d.classid = 'pg_catalog.pg_type'::regclass AND y.oid = d.objid AND y.typname = 'citext'
		JOIN pg_catalog.pg_namespace m ON m.oid = y.typnamespace
		WHERE x.extname = 'citext') e ON TRUE
	JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
	JOIN pg_catalog.pg_type b ON b.oid = (
		WITH RECURSIVE base (type, below) AS (SELECT y.oid, y.typbasetype UNION ALL
			SELECT d.oid, d.typbasetype FROM base JOIN pg_catalog.pg_type d ON d.oid = base.below)
		SELECT base.type FROM base WHERE base.below = 0)
	LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
	CROSS JOIN LATERAL (SELECT a.atthasdef OR a.attidentity <> '' OR y.typdefault IS NOT NULL AS it) given
	WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname IN (` + s.knownTables() + `)
		AND n.nspname NOT LIKE 'pg\_temp\_%' AND NOT pg_is_other_temp_schema(n.oid)
	GROUP BY n.oid, n.nspname, c.oid, c.relname, c.relkind, e.nspname
) t ON TRUE
ORDER BY t.nspname, t.relname`
}
