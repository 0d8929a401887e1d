package data

import (
	"context"
	"database/sql"
	"flagtui/internal/data/engine"
	"regexp"
	"slices"
	"strings"
	"sync"

	"flagtui"
)

// indexRE finds the columns of an index in a statement of schema.sql.
var indexRE = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^CREATE INDEX .*\(([^()]*)\)$`) })

// wantedIndexes lists them, of the tables that are there. Of the app's own
// indexes these suffice; all of the journal's are there for history.
func (s *sqlStore) wantedIndexes() []wantIndex {
	var wanted []wantIndex
	for _, l := range s.layouts {
		wanted = append(wanted, l.Indexes()...)
	}
	if s.journal.Exists() {
		for _, statement := range flagtui.Statements(s.Dialect == engine.SQLite, journalTable) {
			if m := indexRE().FindStringSubmatch(statement); m != nil {
				wanted = append(wanted, wantIndex{s.journal, false, strings.Split(m[1], ", ")})
			}
		}
	}
	return wanted
}

// indexes lists, for each table in one schema, the columns of its indexes. A
// table without any has one row. Views, which can have none, are left out, and
// so is an index of some rows only, or one that is not finished.
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

// missingIndexes finds the indexes that are missing, and tells which tables
// have all of their unique ones, by name.
func (s *sqlStore) missingIndexes(ctx context.Context, tell func(Anomaly)) (unique map[string]bool, err error) {
	unique = map[string]bool{}
	all := s.wantedIndexes()
	type index struct {
		table, columns string
		unique         bool
	}
	there := map[string][]index{} // by schema
	for _, wanted := range all {
		schema := wanted.table.Schema
		unique[wanted.table.Name] = true
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
		columns := strings.Join(wanted.columns, ",")
		isTable, has := false, false
		for _, i := range there[wanted.table.Schema] {
			isTable = isTable || i.table == wanted.table.Name
			switch {
			case i.table != wanted.table.Name:
			case !wanted.unique:
				has = has || strings.HasPrefix(i.columns+",", columns+",")
			case i.unique:
				sorted := slices.Sorted(slices.Values(strings.Split(i.columns, ",")))
				has = has || slices.Equal(sorted, slices.Sorted(slices.Values(wanted.columns)))
			}
		}
		if wanted.unique && !has {
			unique[wanted.table.Name] = false
		}
		if !isTable || has {
			continue
		}
		anomaly := Anomaly{Code: AnomalyIndex, Columns: wanted.columns, Table: wanted.table.Name, Ref: wanted.table.Ref()}
		if wanted.unique {
			anomaly.Code = AnomalyUnique
		}
		tell(anomaly)
		// The one that mends this may do for the next.
		there[wanted.table.Schema] = append(there[wanted.table.Schema], index{wanted.table.Name, columns, wanted.unique})
	}
	return unique, nil
}
