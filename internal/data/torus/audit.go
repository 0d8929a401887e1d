package torus

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// audit is what writes the rows that the app would have written. Its page fails on an
// event type that it does not know; keys of the details that it does not know
// it leaves alone.
func (l *Layout) audit(set feature.ChangeSet, author sql.NullInt64, changes []feature.Change) (statements []engine.Statement, err error) {
	if l.events.Name == "" {
		return nil, nil
	}
	validator := feature.NewValidator(set.Definitions, nil)
	for part := range slices.Chunk(changes, engine.Chunk) {
		var args []any
		var forms []string
		for _, c := range part {
			removed := c.After == feature.Inherit && validator.NotAllowed(c)
			if !hasEvent(c, removed) {
				continue
			}
			project, section, err := columnsOf(c.Scope)
			if err != nil {
				return nil, err
			}
			event, details, err := wordEvent(set, c, removed)
			if err != nil {
				return nil, err
			}
			id, err := idOf(c.Scope)
			if err != nil {
				return nil, err
			}
			args = append(args, event, project, section, author, details, id)
			forms = append(forms, "(?, ?, ?, ?, "+l.detailsWithTitle(c.Scope.Kind)+", "+l.seconds(l.events, "inserted_at")+")")
		}
		if len(args) == 0 {
			continue
		}
		text := `INSERT INTO ` + l.events.Ref() + ` (event_type, project_id, section_id, author_id, details, inserted_at)
			VALUES ` + strings.Join(forms, ", ")
		if !l.events.Readable { // then it cannot be told what became of them
			statements = append(statements, engine.Statement{Text: text, Args: args})
			continue
		}
		short := layout.NotKeptAt(l.events.PlainRef(), "the app's audit trail lacks a change", false)
		statements = append(statements, engine.Counted(len(forms), short, text+` RETURNING event_type`, args))
	}
	return statements, nil
}

// hasEvent reports whether the app's audit trail has an event for a change: not where a
// table with the column enabled says that it was off, and is.
func hasEvent(c feature.Change, removed bool) bool {
	return c.Before == feature.On || c.After == feature.On || removed
}

// Records implements layout.Layout.
func (l *Layout) Records(set feature.ChangeSet, changes []feature.Change) bool {
	validator := feature.NewValidator(set.Definitions, nil)
	return l.events.Exists() && slices.ContainsFunc(changes, func(c feature.Change) bool {
		return hasEvent(c, c.After == feature.Inherit && validator.NotAllowed(c))
	})
}

// detailsWithTitle is an expression for an event's details, its first argument, with
// the title of the project or the section whose id is the second. A title that is NULL
// has no key.
func (l *Layout) detailsWithTitle(kind feature.Kind) string {
	t, key := l.scopeTables[kind], `'`+string(kind)+`_title'`
	from := `FROM ` + t.Source() + ` h WHERE ` + l.Exact(t, "h.id") + ` = ? AND h.title IS NOT NULL`
	if l.Dialect == engine.SQLite {
		return `json_patch(?, COALESCE((SELECT json_object(` + key + `, CAST(h.title AS TEXT)) ` + from + `), '{}'))`
	}
	return `CAST(? AS pg_catalog.jsonb) OPERATOR(pg_catalog.||) COALESCE((SELECT pg_catalog.jsonb_build_object(` + key + `, CAST(h.title AS pg_catalog.text)) ` + from + `), '{}')`
}

// wordEvent words a change as the app's audit trail does. The row of a flag that the app
// does not know there is removed; others are enabled and disabled. Details that are not
// known are left out of the JSON object. The title is added by detailsWithTitle.
func wordEvent(set feature.ChangeSet, c feature.Change, removed bool) (event, details string, err error) {
	event = "feature_flag_disabled"
	var enabled any = c.After == feature.On
	switch {
	case removed:
		event, enabled = "feature_flag_removed", nil
	case c.After == feature.On:
		event = "feature_flag_enabled"
	}
	fields := map[string]any{
		"feature_name": c.Name, "enabled": enabled, "resource_type": c.Scope.Kind,
		"source": "flagtui", "change": set.ID, "actor": layout.ActorAt(set),
	}
	if set.Reason != "" {
		fields["reason"] = set.Reason
	}
	text, err := json.Marshal(fields)
	return event, string(text), err
}

// author returns the id of the author with an e-mail address, which is compared
// as the column's type compares; none is NULL.
func (l *Layout) author(ctx context.Context, tx *sqlx.Tx, email string) (sql.NullInt64, error) {
	var id sql.NullInt64
	if email == "" || l.events.Name == "" {
		return id, nil
	}
	if l.authors.Name != "" {
		err := engine.Query(ctx, tx, `SELECT a.id FROM `+l.authors.Source()+` a WHERE `+l.authors.Equals("a", "email")+` ORDER BY a.id DESC`, []any{email}, func(rows *sql.Rows) error { return rows.Scan(&id) })
		if err != nil || id.Valid {
			return id, err
		}
	}
	return id, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no author has the e-mail address %q", email), Hint: "--author names one as the app knows it; without it none is recorded"}
}
