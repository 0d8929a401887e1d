package waffle

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Open returns the layout of the tables. It fails if the database has several tables of
// flags and the config names none of them.
func Open(db *engine.DB, config *layout.Config, found []engine.Table, main, _ engine.Table) (layout.Layout, error) {
	l := &Layout{DB: db, config: &layout.WaffleConfig{}, flags: main}
	if config != nil {
		l.config = config.Waffle
	}
	if l.live = l.config.Live; l.live == (feature.Live{}) {
		l.live, _ = feature.ParseLive(liveDefault) // the constant is valid
	}
	for _, name := range Reads {
		if !main.Has(name) {
			return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the table %s has no column %s, so it is not django-waffle's", main.Ref(), name), Hint: "`flagtui layout` prints what the tables of this database are"}
		}
	}
	existing := func(name string) engine.Table {
		if t := db.Companion(found, main, name); t.Exists() {
			return t
		}
		return engine.Table{}
	}
	if t := existing(switchTable); t.Has("id", "name", "active") {
		l.switches = t
	}
	if t := existing(sampleTable); t.Has("id", "name", "percent") {
		l.samples = t
	}
	l.types, l.log = existing(contentTable), existing(logTable)
	refers := map[string]owners{} // keyed by the referring column, as table.column
	var rivals []string
	statements := []engine.Statement{l.selectOwners(refers)}
	if l.config.Table.Name == "" {
		statements = append(statements, l.selectRivals(&rivals))
	}
	if err := db.Read(context.Background(), func(ctx context.Context) error { return db.Batch(ctx, db.Pool, statements...) }); err != nil {
		return nil, err
	}
	if len(rivals) > 0 {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%s and %s both have the columns of django-waffle's flags, and flagtui cannot tell which of them the app reads", main.Name, strings.Join(rivals, ", ")),
			Hint: fmt.Sprintf("name the table of the app's WAFFLE_FLAG_MODEL in the config file, as in layout: {waffle: {table: %s}}", rivals[0])}
	}
	l.users = refers[logTable+".user_id"]
	for _, end := range memberTables {
		if m, ok := l.newMembers(existing(main.Name+end), refers); ok {
			l.members = append(l.members, m)
		}
	}
	if main.Name != Table {
		db.Found.LeftOut = append(db.Found.LeftOut, fmt.Sprintf("%s is a flag model of the app's own (WAFFLE_FLAG_MODEL): its code may change django-waffle's rule, which flagtui shows", main.Name))
	}
	return l, nil
}

// selectRivals reads the names of other tables with the columns of django-waffle's flags.
func (l *Layout) selectRivals(names *[]string) engine.Statement {
	const columns = `('everyone', 'percent', 'superusers', 'rollout')`
	text := `SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name IN ` + columns + ` AND m.name <> ? GROUP BY m.name HAVING COUNT(*) = 4 ORDER BY 1`
	if l.Dialect == engine.Postgres {
		text = `SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) OR n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname FROM pg_catalog.pg_attribute a
			JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind IN ('r', 'p') AND NOT a.attisdropped AND a.attname IN ` + columns + ` AND c.relname <> ? GROUP BY c.oid, c.relname, n.nspname HAVING COUNT(*) = 4 ORDER BY 1`
	}
	return engine.Statement{Text: text, Args: []any{l.flags.Name}, Each: func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		*names = append(*names, name)
		return err
	}}
}
