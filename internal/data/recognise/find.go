package recognise

import (
	"cmp"
	"slices"
	"strings"
)

// Finding is a table that holds feature flags, or may hold them.
type Finding struct {
	Table    string   // as a layout in the config file has it
	System   string   // "Flipper"; empty for a table of unknown make
	Standing Standing // Described for a table of unknown make
	Why      string   // why flagtui does not open a refused table
	Better   string   // what to do instead
	// Layout is the lines of the layout in the config file that opens the table, without
	// the word layout. It is empty unless Standing is Described.
	Layout []string
}

// Find returns the tables that hold feature flags: first those of known systems, then
// those whose name and columns look like flags.
func Find(tables []Table) []Finding {
	findings := []Finding{}
	servers := map[string]bool{} // the schemas with the tables of a server of flags
	rest := slices.DeleteFunc(slices.Clone(tables), func(t Table) bool {
		s := systemOf(t)
		if s == nil {
			return false
		}
		f := Finding{Table: t.Ref(), System: s.name, Standing: s.standing, Why: s.why, Better: s.better}
		if s.layout != nil {
			f.Layout = s.layout(t)
		}
		servers[t.Schema] = servers[t.Schema] || s.why == ownServer
		findings = append(findings, f)
		return true
	})
	slices.SortStableFunc(findings, func(a, b Finding) int {
		order := []Standing{Supported, Described, Refused}
		return cmp.Compare(slices.Index(order, a.Standing), slices.Index(order, b.Standing))
	})
	var proposed []Finding
	defining := map[string]bool{} // the tables that hold another table's definitions
	for _, t := range rest {
		if servers[t.Schema] || isCompanion(t) {
			continue
		}
		if lines, definitions := propose(t, tables); lines != nil {
			proposed = append(proposed, Finding{Table: t.Ref(), Standing: Described, Layout: lines})
			defining[definitions] = true
		}
	}
	slices.SortStableFunc(proposed, func(a, b Finding) int { // those found without a schema first
		return cmp.Compare(strings.Count(a.Table, "."), strings.Count(b.Table, "."))
	})
	return append(findings, slices.DeleteFunc(proposed, func(f Finding) bool { return defining[f.Table] })...)
}

// isCompanion reports whether a table belongs to a known system, or to flagtui, without
// holding its overrides.
func isCompanion(t Table) bool {
	for _, start := range []string{"flagtui_", "flipper_", "waffle_", "scoped_feature_", "features_feature", "django_"} {
		if strings.HasPrefix(t.Name, start) {
			return true
		}
	}
	return t.Name == "feature_states" && t.has("label", "state") // OLI Torus
}
