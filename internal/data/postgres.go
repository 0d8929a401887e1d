package data

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"

	"flagtui/internal/flag"
)

// connectPostgres prepares connections whose session has a statement timeout
// and, when readOnly, refuses writes by itself.
func connectPostgres(where target, timeout time.Duration, readOnly bool) (*sql.DB, error) {
	made, err := newConnector(where, timeout, readOnly)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(made), nil
}

// newConnector makes what each of these connections is made by.
func newConnector(where target, timeout time.Duration, readOnly bool) (connector, error) {
	config, err := postgresConfig(where)
	if err != nil {
		return connector{}, err
	}
	config.ConnectTimeout = timeout
	config.BinaryParameters = true // one round trip for a query with arguments, not two
	if config.SSLMode == "" {
		config.SSLMode = pq.SSLModePrefer // as psql and the app's driver do
	}
	if config.ApplicationName == "" {
		config.ApplicationName = "flagtui"
	}
	settings := map[string]string{
		"statement_timeout":                   strconv.FormatInt(timeout.Milliseconds(), 10),
		"idle_in_transaction_session_timeout": strconv.FormatInt(2*timeout.Milliseconds(), 10),
		// To compile a query takes up to half a second, and none of ours runs long
		// enough to win it back: the server thinks them more costly than they are.
		"jit": "off",
	}
	if readOnly {
		settings["default_transaction_read_only"] = "on"
	}
	if config.Runtime == nil {
		config.Runtime = map[string]string{}
	}
	for name, value := range settings {
		config.Runtime[name] = value
	}
	return connector{config, timeout + 2*clientGrace, readOnly}, nil
}

func postgresConfig(where target) (pq.Config, error) {
	config, err := pq.NewConfig(where.dsn)
	if err != nil {
		return pq.Config{}, malformed(err)
	}
	return config, nil
}

// malformed words what the driver says of a DSN. Of a setting it may quote
// the value, never a password; where it does not understand the DSN, which it
// says without its name in front, it may quote a part of anything.
func malformed(err error) error {
	problem := &flag.Problem{Kind: flag.ErrUsage, Text: "the database URL is malformed",
		Hint: "write postgres://user@host:5432/database?sslmode=…, or libpq key=value with quotes around a value with spaces"}
	if text, ok := strings.CutPrefix(err.Error(), "pq: "); ok {
		problem.Text, problem.Cause = "the database URL is not usable: "+text, err
	}
	return problem
}

// inspectPostgres reads, in one round trip, who and where we are and which of
// the tables flagtui knows are in which schema.
func (s *sqlStore) inspectPostgres(ctx context.Context, where target) ([]table, error) {
	config, err := postgresConfig(where)
	if err != nil {
		return nil, err
	}
	s.facts = Facts{Dialect: postgres.name, Host: config.Host, Database: config.Database, User: config.User}
	var found []table
	err = s.read(ctx, func(ctx context.Context) error {
		// No arguments: the literals are this file's own, and a query without
		// any takes one round trip even through a pooler.
		return query(ctx, s.db, inspection, nil, func(rows *sql.Rows) error {
			var t table
			var columns, zoned string
			var standby, sessionReadOnly bool
			err := rows.Scan(&s.facts.Version, &s.facts.Database, &s.facts.User, &standby, &sessionReadOnly,
				&t.schema, &t.name, &columns, &t.onPath, &t.readable, &t.insertable, &t.writable, &t.plain, &t.notifies, &zoned)
			if err != nil {
				return err
			}
			switch {
			case standby:
				s.facts.ReadOnly = "the server is a standby"
			case sessionReadOnly:
				s.facts.ReadOnly = "the role's sessions are read-only"
			}
			if t.name != "" {
				t.columns, t.zoned = namesIn(columns), namesIn(zoned)
				found = append(found, t)
			}
			return nil
		})
	})
	return found, err
}

// namesIn is the set of names that a text lists, with commas between.
func namesIn(text string) map[string]bool {
	names := map[string]bool{}
	for name := range strings.SplitSeq(text, ",") {
		names[name] = true
	}
	return names
}

// inspection has one row for each table found, and one row when there is
// none. Adding a row also takes the sequence that its id comes from.
var inspection = `
SELECT current_setting('server_version'), current_database(), current_user, pg_is_in_recovery(),
	current_setting('default_transaction_read_only') = 'on',
	COALESCE(t.nspname, ''), COALESCE(t.relname, ''), COALESCE(t.columns, ''),
	COALESCE(t.nspname = ANY (current_schemas(false)), FALSE), COALESCE(t.readable, FALSE),
	COALESCE(t.insertable, FALSE), COALESCE(t.insertable AND t.changeable, FALSE), COALESCE(t.plain, FALSE), COALESCE(t.notifies, FALSE),
	COALESCE(t.zoned, '')
FROM (SELECT 1) one LEFT JOIN (
	SELECT n.nspname, c.relname, string_agg(a.attname, ',' ORDER BY a.attnum) AS columns,
		string_agg(a.attname, ',') FILTER (WHERE a.atttypid = 'timestamptz'::regtype) AS zoned,
		has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
		has_table_privilege(c.oid, 'INSERT') AND NOT EXISTS (
			SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class q ON q.oid = d.objid
			WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid AND d.deptype = 'a'
				AND CASE q.relkind WHEN 'S' THEN NOT has_sequence_privilege(q.oid, 'USAGE, UPDATE') ELSE FALSE END) AS insertable,
		has_any_column_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE') AS changeable,
		c.relkind = 'r' AS plain,
		EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = '` + triggerName + `' AND g.tgenabled IN ('O', 'A')) AS notifies
	FROM pg_catalog.pg_class c
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE c.relkind IN ('r', 'p', 'v', 'f') AND c.relname IN (` + knownTables + `)
		AND n.nspname NOT LIKE 'pg\_temp\_%' AND NOT pg_is_other_temp_schema(n.oid)
	GROUP BY n.oid, n.nspname, c.oid, c.relname, c.relkind
) t ON TRUE
ORDER BY t.nspname, t.relname`
