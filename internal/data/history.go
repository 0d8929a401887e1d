package data

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// HistoryQuery asks for one page of the history that its filter selects.
type HistoryQuery struct {
	HistoryFilter
	After HistoryMark // the previous page's Next, or zero for the first page
	Limit int         // the largest number of recorded entries in a page

	withoutGaps bool // leave out changes from outside that a later record replaced
}

// HistoryMark is the end of a page.
type HistoryMark struct {
	at   map[string]layout.Position // by source
	seen *seenOverrides             // the overrides whose newest record is on a page before
	rows *layout.HistoryRows        // the rows whose records the query needs; nil: it needs none
}

// HistoryPage is one page of history, newest first.
type HistoryPage struct {
	Entries []feature.Entry
	Next    HistoryMark
	// More: something may follow. A page may be short or empty although others follow:
	// it ends after many records that the query does not have, so that no page takes
	// long.
	More bool
	// Partial: flagtui keeps no history here. These entries are from the app's own audit
	// trail, without reasons.
	Partial bool
	// Unnamed is how many of the app's records were left out because their override is
	// not known.
	Unnamed int
	// Searched, if not zero, is the time back to which the app's audit trail was
	// searched for deleted overrides: their older records are missing.
	// HistoryQuery.Since searches further.
	Searched time.Time

	newest []feature.Entry // the newest record of each override that no page before has
	read   []layout.Record // every record read, except flagtui's in the app's trail
}

// journalConditions returns the conditions of a query on flagtui_change, with their
// arguments. The others are tested after reading.
func (s *sqlStore) journalConditions(q HistoryFilter, scope feature.Scope, from layout.Position) (where []string, args []any) {
	and := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if q.Name != "" {
		and("j.name = ?", q.Name)
	}
	if scope.Kind != "" {
		and("j.scope = ? AND j.scope_id = ?", string(scope.Kind), scope.ID)
	}
	if q.Change != "" {
		and("j.change = ?", q.Change)
	}
	if !q.Since.IsZero() {
		and("j.at >= ?", s.TimeArg(q.Since))
	}
	if !q.Until.IsZero() {
		and("j.at <= ?", s.TimeArg(q.Until))
	}
	if from.Started {
		and("(j.at, j.id) < (?, ?)", s.TimeArg(from.At), from.ID)
	}
	return where, args
}

// entries reads entries that meet all conditions, newest first.
func (s *sqlStore) entries(to *[]feature.Entry, where []string, args []any, limit int) engine.Statement {
	*to = []feature.Entry{}
	return engine.Statement{Text: s.selectEntries(where, limit), Args: args, Each: func(rows *sql.Rows) error {
		e := feature.Entry{Origin: feature.FromFlagtui}
		var at engine.TimeValue
		var before, after engine.SettingValue
		var undoes sql.NullString
		err := rows.Scan(&e.ID, &e.Change, &at, &e.Actor, &e.Reason, &e.Scope.Kind, &e.Scope.ID, &e.Name, &before, &after, &undoes)
		e.At, e.Before, e.After, e.Undoes = at.Time, feature.Setting(before), feature.Setting(after), undoes.String
		*to = append(*to, e)
		return err
	}}
}

// selectEntries returns the SQL of entries.
func (s *sqlStore) selectEntries(where []string, limit int) string {
	text := `SELECT j.id, j.change, j.at, j.actor, j.reason, j.scope, j.scope_id, j.name, j.before, j.after, ` + s.journal.Column("j", "undoes") + ` FROM ` + s.journal.Source() + ` j`
	if len(where) > 0 {
		text += ` WHERE ` + strings.Join(where, " AND ")
	}
	text += ` ORDER BY j.at DESC, j.id DESC`
	if limit > 0 {
		text += fmt.Sprintf(` LIMIT %d`, limit)
	}
	return text
}

// ChangeSet implements Store.
func (s *sqlStore) ChangeSet(ctx context.Context, change string) ([]feature.Entry, error) {
	if !s.journal.Exists() {
		return nil, noHistory()
	}
	var entries []feature.Entry
	err := s.Read(ctx, func(ctx context.Context) (err error) {
		entries, err = s.entriesOf(ctx, s.Pool, change)
		return err
	})
	return entries, err
}

// entriesOf reads the entries of a change-set, in the order they were made.
func (s *sqlStore) entriesOf(ctx context.Context, q sqlx.ExtContext, change string) ([]feature.Entry, error) {
	var entries []feature.Entry
	err := s.Batch(ctx, q, s.entries(&entries, []string{"j.change = ?"}, []any{change}, 0))
	if err == nil && len(entries) == 0 {
		err = &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("history has no change-set %q", change),
			Hint: "flagtui history shows every change-set and its id"}
	}
	slices.Reverse(entries)
	return entries, err
}

// newestEntries is how far back LastOwn searches. No index has the actor: without a
// limit all of history would be read.
const newestEntries = 10_000

// LastOwn implements Store.
func (s *sqlStore) LastOwn(ctx context.Context, actor string) ([]feature.Entry, error) {
	if !s.journal.Exists() {
		return nil, noHistory()
	}
	// An actor is the same person from every client. NOT keeps SQLite from using the
	// index on undoes, which has another order.
	who := engine.Truncate(layout.StorableActor(actor), feature.MaxActor)
	elsewhere := engine.Truncate(who+layout.ActorFrom, feature.MaxActor)
	newest := `j.change = (SELECT j.change FROM ` + s.journal.Source() + ` j
		WHERE j.at >= (SELECT MIN(n.at) FROM (SELECT u.at FROM ` + s.journal.Source() + ` u ORDER BY u.at DESC, u.id DESC LIMIT ?) n)
			AND (j.actor = ? OR SUBSTR(j.actor, 1, ?) = ?) AND NOT (j.undoes IS NOT NULL) AND ` + s.undoings() + ` % 2 = 0
		ORDER BY j.at DESC, j.id DESC LIMIT 1)`
	var entries []feature.Entry
	err := s.Read(ctx, func(ctx context.Context) error {
		return s.Batch(ctx, s.Pool, s.entries(&entries, []string{newest}, []any{newestEntries, who, utf8.RuneCountInString(elsewhere), elsewhere}, 0))
	})
	if err == nil && len(entries) == 0 {
		err = &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("history has no change of %s that could be undone, in its newest %d entries", actor, newestEntries),
			Hint: "flagtui history shows every change; flagtui undo CHANGE undoes any of them"}
	}
	slices.Reverse(entries)
	return entries, err
}

// undoings returns an expression for how many times the change-set of an entry j was
// undone and redone. Only a change-set that stands can be undone, so each undo turns it
// over. All of a change-set is undone or nothing, so one override is enough to look at.
func (s *sqlStore) undoings() string {
	step := `SELECT u.change FROM ` + s.journal.Source() + ` u JOIN undone d ON u.undoes = d.change
		WHERE u.scope = j.scope AND u.scope_id = j.scope_id AND u.name = j.name`
	return `(WITH RECURSIVE undone (change) AS (SELECT j.change UNION ALL ` + step + `) SELECT COUNT(*) - 1 FROM undone)`
}

// noHistory returns the error for a database without flagtui_change.
func noHistory() error {
	return &feature.Problem{Kind: feature.ErrUnknown, Text: "flagtui keeps no history in this database",
		Hint: "`flagtui init` makes the table that records it from then on"}
}
