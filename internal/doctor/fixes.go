package doctor

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// clearCommand returns the flagtui command that removes an override. If the name or id
// is not a safe shell word, it returns an SQL statement.
func (f *finder) clearCommand(row data.Row) string {
	option, okID := row.Scope.Option()
	command, ok := feature.FlagCommand("clear", row.Name, option+f.Options)
	if !ok || !okID {
		return f.rowStatement("DELETE FROM", row, "")
	}
	return command
}

// rowStatement returns an SQL statement for one override. guard is a condition of the
// statement. It protects a newer row that has got the same id.
func (f *finder) rowStatement(verb string, row data.Row, guard string, set ...string) string {
	statement := verb + " " + row.Ref
	if len(set) > 0 {
		statement += " SET " + strings.Join(set, ", ")
	}
	id := row.ID
	if _, err := strconv.ParseInt(id, 10, 64); err != nil || row.KeyIsText {
		id = f.sqlText(id)
	}
	statement += " WHERE " + cmp.Or(row.Key, "id") + " = " + id
	if guard != "" {
		statement += " AND " + guard
	}
	return statement + ";"
}

// sqlText returns an SQL expression for text, written with printable characters only.
func (f *finder) sqlText(text string) string {
	switch {
	case feature.IsPrintable(text):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case f.info.Dialect == "sqlite":
		return fmt.Sprintf("CAST(x'%x' AS TEXT)", text)
	default:
		return fmt.Sprintf("convert_from('\\x%x', 'UTF8')", text)
	}
}
