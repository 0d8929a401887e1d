package engine

import (
	"strings"
	"testing"
)

// keyed returns a writable table whose columns have these types.
func keyed(spec Spec, types map[string]string) Table {
	spec.Name, spec.Writes = "my_flags", Updates
	t := Table{spec: spec, Name: spec.Name, Readable: true, insertable: true, writable: true, columns: map[string]column{}}
	for name, kind := range types {
		t.columns[name] = column{Name: name, Type: kind, Required: true, Select: true, Insert: true, Update: true}
	}
	return t
}

// A table's key may have another name than id, and may be a text.
func TestKey(t *testing.T) {
	flags := map[string]Use{"key": AsText, "enabled": AsFlag}
	for _, c := range []struct {
		what            string
		table           Table
		key, after, all string
		isText          bool
	}{
		{"a number called id", keyed(Spec{Columns: map[string]Use{"id": AsKey}}, map[string]string{"id": "int8"}), "id", `o.id > CAST(? AS BIGINT)`, "-9223372036854775808", false},
		{"an id that is not declared", keyed(Spec{}, map[string]string{"id": "int8"}), "id", `o.id > CAST(? AS BIGINT)`, "-9223372036854775808", false},
		{"a text of PostgreSQL", keyed(Spec{Key: "key", Columns: flags}, map[string]string{"key": "text", "enabled": "bool"}), "key", `o.key > ?`, "", true},
		{"a text of SQLite", keyed(Spec{Key: "key", Columns: flags}, map[string]string{"key": "VARCHAR(64)", "enabled": "BOOLEAN"}), "key", `o.key > ?`, "", true},
		{"a number of another name", keyed(Spec{Key: "flag_id", Columns: map[string]Use{"flag_id": AsKey}}, map[string]string{"flag_id": "int4"}), "flag_id", `o.flag_id > CAST(? AS BIGINT)`, "-9223372036854775808", false},
	} {
		if c.table.Key() != c.key || c.table.After() != c.after || c.table.BeforeAll() != c.all || c.table.KeyIsText() != c.isText {
			t.Errorf("%s: %s, %s, %q, %v", c.what, c.table.Key(), c.table.After(), c.table.BeforeAll(), c.table.KeyIsText())
		}
		refusal := (&DB{Dialect: Postgres}).Refusal(c.table)
		if needs := strings.Contains(refusal, "needs an id"); needs == c.isText || c.isText && refusal != "" {
			t.Errorf("%s: a row cannot be written: %q", c.what, refusal)
		}
	}
}
