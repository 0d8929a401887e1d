package data

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"regexp"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Two contexts may use two tables of one database with the same kinds of scope. Their
// changes are in one flagtui_change, whose column layout tells them apart. The column is
// empty in a record from an earlier release.

// specialRE matches what a layoutName has no place for.
var specialRE = regexp.MustCompile(`[^A-Za-z0-9_ .-]`)

// layoutName returns the text of the column layout for a layout. The name does not depend
// on the schema, which may be renamed. It has no character that SQL text would have to
// quote.
func layoutName(l layout.Layout) string {
	text := l.Main().Name
	if id := l.ID(); !strings.HasSuffix(id, text) {
		text = id + " " + text
	} else {
		text = id
	}
	name := specialRE.ReplaceAllString(text, "_")
	if l, ok := l.(layout.Narrowed); ok && l.Narrowing() != "" {
		text += " " + l.Narrowing()
	}
	if name != text {
		name = fmt.Sprintf("%s %x", name, sha256.Sum256([]byte(text)))
	}
	return engine.Truncate(name, maxLayoutName)
}

// maxLayoutName is the length of the column layout.
const maxLayoutName = 255

// knowsLayouts reports whether the journal has the column layout.
func (s *sqlStore) knowsLayouts() bool { return s.journal.Has("layout") }

// ofLayouts returns the condition that a record is of one of the store's layouts, or of
// none that is known. alias is the journal's alias.
func (s *sqlStore) ofLayouts(alias string) string {
	if !s.knowsLayouts() {
		return "1 = 1"
	}
	names := "''"
	for _, l := range s.layouts {
		names += ", '" + layoutName(l) + "'"
	}
	return alias + ".layout IN (" + names + ")"
}

// mixesLayouts reports whether a history may have records of another context's layout,
// because the journal does not tell layouts apart.
func (s *sqlStore) mixesLayouts() bool {
	return s.options.Layout != nil && s.journal.Exists() && !s.knowsLayouts()
}

// noChangeSet returns the error for a change-set that is not in the history of the
// store's layouts.
func (s *sqlStore) noChangeSet(ctx context.Context, q sqlx.ExtContext, change string) error {
	other := ""
	if s.knowsLayouts() {
		err := engine.Query(ctx, q, `SELECT MIN(j.layout) FROM `+s.journal.Source()+` j WHERE j.change = ?`, []any{change}, func(rows *sql.Rows) error {
			var name sql.NullString
			err := rows.Scan(&name)
			other = name.String
			return err
		})
		if err != nil {
			return err
		}
	}
	if other != "" {
		return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%s changed the flags of another layout of this database (%s)", change, other),
			Hint: "nothing was written; open the context of that layout to see or undo it"}
	}
	return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("history has no change-set %q", change),
		Hint: "flagtui history shows every change-set and its id"}
}
