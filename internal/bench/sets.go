package main

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"flagtui"
)

// set is how much a database holds.
type set struct {
	name                      string
	flags, tenants, overrides int
	isDefault                 bool
}

// sets are the ones that there are, the smallest first.
var sets = []set{
	{"100", 100, 20, 200, false},
	{"1k", 1_000, 1_000, 10_000, true},
	{"10k", 10_000, 10_000, 100_000, true},
	{"10k+1M", 10_000, 100_000, 1_000_000, false},
	{"100k", 100_000, 100_000, 1_000_000, false},
}

// setNames are the names of all sets, or of those that are run by default.
func setNames(all bool) string {
	var names []string
	for _, s := range sets {
		if all || s.isDefault {
			names = append(names, s.name)
		}
	}
	return strings.Join(names, ",")
}

// chosenSets are the sets of these names.
func chosenSets(names string) ([]set, error) {
	var chosen []set
	for name := range strings.SplitSeq(names, ",") {
		at := slices.IndexFunc(sets, func(s set) bool { return s.name == name })
		if at < 0 {
			return nil, fmt.Errorf("no set is called %q; there are %s", name, setNames(true))
		}
		chosen = append(chosen, sets[at])
	}
	return chosen, nil
}

func (s set) String() string {
	return fmt.Sprintf("%s flags, %s overrides, %s tenants", grouped(s.flags), grouped(s.overrides), grouped(s.tenants))
}

// Names are made of numbers with as many digits, so that the databases agree
// on their order.
const digits = 6

// flagName is the name of the i-th flag on the screen.
func flagName(i int) string { return fmt.Sprintf("flag%0*d.enabled", digits, i) }

// perTenant is how many overrides a tenant has that has any, as every other
// one does: of flags that are this share of all of them apart.
const perTenant = 20

// tables are those of an application with all that is optional, and flagtui's.
var tables = []string{"feature_flags_override", "tenants_tenant", "audit_log_audit_entry", "flagtui_definition", "flagtui_change"}

// fill makes the tables and what is in them, the same on both databases. The
// indexes follow at the end, where they are quicker to make.
func (s set) fill(ctx context.Context, db *sql.DB, sqlite bool) error {
	made := flagtui.Statements(sqlite, tables...)
	isTable := func(text string) bool { return strings.HasPrefix(text, "CREATE TABLE") }
	statements := slices.DeleteFunc(slices.Clone(made), func(text string) bool { return !isTable(text) })
	statements = append(statements, s.rows()...)
	statements = append(statements, slices.DeleteFunc(made, isTable)...)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing once committed
	for _, text := range statements {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("%w\n%s", err, text)
		}
	}
	if err := tx.Commit(); err != nil || sqlite {
		return err
	}
	_, err = db.ExecContext(ctx, `VACUUM ANALYZE`) // as PostgreSQL would do by itself before long
	return err
}

// rows are the statements that fill the tables, as both databases understand
// them.
func (s set) rows() []string {
	numbers := func(n int, values string) string {
		return fmt.Sprintf(`WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < %d) SELECT %s FROM number`, n-1, values)
	}
	padded := func(n string) string {
		return fmt.Sprintf(`substr(CAST(1%0*d + %s AS VARCHAR(20)), 2)`, digits, 0, n)
	}
	name := func(n string) string { return `'flag' || ` + padded(n) + ` || '.enabled'` }
	overridden := fmt.Sprintf(`(i / %d * 27 + i %% %d * %d) %% %d`, perTenant, perTenant, s.flags/perTenant, s.flags)
	return []string{
		`INSERT INTO flagtui_definition (name, description, default_enabled) ` +
			numbers(s.flags, name("i")+`, 'What the users of area ' || (i % 37) || ' get from this flag, in a line of text', i % 4 = 0`),
		`INSERT INTO tenants_tenant (id, slug, name, status) ` +
			numbers(s.tenants, `'tenant-' || `+padded("i")+`, 'slug-' || `+padded("i")+`, 'Customer ' || `+padded("i")+` || ' Limited', CASE WHEN i % 9 = 8 THEN 'suspended' ELSE 'active' END`),
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_by, updated_by) ` +
			numbers(s.flags/10, `'system', '', `+name("i * 10")+`, i % 2 = 0, 'app', 'app'`),
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_by, updated_by) ` +
			numbers(s.overrides, `'tenant', 'tenant-' || `+padded(fmt.Sprintf("(i / %d * 2)", perTenant))+`, `+name("("+overridden+")")+`, i % 3 > 0, 'app', 'app'`),
		`INSERT INTO flagtui_change (change, actor, reason, scope, scope_id, name, before, after) ` +
			numbers(s.flags, `'set-' || i, 'alice@ops1', 'As agreed with support', 'system', '', `+name("i")+`, i % 2 = 0, i % 2 = 1`),
	}
}
