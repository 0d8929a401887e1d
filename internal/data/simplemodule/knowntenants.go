package simplemodule

import (
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// mostOverriding is the most tenants with overrides that are checked against the app's
// table: each costs an index look-up.
const mostOverriding = 10_000

// knownTenants holds the counts from which the number of tenants without an override of
// a flag follows.
type knownTenants struct {
	most int // the most tenants with overrides of any flag that are looked at

	listed     int // tenants that the app's table lists
	overriding int // tenants with overrides of any flag; most + 1: more than most
	unlisted   int // those of them that the app's table does not list
	own        int // tenants with an override of the flag
	ownListed  int // those of them that the app's table lists
}

// query counts the known tenants, and those with an override of the flag, whose rows own
// selects. The numbers of on and off go to count.
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

// inheriting returns how many tenants have no override of the flag, and among which
// tenants they were counted; -1 if they could not be counted.
func (k *knownTenants) inheriting() (int, feature.Tenants) {
	switch all := k.overriding <= k.most; {
	case all && k.listed > 0:
		return k.listed + k.unlisted - k.own, feature.AllTenants
	case all: // the table is absent or empty: any id is a tenant
		return k.overriding - k.own, feature.OverridingTenants
	case k.listed > 0:
		return k.listed - k.ownListed, feature.ListedTenants
	}
	return -1, feature.OverridingTenants
}
