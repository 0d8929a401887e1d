package torus

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// eventReader reads the feature events in OLI Torus' audit trail. The trail also has
// other events.
type eventReader struct {
	*Layout
	q    layout.HistoryFilter
	rows []layout.Record
}

// eventTypes are the types of feature events, in SQL.
const eventTypes = `'feature_flag_enabled', 'feature_flag_disabled', 'feature_flag_removed'`

// eventDetails is the JSON of an event's details. Only events that flagtui wrote have a
// source, a change, an actor and a reason.
type eventDetails struct {
	Name   string `json:"feature_name"`
	Source string `json:"source"`
	Change string `json:"change"`
	Actor  string `json:"actor"`
	Reason string `json:"reason"`
}

// Next implements layout.Reader.
func (r *eventReader) Next(from layout.Position, n int) []engine.Statement {
	where, args := []string{`e.event_type IN (` + eventTypes + `)`}, []any{}
	and := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if id, err := idOf(r.q.Scope); err == nil && r.q.Scope.Kind != "" {
		and(`e.`+r.columnOf[r.q.Scope.Kind]+` = ?`, id)
	}
	if r.q.Name != "" {
		and(r.detail("feature_name")+` = ?`, r.q.Name)
	}
	if !r.q.Since.IsZero() {
		and("e.inserted_at >= ?", r.WholeSecond(r.q.Since))
	}
	if !r.q.Until.IsZero() {
		and("e.inserted_at < ?", r.WholeSecond(r.q.Until.Add(time.Second)))
	}
	switch {
	case !from.Started:
	case r.Dialect == engine.SQLite:
		and("(e.inserted_at, e.id) < (?, ?)", from.Text, from.ID)
	default:
		and("e.inserted_at <= ? AND (e.inserted_at, e.id) < (?, ?)", r.TimeArg(from.At), r.TimeArg(from.At), from.ID)
	}
	r.rows = nil
	return []engine.Statement{{Text: r.selectEvents() + ` WHERE ` + strings.Join(where, " AND ") + ` ORDER BY e.inserted_at DESC, e.id DESC LIMIT ?`, Args: append(args, n), Each: func(rows *sql.Rows) error {
		row, err := scanEvent(rows)
		r.rows = append(r.rows, row)
		return err
	}}}
}

// selectEvents returns the SELECT and FROM clauses of a query for scanEvent.
func (r *Layout) selectEvents() string {
	text, journaled, first := `NULL`, `NULL`, `NULL`
	if r.Dialect == engine.SQLite {
		text = `CAST(e.inserted_at AS TEXT)`
	}
	if r.journal.Exists() {
		journaled = layout.IsRecorded(r.journal, r.detail("change"))
		first = `(SELECT j.at FROM ` + r.journal.Ref() + ` j ORDER BY j.at, j.id LIMIT 1)`
	}
	author := `NULL`
	if r.authors.Exists() && r.authors.Has("id", "email") {
		author = `(SELECT u.email FROM ` + r.authors.Ref() + ` u WHERE u.id = e.author_id)`
	}
	return `SELECT e.id, e.event_type, e.project_id, e.section_id, e.details, e.inserted_at, ` + text + `, ` + author + `, ` + journaled + `, ` + first + `
		FROM ` + r.events.Ref() + ` e`
}

// newestEvents reads the events of some overrides, newest first. It skips events that
// flagtui_change also has.
func (r *Layout) newestEvents(keys []feature.Change, keep func(feature.Entry)) (statements []engine.Statement) {
	for kind, column := range r.columnOf {
		var ids, names []any
		for _, key := range keys {
			if id, err := idOf(key.Scope); err == nil && key.Scope.Kind == kind {
				ids, names = append(ids, id), append(names, key.Name)
			}
		}
		if len(ids) == 0 {
			continue
		}
		text := r.selectEvents() + ` WHERE e.event_type IN (` + eventTypes + `) AND e.` + column + ` IN (` + engine.Repeat(len(ids), "?") + `)
			AND ` + r.detail("feature_name") + ` IN (` + engine.Repeat(len(names), "?") + `) ORDER BY e.inserted_at DESC, e.id DESC`
		statements = append(statements, engine.Statement{Text: text, Args: append(ids, names...), Each: func(rows *sql.Rows) error {
			row, err := scanEvent(rows)
			if err == nil && !row.Own && !row.Unnamed {
				keep(row.Entry)
			}
			return err
		}})
	}
	return statements
}

// detail returns an expression for the value of a key in an event's details.
func (l *Layout) detail(key string) string {
	if l.Dialect == engine.SQLite {
		return `CASE WHEN json_valid(e.details) THEN json_extract(e.details, '$.` + key + `') END`
	}
	return `(e.details->>'` + key + `')`
}

// scanEvent reads an event. An event from an older release of flagtui lacks the
// change-set's id. flagtui_change has such an event if the table existed at that time.
func scanEvent(rows *sql.Rows) (layout.Record, error) {
	var event string
	var project, section sql.NullInt64
	var text, details, author sql.NullString
	var at, first engine.TimeValue
	var journaled engine.OnValue
	r := layout.Record{Position: layout.Position{Started: true}}
	err := rows.Scan(&r.Position.ID, &event, &project, &section, &details, &at, &text, &author, &journaled, &first)
	r.Position.At, r.Position.Text = at.Time, text.String
	var d eventDetails
	_ = json.Unmarshal([]byte(details.String), &d) // unreadable details count as empty
	r.Entry = feature.Entry{ID: -1 - r.Position.ID, Change: strconv.FormatInt(r.Position.ID, 10), At: at.Time, Actor: author.String, Name: d.Name, Origin: feature.FromApp}
	switch {
	case project.Valid:
		r.Scope = feature.Scope{Kind: feature.Project, ID: strconv.FormatInt(project.Int64, 10)}
	case section.Valid:
		r.Scope = feature.Scope{Kind: feature.Section, ID: strconv.FormatInt(section.Int64, 10)}
	}
	if event == "feature_flag_enabled" {
		r.After = feature.On
	} else {
		r.Before = feature.On
	}
	if d.Source == "flagtui" {
		r.Origin, r.Reason = feature.FromFlagtui, d.Reason
		if d.Actor != "" {
			r.Actor = d.Actor
		}
		r.Own = bool(journaled)
		if d.Change != "" {
			r.Change = d.Change
		} else if !first.IsZero() {
			r.Own = !at.Before(first.Truncate(time.Second))
		}
	}
	r.Unnamed = d.Name == "" || r.Scope.Kind == ""
	return r, err
}

// Take implements layout.Reader.
func (r *eventReader) Take(context.Context) ([]layout.Record, error) { return r.rows, nil }
