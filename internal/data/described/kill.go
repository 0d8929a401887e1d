package described

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/feature"
)

// CheckKill implements layout.KillChecker. A kill cannot turn off what the columns of
// `aside` decide, because flagtui never writes them.
func (l *Layout) CheckKill(ctx context.Context, tx *sqlx.Tx, name string) error {
	if len(l.targeting) == 0 {
		return nil
	}
	var left []string
	err := l.Batch(ctx, tx, l.selectRows(l.named(1), []any{name}, l.order(), func(r row) {
		others := r.depends
		if r.state == stateUnclear {
			others = others[1:] // the kill replaces the value
		}
		if len(others) > 0 && (r.Scope.IsSystem() || !l.config.Table.Gate) {
			left = append(left, fmt.Sprintf("%s at %s", strings.Join(others, ", "), r.Scope))
		}
	}))
	if err != nil || len(left) == 0 {
		return err
	}
	text := left[0]
	if more := len(left) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%q also depends on %s, which flagtui does not write, so a kill might not turn it off for everyone", name, text),
		Hint: "nothing was written; set the flag off at single scopes, or change that column with the app first"}
}
