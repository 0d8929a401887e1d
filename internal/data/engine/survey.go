package engine

import (
	"context"
	"database/sql"
)

// SurveyedColumn describes a column of any table, even one that flagtui does not know.
type SurveyedColumn struct {
	// Schema is empty for a table in the first schema of the search_path.
	Schema, Table, Name string
	// Type is the declared type on SQLite. On PostgreSQL it is the name of the base
	// type, or "array" or "enum".
	Type     string
	Required bool // an INSERT must set the column
	Key      bool // the column alone is the primary key
}

// Survey calls the function each for every column of the tables and views that this user
// may read. It leaves out the database's own tables. The columns of a table come
// together, in the order of the table.
func (s *DB) Survey(ctx context.Context, each func(SurveyedColumn)) error {
	text := `SELECT '', m.name, c.name, c.type, (c."notnull" OR c.pk > 0) AND c.dflt_value IS NULL AND NOT (c.pk = 1 AND upper(c.type) = 'INTEGER'),
			c.pk = 1 AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) k WHERE k.pk > 1)
		FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY m.name, c.cid`
	if s.Dialect == Postgres {
		text = `SELECT n.nspname, c.relname, a.attname, CASE WHEN b.typelem <> 0 AND b.typlen = -1 THEN 'array' WHEN b.typtype = 'e' THEN 'enum' ELSE b.typname END,
				a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',
				EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum)
			FROM pg_catalog.pg_class c
			JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
			JOIN pg_catalog.pg_type b ON b.oid = COALESCE(NULLIF(y.typbasetype, 0), y.oid)
			WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_t%'
				AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
			ORDER BY n.nspname, c.relname, a.attnum`
	}
	return s.Read(ctx, func(ctx context.Context) error {
		return Query(ctx, s.Pool, text, nil, func(rows *sql.Rows) error {
			var c SurveyedColumn
			err := rows.Scan(&c.Schema, &c.Table, &c.Name, &c.Type, &c.Required, &c.Key)
			if c.Schema == s.OwnSchema {
				c.Schema = ""
			}
			each(c)
			return err
		})
	})
}
