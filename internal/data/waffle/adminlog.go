package waffle

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

// logged is a changed flag or switch, for an entry of Django's log.
type logged struct {
	name   string
	rank   int
	action int
	fields []string // the changed fields, as the admin pages name them
}

// The actions of Django's log.
const (
	actionAdded   = 1
	actionChanged = 2
	actionDeleted = 3
)

// adminLog returns the statements that record changes in Django's log. Like Django's
// admin pages, it writes one entry for each flag or switch. Without an author, it
// returns no statements, because an entry needs a user of the app.
func (l *Layout) adminLog(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow) (statements []engine.Statement, err error) {
	if set.Author == "" {
		return nil, nil
	}
	user, err := l.author(ctx, tx, set.Author)
	if err != nil {
		return nil, err
	}
	var entries []*logged
	for _, c := range layout.InOrder(changes) {
		row, isThere := rows[layout.KeyOf(c)]
		rank, field, action := rankFlags, "Everyone", actionChanged
		switch of, _ := parseRowID(row.ID); {
		case !c.Scope.IsSystem():
			field = l.fieldOf(c.Scope.Kind)
		case !isThere:
			rank, action = rankSwitches, actionAdded
		case of == rankSwitches && c.After == feature.Inherit:
			rank, action = rankSwitches, actionDeleted // the undo of an addition
		case of == rankSwitches:
			rank, field = rankSwitches, "Active"
		}
		at := slices.IndexFunc(entries, func(e *logged) bool { return e.name == c.Name && e.rank == rank })
		if at < 0 {
			at, entries = len(entries), append(entries, &logged{name: c.Name, rank: rank, action: action})
		}
		if !slices.Contains(entries[at].fields, field) {
			entries[at].fields = append(entries[at].fields, field)
		}
	}
	for _, e := range entries {
		statements = append(statements, l.logEntry(user, *e))
	}
	return statements, nil
}

// RecordUndo implements layout.UndoRecorder.
func (l *Layout) RecordUndo(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow) ([]engine.Statement, error) {
	return l.adminLog(ctx, tx, set, changes, rows)
}

// fieldOf returns the name of the field with the members of a kind.
func (l *Layout) fieldOf(kind feature.Kind) string {
	field := strings.TrimPrefix(l.membersOf(kind).table.Name, l.flags.Name+"_")
	return strings.ToUpper(field[:1]) + field[1:]
}

// logEntry returns the statement that adds an entry to Django's log.
func (l *Layout) logEntry(user any, e logged) engine.Statement {
	t := []engine.Table{rankFlags: l.flags, rankSwitches: l.switches}[e.rank]
	message := ""
	switch e.action {
	case actionAdded:
		message = `[{"added": {}}]`
	case actionChanged:
		fields, _ := json.Marshal(e.fields) // texts always have JSON
		message = `[{"changed": {"fields": ` + strings.ReplaceAll(string(fields), `","`, `", "`) + `}}]`
	}
	contentType := `CAST(NULL AS INTEGER)`
	if l.types.Has("id", "app_label", "model") {
		contentType = `(SELECT MIN(c.id) FROM ` + l.types.Ref() + ` c WHERE c.app_label || '_' || c.model = ` + l.Literal(t.Name) + `)`
	}
	return engine.Statement{Text: `INSERT INTO ` + l.log.Ref() + ` (action_time, user_id, content_type_id, object_id, object_repr, action_flag, change_message)
		SELECT ` + l.TimeOfWrite(l.log, "action_time") + `, ?, ` + contentType + `, CAST(o.id AS text), o.name, ?, ? FROM ` + t.Ref() + ` o WHERE o.name = ?`,
		Args: []any{user, e.action, message, e.name}}
}

// author returns the id of the app's user with a username or an e-mail address.
func (l *Layout) author(ctx context.Context, tx *sqlx.Tx, name string) (id any, err error) {
	if !l.log.Exists() || !l.users.exists() {
		return nil, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("an author cannot be recorded: the database has no %s that flagtui can use", logTable), Hint: "nothing was written; leave --author out"}
	}
	columns := []string{}
	if l.users.name != "" {
		columns = append(columns, l.users.title)
	}
	if l.users.email != "" && l.users.email != l.users.title {
		columns = append(columns, l.users.email)
	}
	for _, column := range columns {
		var ids []string
		err := engine.Query(ctx, tx, `SELECT CAST(u.`+l.users.id+` AS text) FROM `+l.users.ref+` u WHERE u.`+column+` = ?`, []any{name}, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		})
		switch {
		case err != nil:
			return nil, err
		case len(ids) > 1:
			return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%d users have the e-mail address %q", len(ids), name), Hint: "nothing was written; give --author the username"}
		case len(ids) == 1:
			return ids[0], nil
		}
	}
	return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("the app has no user %q", name), Hint: "--author needs the username or the e-mail address of one of the app's users; without --author Django's log gets no entry"}
}
