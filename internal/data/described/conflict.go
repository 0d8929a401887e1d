package described

import (
	"fmt"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// ExplainConflict implements layout.ConflictExplainer. A new row may conflict with a row
// that `where` leaves out. It may also conflict with a row whose texts the columns treat
// as equal.
func (l *Layout) ExplainConflict(err error) error {
	if err != error(layout.ErrOvertaken) {
		return err
	}
	switch {
	case len(l.pinned) > 0:
		return &feature.Problem{Kind: feature.ErrConflict, Text: fmt.Sprintf("%s already has such a row: `where` leaves it out, or someone else has just made it", l.table.Name),
			Hint: "nothing was written; look again, or change the row that is left out with the app", Cause: err}
	case l.name.Folds || l.id.Folds:
		return &feature.Problem{Kind: feature.ErrConflict, Text: l.table.Name + " already has an equal row: the database takes texts for equal that differ in case or the like",
			Hint: "nothing was written; write the flag and the scope exactly as they are stored", Cause: err}
	}
	return err
}
