package main

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	_ "flagtui" // for schema.sql
	"flagtui/internal/schema"
)

// dataset is the size of a database's content.
type dataset struct {
	name                      string
	flags, tenants, overrides int
	isDefault                 bool
}

// datasets lists the datasets by size, smallest first.
var datasets = []dataset{
	{"100", 100, 20, 200, false},
	{"1k", 1_000, 1_000, 10_000, true},
	{"10k", 10_000, 10_000, 100_000, true},
	{"10k+1M", 10_000, 100_000, 1_000_000, false},
	{"100k", 100_000, 100_000, 1_000_000, false},
}

// datasetNames returns the names of all datasets, or only of the default ones.
func datasetNames(all bool) string {
	var names []string
	for _, s := range datasets {
		if all || s.isDefault {
			names = append(names, s.name)
		}
	}
	return strings.Join(names, ",")
}

// findDatasets returns the datasets with the given names, which are separated by commas.
func findDatasets(names string) ([]dataset, error) {
	var chosen []dataset
	for name := range strings.SplitSeq(names, ",") {
		at := slices.IndexFunc(datasets, func(s dataset) bool { return s.name == name })
		if at < 0 {
			return nil, fmt.Errorf("no dataset is called %q; there are %s", name, datasetNames(true))
		}
		chosen = append(chosen, datasets[at])
	}
	return chosen, nil
}

func (s dataset) String() string {
	return fmt.Sprintf("%s flags, %s overrides, %s tenants", groupDigits(s.flags), groupDigits(s.overrides), groupDigits(s.tenants))
}

// digits is the length of numbers in names. Because all have the same length, both
// databases sort the names alike.
const digits = 6

// flagName returns the name of the i-th flag of the list.
func flagName(i int) string { return fmt.Sprintf("flag%0*d.enabled", digits, i) }

// overridesPerTenant is the number of overrides of every other tenant. The overridden
// flags are spread evenly.
const overridesPerTenant = 20

// tableNames lists all tables of an application and of flagtui.
var tableNames = []string{"feature_flags_override", "tenants_tenant", "audit_log_audit_entry", "flagtui_definition", "flagtui_change"}

// fill creates the same tables and rows on both databases. It creates the indexes last,
// because that is faster.
func (s dataset) fill(ctx context.Context, db *sql.DB, sqlite bool) error {
	all := schema.Statements(sqlite, tableNames...)
	isTable := func(text string) bool { return strings.HasPrefix(text, "CREATE TABLE") }
	statements := slices.DeleteFunc(slices.Clone(all), func(text string) bool { return !isTable(text) })
	statements = append(statements, s.insertStatements()...)
	statements = append(statements, slices.DeleteFunc(all, isTable)...)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // no effect after the commit
	for _, text := range statements {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("%w\n%s", err, text)
		}
	}
	if err := tx.Commit(); err != nil || sqlite {
		return err
	}
	_, err = db.ExecContext(ctx, `VACUUM ANALYZE`) // autovacuum would do the same soon
	return err
}

// insertStatements returns the statements that fill the tables. Both databases accept
// the statements.
func (s dataset) insertStatements() []string {
	numbers := func(n int, values string) string {
		return fmt.Sprintf(`WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < %d) SELECT %s FROM number`, n-1, values)
	}
	padded := func(n string) string {
		return fmt.Sprintf(`substr(CAST(1%0*d + %s AS VARCHAR(20)), 2)`, digits, 0, n)
	}
	name := func(n string) string { return `'flag' || ` + padded(n) + ` || '.enabled'` }
	overridden := fmt.Sprintf(`(i / %d * 27 + i %% %d * %d) %% %d`, overridesPerTenant, overridesPerTenant, s.flags/overridesPerTenant, s.flags)
	return []string{
		`INSERT INTO flagtui_definition (name, description, default_enabled) ` +
			numbers(s.flags, name("i")+`, 'What the users of area ' || (i % 37) || ' get from this flag, in a line of text', i % 4 = 0`),
		`INSERT INTO tenants_tenant (id, slug, name, status) ` +
			numbers(s.tenants, `'tenant-' || `+padded("i")+`, 'slug-' || `+padded("i")+`, 'Customer ' || `+padded("i")+` || ' Limited', CASE WHEN i % 9 = 8 THEN 'suspended' ELSE 'active' END`),
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_by, updated_by) ` +
			numbers(s.flags/10, `'system', '', `+name("i * 10")+`, i % 2 = 0, 'app', 'app'`),
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_by, updated_by) ` +
			numbers(s.overrides, `'tenant', 'tenant-' || `+padded(fmt.Sprintf("(i / %d * 2)", overridesPerTenant))+`, `+name("("+overridden+")")+`, i % 3 > 0, 'app', 'app'`),
		`INSERT INTO flagtui_change (change, actor, reason, scope, scope_id, name, before, after) ` +
			numbers(s.flags, `'set-' || i, 'alice@ops1', 'As agreed with support', 'system', '', `+name("i")+`, `+
				`CASE WHEN i % 10 = 0 THEN i % 20 <> 0 ELSE i % 2 = 0 END, CASE WHEN i % 10 = 0 THEN i % 20 = 0 END`), // the values of the overrides
	}
}
