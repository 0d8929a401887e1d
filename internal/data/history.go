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

// HistoryMark is the end of a page of history.
type HistoryMark struct {
	at   map[string]layout.Position // the position in each source, by the source's name
	seen *seenOverrides             // the overrides whose newest record is on an earlier page
	rows *layout.HistoryRows        // the result of FindRows, or nil
}

// HistoryPage is one page of history, newest first.
type HistoryPage struct {
	Entries []feature.Entry
	Next    HistoryMark
	// More reports whether another page may follow. Even then this page may be short or
	// empty, because a page ends after many records that do not match.
	More bool
	// Partial reports whether flagtui keeps no history here. The entries then have no
	// reasons. Trail reports whether the app has an audit trail of its own.
	Partial, Trail bool
	// Mixed reports that records of another context's layout may be among the entries,
	// because the journal of an earlier release does not tell layouts apart.
	Mixed bool
	// Unnamed is the number of the app's records that do not identify their override.
	// The page leaves them out.
	Unnamed int
	// Searched is the time at which the search of the app's audit trail for deleted
	// overrides ended. Older records of deleted overrides are missing. A query with
	// Since searches further. A zero Searched means that the search was complete.
	Searched time.Time

	newest []feature.Entry // the newest record of each override, except overrides of earlier pages
	read   []layout.Record // every record read, except flagtui's records in the app's trail
}

// journalConditions returns the conditions of a filter that a query of flagtui_change
// tests, with their arguments. scope replaces the filter's scope. The caller tests the
// other conditions.
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

// entries returns a statement that reads the entries that meet all conditions, newest
// first.
func (s *sqlStore) entries(to *[]feature.Entry, where []string, args []any, limit int) engine.Statement {
	*to = []feature.Entry{}
	var last feature.Entry
	return engine.Statement{Text: s.selectEntries(where, limit), Args: args, Each: func(rows *sql.Rows) error {
		e := feature.Entry{Origin: feature.FromFlagtui}
		var at engine.TimeValue
		var before, after engine.SettingValue
		var undoes sql.NullString
		err := rows.Scan(&e.ID, &e.Change, &at, &e.Actor, &e.Reason, &e.Scope.Kind, &e.Scope.ID, &e.Name, &before, &after, &undoes, &e.Everything, &e.PutsBack)
		e.At, e.Before, e.After, e.Undoes = at.Time, feature.Setting(before), feature.Setting(after), engine.Share(undoes.String, last.Undoes)
		e.Change, e.Actor, e.Reason = engine.Share(e.Change, last.Change), engine.Share(e.Actor, last.Actor), engine.Share(e.Reason, last.Reason)
		e.Scope.Kind, e.Name = feature.Kind(engine.Share(string(e.Scope.Kind), string(last.Scope.Kind))), engine.Share(e.Name, last.Name)
		last = e
		*to = append(*to, e)
		return err
	}}
}

// selectEntries returns the SQL text of entries.
func (s *sqlStore) selectEntries(where []string, limit int) string {
	text := `SELECT j.id, j.change, j.at, j.actor, j.reason, j.scope, j.scope_id, j.name, j.before, j.after, ` + s.journal.Column("j", "undoes") + `, ` + s.changedEverything() + ` FROM ` + s.journal.Source() + ` j`
	text += ` WHERE ` + strings.Join(append(slices.Clip(where), s.ofLayouts("j")), " AND ")
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

// entriesOf reads the entries of a change-set, in the order in which they were made.
func (s *sqlStore) entriesOf(ctx context.Context, q sqlx.ExtContext, change string) ([]feature.Entry, error) {
	var entries []feature.Entry
	err := s.Batch(ctx, q, s.entries(&entries, []string{"j.change = ?"}, []any{change}, 0))
	if err == nil && len(entries) == 0 {
		err = s.noChangeSet(ctx, q, change)
	}
	slices.Reverse(entries)
	return entries, err
}

// newestEntries is the number of entries that LastOwn searches. Without a limit LastOwn
// would read the whole history, because no index has the actor.
const newestEntries = 10_000

// LastOwn implements Store.
func (s *sqlStore) LastOwn(ctx context.Context, actor string) ([]feature.Entry, error) {
	if !s.journal.Exists() {
		return nil, noHistory()
	}
	// One actor may use several clients. NOT keeps SQLite off the index on undoes, which
	// does not have the order of time.
	who := engine.Truncate(layout.StorableActor(actor), feature.MaxActor)
	elsewhere := engine.Truncate(who+layout.ActorFrom, feature.MaxActor)
	newest := `j.change = (SELECT j.change FROM ` + s.journal.Source() + ` j
		WHERE j.at >= (SELECT MIN(n.at) FROM (SELECT u.at FROM ` + s.journal.Source() + ` u ORDER BY u.at DESC, u.id DESC LIMIT ?) n)
			AND (j.actor = ? OR SUBSTR(j.actor, 1, ?) = ?) AND NOT (j.undoes IS NOT NULL) AND ` + s.ofLayouts("j") + ` AND ` + s.undoings() + ` % 2 = 0
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

// undoings returns an expression for the number of undos and redos of an entry's
// change-set. An odd number means that the change-set is undone, because only a
// change-set in effect can be undone. One override is enough to count, because an undo
// reverts a whole change-set.
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
