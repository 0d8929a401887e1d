package funwithflags

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// gate is a row of the table.
type gate struct {
	id, name, kind, target string
	enabled                bool
}

// selectGates reads gates. after is the SQL text behind the table's alias o.
func (l *Layout) selectGates(after string, args []any, each func(gate)) engine.Statement {
	return engine.Statement{Text: `SELECT CAST(o.id AS VARCHAR(255)), o.flag_name, o.gate_type, o.target, ` + l.IsOn + ` FROM ` + l.table.Ref() + ` o` + after, Args: args, Each: func(rows *sql.Rows) error {
		var g gate
		var on engine.OnValue
		err := rows.Scan(&g.id, &g.name, &g.kind, &g.target, &on)
		g.enabled = bool(on)
		each(g)
		return err
	}}
}

// scope returns the scope that the gate belongs to. A gate that is not a setting belongs to
// the system.
func (g gate) scope() feature.Scope {
	if g.kind == actor {
		return feature.Scope{Kind: Actor, ID: g.target}
	}
	return feature.SystemScope()
}

// isSetting reports whether the gate is a setting that flagtui writes.
func (g gate) isSetting() bool {
	return g.kind == actor || g.kind == boolean && g.target == noTarget
}

// row returns the gate as an override's row.
func (g gate) row() layout.OverrideRow {
	row := layout.OverrideRow{ID: g.id, Override: feature.Override{Scope: g.scope(), Name: g.name, Enabled: g.enabled, Unset: !g.isSetting()}}
	if row.Unset {
		row.Depends = cmp.Or(g.depends(), g.unknown(), g.kind)
	}
	return row
}

// share returns the percentage of a percentage gate. base describes the users, such as
// "of actors". ok is false for other gates, and if the library cannot read the target.
func (g gate) share() (percent float64, base string, ok bool) {
	for begin, what := range map[string]string{anyTime: "of the time", anyActors: "of actors"} {
		if text, is := strings.CutPrefix(g.target, begin); is && g.kind == percentage {
			share, err := strconv.ParseFloat(text, 64)
			return share * 100, what, err == nil && share > 0 && share < 1
		}
	}
	return 0, "", false
}

// depends describes whom a group gate or a percentage gate concerns. It returns an empty
// string for other gates.
func (g gate) depends() string {
	if percent, of, ok := g.share(); ok {
		return strconv.FormatFloat(percent, 'f', -1, 64) + " % " + of
	}
	if g.kind == group {
		return fmt.Sprintf("group %s (its members are code)", g.target)
	}
	return ""
}

// opens reports whether the gate turns the flag on for somebody.
func (g gate) opens() bool {
	_, _, isShare := g.share()
	return isShare || g.enabled && g.kind != percentage // the library ignores a percentage's enabled
}

// unknown describes the part of a gate that the library cannot read. It returns an empty
// string if the library can read the gate.
func (g gate) unknown() string {
	_, _, isShare := g.share()
	switch {
	case g.kind == boolean || g.kind == actor || g.kind == group || isShare:
		return ""
	case g.kind == percentage:
		return fmt.Sprintf("the percentage %q, on which the app fails", g.target)
	}
	return fmt.Sprintf("gate_type %q, on which the app fails", g.kind)
}

// gateSet holds the gates of a flag, except actor gates.
type gateSet struct {
	booleans []gate // sorted by id; the library reads only the first
	groups   []gate
	shares   []gate
	unknown  []string
}

// selectGatesOf reads the named flags' gates, except actor gates. Without names it reads
// every flag. The returned map is complete once the statement has run.
func (l *Layout) selectGatesOf(names []string) (engine.Statement, map[string]*gateSet) {
	condition, args := ` WHERE o.gate_type <> ?`, []any{actor}
	if len(names) > 0 && len(names) <= engine.Chunk {
		condition += ` AND o.flag_name IN (` + engine.Repeat(len(names), "?") + `)`
		for _, name := range names {
			args = append(args, name)
		}
	}
	flags := map[string]*gateSet{}
	return l.selectGates(condition+` ORDER BY o.id`, args, func(g gate) { collect(flags, g) }), flags
}

// collect adds a gate to its flag's set.
func collect(flags map[string]*gateSet, g gate) {
	of := flags[g.name]
	if of == nil {
		of = &gateSet{}
		flags[g.name] = of
	}
	switch {
	case g.unknown() != "":
		of.unknown = append(of.unknown, g.unknown())
	case g.kind == boolean:
		of.booleans = append(of.booleans, g)
	case g.kind == group:
		of.groups = append(of.groups, g)
	case g.kind == percentage:
		of.shares = append(of.shares, g)
	}
}

// stored returns the flag's state at system scope. A group gate overrides the boolean
// gate. A boolean gate that is on overrides a percentage gate.
// (https://hexdocs.pm/fun_with_flags/readme.html)
func (g gateSet) stored() feature.Stored {
	stored := feature.Stored{Unset: len(g.booleans) == 0}
	if !stored.Unset {
		stored.Enabled = g.booleans[0].enabled
	}
	stored.Depends = g.targeting(stored.Setting())
	stored.DependsBelow = stored.Depends
	if len(g.groups)+len(g.shares) > 0 {
		stored.DependsAfter = map[feature.Setting][]string{}
		for _, to := range []feature.Setting{feature.Inherit, feature.Off, feature.On} {
			stored.DependsAfter[to] = g.targeting(to)
		}
	}
	stored.Locked = g.locked()
	return stored
}

// targeting returns the targeting that counts if the boolean gate has this setting.
func (g gateSet) targeting(setting feature.Setting) (words []string) {
	for _, gate := range g.groups {
		if gate.enabled != (setting == feature.On) {
			words = append(words, gate.depends())
		}
	}
	if setting == feature.On {
		return words
	}
	for _, gate := range g.shares {
		words = append(words, gate.depends())
	}
	return words
}

// locked returns the reason why flagtui never writes the flag. It returns an empty
// string if flagtui may.
func (g gateSet) locked() string {
	switch {
	case len(g.unknown) > 0:
		return strings.Join(g.unknown, ", ")
	case len(g.booleans) > 1:
		return "several boolean gates, of which the app reads the first"
	case slices.ContainsFunc(g.booleans, func(g gate) bool { return g.target != noTarget }):
		return fmt.Sprintf("a boolean gate with the target %q", g.booleans[0].target)
	}
	return ""
}
