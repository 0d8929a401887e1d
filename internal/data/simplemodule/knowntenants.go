package simplemodule

import (
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// mostOverriding is the largest number of tenants with overrides that Impact compares
// with the app's table. Each tenant costs an index look-up.
const mostOverriding = 10_000

// knownTenants holds the counts from which inheriting computes the number of tenants
// without an override of a flag.
type knownTenants struct {
	most int // the largest exact value of overriding

	listed     int // tenants that the app's table lists
	overriding int // tenants with overrides of any flag; most + 1 means more than most
	unlisted   int // tenants with overrides of any flag that the app's table does not list
	own        int // tenants with an override of the flag
	ownListed  int // listed tenants with an override of the flag
}

// query returns the statement that fills in the counts. own is the condition for the
// flag's overrides at tenants. count receives the number of these overrides that are on
// and off.
func (k *knownTenants) query(l *Layout, own, name string, count *feature.Count) engine.Statement {
	listed, isListed, join := `0`, `CAST(NULL AS TEXT)`, func(string) string { return `` }
	if l.hasTenants {
		listed, isListed = `(SELECT COUNT(*) FROM `+l.tenants.Source()+`)`, `t.id`
		join = func(id string) string { return ` LEFT JOIN ` + l.tenants.Source() + ` t ON t.id = ` + id }
	}
	text := `WITH RECURSIVE steps (id, n) AS (
			SELECT ` + l.nextTenant("?") + `, 1 UNION ALL
			SELECT ` + l.nextTenant("s.id") + `, s.n + 1 FROM steps s WHERE s.id IS NOT NULL AND s.n <= ?),
		known AS (SELECT COUNT(s.id) AS overriding, COUNT(s.id) - COUNT(` + isListed + `) AS unlisted FROM steps s` + join("s.id") + `),
		own AS (SELECT COUNT(DISTINCT o.scope_id) AS ids, COUNT(DISTINCT ` + isListed + `) AS listed, ` + l.onAndOff() + ` FROM ` + l.overrides.Source() + ` o` + join("o.scope_id") + own + `)
		SELECT ` + listed + `, known.*, own.* FROM known, own`
	return engine.Statement{Text: text, Args: []any{"", k.most, name}, Each: func(rows *sql.Rows) error {
		return rows.Scan(&k.listed, &k.overriding, &k.unlisted, &k.own, &k.ownListed, &count.On, &count.Off)
	}}
}

// inheriting returns the number of tenants without an override of the flag, and the kind
// of tenants that it counts. The number is -1 if there are too many tenants to count.
func (k *knownTenants) inheriting() (int, feature.Tenants) {
	switch all := k.overriding <= k.most; {
	case all && k.listed > 0:
		return k.listed + k.unlisted - k.own, feature.AllTenants
	case all: // without a list of tenants any id is a tenant
		return k.overriding - k.own, feature.OverridingTenants
	case k.listed > 0:
		return k.listed - k.ownListed, feature.ListedTenants
	}
	return -1, feature.OverridingTenants
}
