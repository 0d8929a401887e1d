package described

import (
	"context"
	"fmt"
	"strings"

	"flagtui/internal/data/layout"
)

// Check implements layout.Layout. It finds values that are neither on nor off, and several
// rows of one flag at one scope.
func (l *Layout) Check(ctx context.Context, each func(layout.Row), report func(layout.Anomaly), _ bool) error {
	rows := map[layout.RowKey]int{}
	check := func(r row) {
		found := layout.Row{ID: r.ID, Ref: l.table.Ref(), Override: r.Override, Listed: true}
		each(found)
		if r.state == stateUnclear {
			report(layout.Anomaly{Code: layout.AnomalyApp, Row: found, Fix: l.respell(r),
				Text: fmt.Sprintf("%q at %s is neither on nor off: %s is %q", r.Name, r.Scope, l.value.Name, r.unclear)})
		}
		if rows[r.Key()]++; rows[r.Key()] == 2 {
			report(layout.Anomaly{Code: layout.AnomalyApp, Row: found,
				Text: fmt.Sprintf("%s has several rows of %q at %s, and only the app knows which of them counts: delete the others", l.table.Name, r.Name, r.Scope)})
		}
	}
	for last, n := l.table.BeforeAll(), layout.Page; n == layout.Page; {
		n = 0
		err := l.Read(ctx, func(ctx context.Context) error {
			return l.Batch(ctx, l.Pool, l.selectAfter(last, layout.Page, func(r row) {
				last = r.ID
				n++
				check(r)
			}))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// respell returns the statement that corrects a value that differs from the text for on
// or off only in case and blanks. It returns an empty string for other values, because
// only a person knows their meaning.
func (l *Layout) respell(r row) string {
	key, ok := l.table.Find(l.table.Key())
	if !l.texts || !l.hasKey() || !ok {
		return ""
	}
	for _, text := range []string{l.config.Table.On, l.config.Table.Off} {
		if strings.EqualFold(strings.TrimSpace(r.unclear), text) {
			return fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s AND %s = %s;", l.table.Ref(), l.value.ident, l.Literal(text),
				l.Ident(key.Name), l.Literal(r.ID), l.value.ident, l.Literal(r.unclear))
		}
	}
	return ""
}
