package data

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"flagtui/internal/feature"
)

// Enabled implements Store. Databases differ in how they sort text; bytes do
// not.
func (s *sqlStore) Enabled(ctx context.Context) ([]feature.TitledOverride, error) {
	placed := []feature.TitledOverride{}
	if s.scoped == nil {
		return placed, nil
	}
	err := s.read(ctx, func(ctx context.Context) error {
		return s.scoped.eachEnabled(ctx, func(p feature.TitledOverride) { placed = append(placed, p) })
	})
	slices.SortFunc(placed, func(a, b feature.TitledOverride) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Title, b.Title),
			cmp.Compare(len(a.Scope.ID), len(b.Scope.ID)), cmp.Compare(a.Scope.ID, b.Scope.ID)) // as numbers compare
	})
	return placed, err
}

// eachEnabled reads the rows that mean on, with their project or section. A
// row whose home is not there, which the app's foreign keys forbid, is not
// lost.
func (l *scopedLayout) eachEnabled(ctx context.Context, each func(feature.TitledOverride)) error {
	text, joins := `SELECT `+l.whole(), ``
	for i, kind := range []feature.Kind{feature.Project, feature.Section} {
		if !l.facts.Has(kind) {
			text += `, NULL, NULL, NULL`
			continue
		}
		home := []string{"p", "s"}[i]
		text += `, ` + home + `.title, ` + home + `.slug, CASE WHEN ` + home + `.id IS NOT NULL THEN COALESCE(` + home + `.status, 'active') END`
		joins += ` LEFT JOIN ` + l.homes[kind].source() + ` ` + home + ` ON ` + home + `.id = o.` + l.columnOf[kind]
	}
	return query(ctx, l.db, text+` FROM `+l.states.source()+` o`+joins+` WHERE `+l.on(), nil, func(rows *sql.Rows) error {
		var homes [6]sql.NullString // title, slug and status of the project, and of the section
		to := make([]any, len(homes))
		for i := range homes {
			to[i] = &homes[i]
		}
		row, err := l.scan(rows, to...)
		home := homes[:3]
		if row.Scope.Kind == feature.Section {
			home = homes[3:]
		}
		each(feature.TitledOverride{Override: row.Override, Title: home[0].String, Slug: home[1].String, Status: home[2].String})
		return err
	})
}
