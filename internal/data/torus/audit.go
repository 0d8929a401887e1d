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

// audit returns the statements that record changes in the app's audit trail. The app's
// audit page fails on an unknown event type, but ignores unknown keys of the details.
func (l *Layout) audit(set feature.ChangeSet, author sql.NullInt64, changes []feature.Change) (statements []engine.Statement, err error) {
	if l.events.Name == "" {
		return nil, nil
	}
	validator := feature.NewValidator(set.Definitions, nil, l.Kinds(), anyChange)
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
		if !l.events.Readable { // RETURNING needs the right to read the table
			statements = append(statements, engine.Statement{Text: text, Args: args})
			continue
		}
		short := layout.NotKeptAt(l.events.PlainRef(), "the app's audit trail lacks a change", false)
		statements = append(statements, engine.Counted(len(forms), short, text+` RETURNING event_type`, args))
	}
	return statements, nil
}

// anyChange is a validator for changes that are validated already.
func anyChange(feature.Change) error { return nil }

// hasEvent reports whether the app's audit trail has an event for a change. A change
// from an off row to no row has no event.
func hasEvent(c feature.Change, removed bool) bool {
	return c.Before == feature.On || c.After == feature.On || removed
}

// Records implements layout.Layout.
func (l *Layout) Records(set feature.ChangeSet, changes []feature.Change) bool {
	validator := feature.NewValidator(set.Definitions, nil, l.Kinds(), anyChange)
	return l.events.Exists() && slices.ContainsFunc(changes, func(c feature.Change) bool {
		return hasEvent(c, c.After == feature.Inherit && validator.NotAllowed(c))
	})
}

// detailsWithTitle returns an expression that adds the title of a project or section to
// an event's details. The arguments of the expression are the details and the id. A NULL
// title adds no key.
func (l *Layout) detailsWithTitle(kind feature.Kind) string {
	t, key := l.scopeTables[kind], `'`+string(kind)+`_title'`
	from := `FROM ` + t.Source() + ` h WHERE ` + l.Exact(t, "h.id") + ` = ? AND h.title IS NOT NULL`
	if l.Dialect == engine.SQLite {
		return `json_patch(?, COALESCE((SELECT json_object(` + key + `, CAST(h.title AS TEXT)) ` + from + `), '{}'))`
	}
	return `CAST(? AS pg_catalog.jsonb) OPERATOR(pg_catalog.||) COALESCE((SELECT pg_catalog.jsonb_build_object(` + key + `, CAST(h.title AS pg_catalog.text)) ` + from + `), '{}')`
}

// wordEvent returns the app's event type and details for a change. removed means that
// the app's code does not allow the feature at that scope. The details lack the title,
// which detailsWithTitle adds.
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

// author returns the id of the author with an e-mail address, or NULL for an empty
// address. The query compares addresses in the column's own type.
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
	return id, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no author has the e-mail address %q", email), Hint: "--author needs the e-mail address of one of the app's authors; without --author no author is recorded"}
}
