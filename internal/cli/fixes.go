package cli

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"flagtui/internal/data"
)

// clear is the command that removes an override: flagtui's, or SQL where no
// shell word can say the name.
func (f *finder) clear(row data.Row) string {
	name, ok := shellWord(row.Name)
	id, okID := shellWord(row.Scope.ID)
	if !ok || !okID {
		return f.onRow("DELETE FROM", row, "")
	}
	options := f.target
	if !row.Scope.IsSystem() {
		options = fmt.Sprintf(" --%s %s%s", row.Scope.Kind, id, options)
	}
	if strings.HasPrefix(row.Name, "-") { // lest it be taken for an option
		return "flagtui clear" + options + " -- " + name
	}
	return "flagtui clear " + name + options
}

// onRow is a statement on one override. The guard keeps it from another row
// that has got the same id since.
func (f *finder) onRow(verb string, row data.Row, guard string, set ...string) string {
	statement := verb + " " + row.Ref
	if len(set) > 0 {
		statement += " SET " + strings.Join(set, ", ")
	}
	id := row.ID
	if _, err := strconv.ParseInt(id, 10, 64); err != nil {
		id = f.text(id)
	}
	statement += " WHERE id = " + id
	if guard != "" {
		statement += " AND " + guard
	}
	return statement + ";"
}

// text is a literal of SQL text, in printable characters only.
func (f *finder) text(text string) string {
	switch {
	case clean(text) == text:
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case f.facts.Dialect == "sqlite":
		return fmt.Sprintf("CAST(x'%x' AS TEXT)", text)
	default:
		return fmt.Sprintf("convert_from('\\x%x', 'UTF8')", text)
	}
}

// plainWord matches what every shell takes as it is.
var plainWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_./:@+-]+$`) })

// shellWord is text as one word for a POSIX shell, in printable characters
// only. It returns false for what cannot be said in one: a line break at the
// end, which $(…) drops, and NUL.
func shellWord(text string) (string, bool) {
	switch {
	case plainWord().MatchString(text):
		return text, true
	case clean(text) == text:
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'", true
	case strings.HasSuffix(text, "\n") || strings.Contains(text, "\x00"):
		return "", false
	}
	// Whatever a shell or printf could take for its own is escaped.
	var b strings.Builder
	for _, c := range []byte(text) {
		if c != '-' && plainWord().Match([]byte{c}) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\%03o`, c)
		}
	}
	return `"$(printf '` + b.String() + `')"`, true
}
