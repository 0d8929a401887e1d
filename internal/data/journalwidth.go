package data

import (
	"fmt"
	"strings"

	"flagtui/internal/data/engine"
)

// widenColumns plans to widen the columns of the journal that an earlier release made too
// narrow for some scopes. SQLite does not limit texts.
func (p *InitPlan) widenColumns(sqlite bool, journal engine.Table) {
	if sqlite || !journal.Has("name") || journal.Schema != p.Schema {
		return
	}
	for _, column := range columnsOf(sqlite, journal.Name) {
		is, ok := journal.Find(column.Name)
		if ok && strings.HasPrefix(column.Name, "scope") && is.Length() > 0 && is.Length() < engine.TextLength(column.Type) {
			p.Columns = append(p.Columns, `ALTER TABLE `+journal.Ref()+` ALTER COLUMN `+column.Name+` TYPE `+column.Type)
			p.added = append(p.added, journal.Name+"."+column.Name)
		}
	}
}

// narrowJournal returns the reason why the journal cannot record changes at scopes of
// some kind. It returns an empty text if the journal can record all.
func (s *sqlStore) narrowJournal() string {
	column, ok := s.journal.Find("scope")
	if !ok || s.Dialect == engine.SQLite || column.Length() == 0 {
		return ""
	}
	for _, info := range s.info.Kinds {
		if len(info.Kind) > column.Length() {
			return fmt.Sprintf("the column scope of %s is too narrow for the kind %s; flagtui init widens it", s.journal.Name, info.Kind)
		}
	}
	return ""
}
