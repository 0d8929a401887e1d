package flagtui_test

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"
	"time"

	"flagtui"
)

// TestTransactionsAreSeenWhole: a flag that is on for every tenant before and after each
// transaction is never seen off, neither at a scope in memory nor at one that is read at
// that moment. Either the system has it on, or each tenant has.
func TestTransactionsAreSeenWhole(t *testing.T) {
	onEach(t, func(t *testing.T, app application, dsn string, db *sql.DB) {
		if app.name != simpleModule.name {
			t.Skip("its scopes inherit nothing")
		}
		const tenants = 20
		run(t, db, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a.off', TRUE)`)
		client := open(t, dsn, flagtui.WithCatalogue(app.definitions...), flagtui.WithRefresh(time.Millisecond), flagtui.WithScopes(tenants/4, time.Hour), flagtui.WithFirstRead(time.Minute))
		ctx, stop := context.WithCancel(t.Context())
		var looking sync.WaitGroup
		for first := range 3 {
			looking.Go(func() {
				for i := first; ctx.Err() == nil && !t.Failed(); i += 7 {
					if got := client.Evaluate("a.off", flagtui.Tenant(fmt.Sprint(i%tenants))); !got.Enabled {
						t.Errorf("%+v", got)
					}
				}
			})
		}
		for i := range 100 {
			if i%2 == 1 {
				run(t, db, `DELETE FROM feature_flags_override`, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a.off', TRUE)`)
				continue
			}
			statements := []string{`DELETE FROM feature_flags_override`}
			for tenant := range tenants {
				statements = append(statements, fmt.Sprintf(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', '%d', 'a.off', TRUE)`, tenant))
			}
			run(t, db, statements...)
		}
		stop()
		looking.Wait()
	})
}
