package torus

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// Enabled implements layout.EnabledLister. It sorts by bytes in Go, because databases
// sort text differently.
func (l *Layout) Enabled(ctx context.Context) ([]feature.TitledOverride, error) {
	placed := []feature.TitledOverride{}
	err := l.Read(ctx, func(ctx context.Context) error {
		return l.eachEnabled(ctx, func(p feature.TitledOverride) { placed = append(placed, p) })
	})
	slices.SortFunc(placed, func(a, b feature.TitledOverride) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Title, b.Title),
			cmp.Compare(len(a.Scope.ID), len(b.Scope.ID)), cmp.Compare(a.Scope.ID, b.Scope.ID)) // in numerical order
	})
	return placed, err
}

// eachEnabled reads the rows that mean on, with the title, slug and status of their
// project or section. It includes a row whose project or section is missing, although
// the app's foreign keys forbid such a row.
func (l *Layout) eachEnabled(ctx context.Context, each func(feature.TitledOverride)) error {
	text, joins := `SELECT `+l.rowColumns(), ``
	for i, kind := range []feature.Kind{feature.Project, feature.Section} {
		if !l.has(kind) {
			text += `, NULL, NULL, NULL`
			continue
		}
		alias := []string{"p", "s"}[i]
		text += `, ` + alias + `.title, ` + alias + `.slug, CASE WHEN ` + alias + `.id IS NOT NULL THEN COALESCE(` + alias + `.status, 'active') END`
		joins += ` LEFT JOIN ` + l.scopeTables[kind].Source() + ` ` + alias + ` ON ` + alias + `.id = o.` + l.columnOf[kind]
	}
	return engine.Query(ctx, l.Pool, text+` FROM `+l.states.Source()+` o`+joins+` WHERE `+l.on(), nil, func(rows *sql.Rows) error {
		var details [6]sql.NullString // title, slug and status of the project, and of the section
		to := make([]any, len(details))
		for i := range details {
			to[i] = &details[i]
		}
		row, err := l.scan(rows, to...)
		detail := details[:3]
		if row.Scope.Kind == feature.Section {
			detail = details[3:]
		}
		each(feature.TitledOverride{Override: row.Override, Title: detail[0].String, Slug: detail[1].String, Status: detail[2].String})
		return err
	})
}
