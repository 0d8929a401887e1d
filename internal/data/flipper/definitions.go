package flipper

import (
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// SelectDefinitions implements layout.Definer. The app lists the flags that have a row in
// flipper_features.
func (l *Layout) SelectDefinitions(each func(feature.Definition)) engine.Statement {
	return engine.Statement{Text: `SELECT o.key FROM ` + l.features.Ref() + ` o ORDER BY o.key` + l.ByBytes, Each: func(rows *sql.Rows) error {
		d := feature.Definition{Scopes: []feature.Kind{feature.System, Actor}}
		err := rows.Scan(engine.TextInto(&d.Name))
		each(d)
		return err
	}}
}
