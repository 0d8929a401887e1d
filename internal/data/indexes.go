package data

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/schema"
)

// indexRE matches the columns of an index in a statement of schema.sql.
var indexRE = regexp.MustCompile(`^CREATE INDEX .*\(([^()]*)\)$`)

// wantedIndexes returns the indexes that the existing tables need. Each layout names
// those of the app's tables. The journal needs all its indexes of schema.sql.
func (s *sqlStore) wantedIndexes() []layout.WantIndex {
	var wanted []layout.WantIndex
	for _, l := range s.layouts {
		wanted = append(wanted, l.Indexes()...)
	}
	if s.journal.Exists() {
		for _, statement := range schema.Statements(s.Dialect == engine.SQLite, journalTable) {
			if m := indexRE.FindStringSubmatch(statement); m != nil {
				wanted = append(wanted, layout.PlainIndex(s.journal, strings.Split(m[1], ", ")...))
			}
		}
	}
	return wanted
}

// indexes holds, by dialect, a query for the indexes of all tables in one schema. A
// table without indexes has one row. The queries leave out views, partial indexes and
// unfinished indexes.
var indexes = map[string]string{
	engine.Postgres.Name: `SELECT c.relname, COALESCE(i.indisunique, FALSE), COALESCE((
			SELECT string_agg(COALESCE(a.attname, '()'), ',' ORDER BY k.at) FROM unnest(i.indkey) WITH ORDINALITY k (number, at)
			LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number WHERE k.at <= i.indnkeyatts), '')
		FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
		LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL
		WHERE c.relkind IN ('r', 'p') AND n.nspname = ?`,
	engine.SQLite.Name: `SELECT m.name, COALESCE(i."unique", FALSE), COALESCE((
			SELECT group_concat(COALESCE(c.name, '()'), ',' ORDER BY c.seqno) FROM pragma_index_info(i.name) c), '')
		FROM sqlite_master m LEFT JOIN pragma_index_list(m.name) i ON NOT i.partial
		WHERE m.type = 'table' AND '' = ?`,
}

// missingIndexes reports the missing indexes. It returns, by name, whether each table
// has all its unique indexes.
func (s *sqlStore) missingIndexes(ctx context.Context, report func(layout.Anomaly)) (unique map[string]bool, err error) {
	unique = map[string]bool{}
	all := s.wantedIndexes()
	type index struct {
		table, columns string
		unique         bool
	}
	there := map[string][]index{} // by schema
	for _, wanted := range all {
		schema := wanted.Table.Schema
		unique[wanted.Table.Name] = true
		if there[schema] != nil {
			continue
		}
		err := engine.Query(ctx, s.Pool, indexes[s.Name], []any{schema}, func(rows *sql.Rows) error {
			var i index
			err := rows.Scan(&i.table, &i.unique, &i.columns)
			i.columns = strings.ToLower(i.columns)
			there[schema] = append(there[schema], i)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for _, wanted := range all {
		columns := strings.Join(wanted.Columns, ",")
		isTable, has := false, false
		for _, i := range there[wanted.Table.Schema] {
			isTable = isTable || i.table == wanted.Table.Name
			switch {
			case i.table != wanted.Table.Name:
			case !wanted.Unique:
				has = has || strings.HasPrefix(i.columns+",", columns+",")
			case i.unique:
				sorted := slices.Sorted(slices.Values(strings.Split(i.columns, ",")))
				has = has || slices.Equal(sorted, slices.Sorted(slices.Values(wanted.Columns)))
			}
		}
		if wanted.Unique && !has {
			unique[wanted.Table.Name] = false
		}
		if !isTable || has {
			continue
		}
		anomaly := layout.Anomaly{Code: layout.AnomalyIndex, Columns: wanted.Columns, Table: wanted.Table.Name, Ref: wanted.Table.Ref()}
		if wanted.Unique {
			anomaly.Code = layout.AnomalyUnique
		}
		report(anomaly)
		// The index that fixes this anomaly may also serve a later wanted index.
		there[wanted.Table.Schema] = append(there[wanted.Table.Schema], index{wanted.Table.Name, columns, wanted.Unique})
	}
	return unique, nil
}
