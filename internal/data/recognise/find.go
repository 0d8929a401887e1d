package recognise

import (
	"cmp"
	"slices"
	"strings"
)

// Finding is a table that holds feature flags, or may hold them.
type Finding struct {
	Table    string   // the name in the form of the config file
	System   string   // such as "Flipper"; empty if unknown
	Standing Standing // Described if the system is unknown
	Why      string   // why flagtui does not open a refused table
	Better   string   // what to do instead
	// Layout holds the lines that describe the table in the config file, below the key
	// layout. Layout is empty unless Standing is Described.
	Layout []string
}

// Find returns the tables that hold feature flags. Tables of known systems come first.
// The name and the columns of the other tables look like flags.
func Find(tables []Table) []Finding {
	findings := []Finding{}
	servers := map[string]bool{} // the schemas that belong to a flag server
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
	slices.SortStableFunc(proposed, func(a, b Finding) int { // tables without a schema first
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
