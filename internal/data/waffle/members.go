package waffle

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// memberTables are the suffixes of the names of tables of members.
var memberTables = []string{"_users", "_groups", "_teams"}

// members is a table with the members of one kind for whom a flag is on.
type members struct {
	kind   feature.Kind
	table  engine.Table
	flag   string // the column of the flag's id, quoted
	flagID string // the name of the flag's id column
	column engine.Column
	id     string // the column of the member's id, quoted
	owners owners
}

// owners is the app's table of the members, such as its users.
type owners struct {
	ref   string // the table's name in SQL text; empty if no table is known
	table string
	id    string // the column of the id, quoted
	name  string // the column of the name; empty if there is none
	title string // the column of the name, quoted
	email string // the column of the e-mail address, quoted; empty if there is none
}

func (o owners) exists() bool { return o.ref != "" }

// selectOwners reads the tables to which the tables of members and Django's log refer.
func (l *Layout) selectOwners(into map[string]owners) engine.Statement {
	names := []string{logTable}
	for _, end := range memberTables {
		names = append(names, l.flags.Name+end)
	}
	args := make([]any, len(names))
	for i, name := range names {
		args[i] = name
	}
	text := `SELECT m.name, f."from", '', f."table", COALESCE(f."to", 'id'), (SELECT group_concat(c.name, ' ') FROM pragma_table_info(f."table") c)
		FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND m.name IN (` + engine.Repeat(len(names), "?") + `)`
	if l.Dialect == engine.Postgres {
		text = `SELECT c.relname, a.attname, rn.nspname, r.relname, ra.attname, (SELECT string_agg(x.attname, ' ') FROM pg_catalog.pg_attribute x WHERE x.attrelid = r.oid AND x.attnum > 0 AND NOT x.attisdropped)
			FROM pg_catalog.pg_constraint k
			JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			JOIN pg_catalog.pg_class r ON r.oid = k.confrelid JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
			JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
			JOIN pg_catalog.pg_attribute ra ON ra.attrelid = r.oid AND ra.attnum = k.confkey[1]
			WHERE k.contype = 'f' AND c.relname IN (` + engine.Repeat(len(names), "?") + `) AND n.nspname = ?
				AND has_schema_privilege(rn.oid, 'USAGE') AND has_table_privilege(r.oid, 'SELECT')`
		args = append(args, l.flags.Schema)
	}
	return engine.Statement{Text: text, Args: args, Each: func(rows *sql.Rows) error {
		var table, column, schema, id string
		var columns sql.NullString
		var o owners
		err := rows.Scan(&table, &column, &schema, &o.table, &id, &columns)
		if o.id, o.ref = l.Ident(id), l.Ident(o.table); schema != "" {
			o.ref = l.Ident(schema) + "." + o.ref
		}
		has := func(name string) bool { return slices.Contains(strings.Fields(columns.String), name) }
		for _, name := range []string{"username", "name", "title", "slug", "email"} {
			if has(name) && o.name == "" {
				o.name, o.title = name, l.Ident(name)
			}
		}
		if has("email") {
			o.email = l.Ident("email")
		}
		if columns.Valid {
			into[table+"."+column] = o
		}
		return err
	}}
}

// newMembers returns the members of a table. ok is false if t is not a table of members,
// with the columns id, the flag's id and the member's id.
func (l *Layout) newMembers(t engine.Table, refers map[string]owners) (m members, ok bool) {
	if !t.Exists() {
		return m, false
	}
	for _, name := range t.ColumnNames() {
		word, isID := strings.CutSuffix(strings.ToLower(name), "_id")
		switch {
		case !isID:
		case m.flag == "" && (word == "flag" || strings.HasSuffix(strings.ToLower(l.flags.Name), "_"+word) || refers[t.Name+"."+name].table == l.flags.Name):
			m.flag, m.flagID = l.Ident(name), name
		case m.id == "":
			m.column, _ = t.Find(name)
			m.kind, m.id, m.owners = feature.Kind(word), l.Ident(name), refers[t.Name+"."+name]
		}
	}
	if strings.HasSuffix(t.Name, "_users") { // the app's own model of users may have any name
		m.kind = "user"
	}
	m.table = t
	ok = t.Has("id") && m.flag != "" && m.id != "" && !l.Holds(m.kind)
	if !ok {
		l.Found.LeftOut = append(l.Found.LeftOut, fmt.Sprintf("%s is left out: it is not a table of the members of a flag", t.Name))
	}
	return m, ok
}

// membersOf returns the table of members of a kind, or nil.
func (l *Layout) membersOf(kind feature.Kind) *members {
	for i := range l.members {
		if l.members[i].kind == kind {
			return &l.members[i]
		}
	}
	return nil
}

// isNumber reports whether the members have numbers as ids.
func (m *members) isNumber() bool { return strings.Contains(strings.ToLower(m.column.Type), "int") }

// arg returns a member's id as an argument. It fails with feature.ErrUnknown if no
// member can have the id.
func (m *members) arg(id string) (any, error) {
	problem := func(form string) error {
		return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no %s %q: an id is %s", m.kind, id, form), Hint: "`flagtui scopes " + string(m.kind) + "` lists them"}
	}
	switch {
	case m.isNumber():
		number, err := strconv.ParseInt(id, 10, 64)
		if err != nil || strconv.FormatInt(number, 10) != id || m.column.Type == "int4" && int64(int32(number)) != number {
			return nil, problem("a whole number")
		}
		return number, nil
	case m.column.Type == "uuid":
		if _, err := uuid.Parse(id); err != nil {
			return nil, problem("a UUID")
		}
	}
	return id, nil
}

// cast returns an argument of arg with the column's type, for a list of VALUES.
func (m *members) cast() string {
	switch {
	case m.isNumber():
		return "CAST(? AS BIGINT)"
	case m.column.Type == "uuid":
		return "CAST(? AS UUID)"
	}
	return "CAST(? AS VARCHAR(255))"
}
