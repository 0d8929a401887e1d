package recognise

import "strings"

// Standing says what flagtui does with a system's tables.
type Standing string

// The standings.
const (
	Supported Standing = "supported" // flagtui opens the tables by itself
	Described Standing = "described" // flagtui opens the tables with a layout in the config
	Refused   Standing = "refused"   // flagtui does not open the tables
)

// system is a feature flag system, recognised by the columns of its tables.
type system struct {
	name     string
	standing Standing
	table    string   // the name of the table; empty if any name will do
	columns  []string // columns that the table has
	without  []string // columns that the table does not have
	// why is the reason why flagtui does not open the tables. better is the advice to
	// the user.
	why, better string
	// layout returns the lines of the layout in the config.
	layout func(Table) []string
}

const (
	ownServer = "it is a server of its own, whose clients see only what goes through the server's own change log"
	ownTools  = "change the flag in its web page, or through its API"
)

// systems lists the known systems. A table belongs to the first system that matches.
var systems = []system{
	{name: "simple_module", standing: Supported, table: "feature_flags_override", columns: []string{"scope", "scope_id", "name", "enabled"}},
	{name: "OLI Torus", standing: Supported, table: "scoped_feature_flag_states", columns: []string{"feature_name", "project_id", "section_id"}},
	{name: "GitLab", standing: Refused, table: "feature_gates", columns: []string{"feature_key", "key", "value"},
		why:    "its gates follow Flipper's, but :opt_out actors and its own cache also decide",
		better: "change the flag with GitLab's API or its ChatOps"},
	{name: "Flipper", standing: Supported, table: "flipper_gates", columns: []string{"feature_key", "key", "value"}},
	{name: "Flipper", standing: Described, columns: []string{"feature_key", "key", "value", "created_at", "updated_at"},
		layout: func(t Table) []string {
			prefix, ok := strings.CutSuffix(t.Name, "flipper_gates")
			if !ok {
				prefix = strings.TrimSuffix(t.Name, "gates")
			}
			return []string{"flipper:", "  prefix: " + quoteYAML(prefix), `  live: at the next request   # when a change takes effect`}
		}},
	{name: "FunWithFlags", standing: Supported, table: "fun_with_flags_toggles", columns: []string{"flag_name", "gate_type", "target", "enabled"}},
	{name: "FunWithFlags", standing: Described, columns: []string{"flag_name", "gate_type", "target", "enabled"},
		layout: func(t Table) []string {
			return []string{"fun_with_flags:", "  table: " + quoteYAML(t.Ref()), "  live: within 15 minutes   # when a change takes effect"}
		}},
	{name: "django-waffle", standing: Supported, table: "waffle_flag", columns: []string{"name", "everyone", "percent", "superusers"}},
	{name: "django-waffle", standing: Described, columns: []string{"name", "everyone", "percent", "superusers", "staff", "authenticated", "languages", "rollout"},
		layout: func(t Table) []string {
			return []string{"waffle:", "  table: " + quoteYAML(t.Ref()) + "   # the app's own flag model (WAFFLE_FLAG_MODEL): its code may change the rule", "  live: within 5 minutes   # when a change takes effect"}
		}},
	{name: "Open edX", standing: Refused, columns: []string{"waffle_flag", "override_choice", "enabled"},
		why:    "its overrides are only appended, and the newest one counts",
		better: "add an override in Django's admin pages"},
	{name: "Laravel Pennant", standing: Refused, columns: []string{"name", "scope", "value"}, without: []string{"scope_type", "enabled", "key"},
		why:    "a row is an answer that the app remembered at its first check; the default is code",
		better: "use Feature::activate and Feature::purge in the app (php artisan tinker)"},
	{name: "Canvas", standing: Refused, columns: []string{"context_id", "context_type", "feature", "state"},
		why:    "a higher account's on or off locks those below, and the app keeps flags in Redis",
		better: "change it in the account's feature options, or with Canvas' API"},
	{name: "Unleash", standing: Refused, table: "feature_environments", columns: []string{"feature_name", "environment", "enabled"}, why: ownServer, better: ownTools},
	{name: "Flagsmith", standing: Refused, table: "features_featurestate", columns: []string{"feature_id", "environment_id", "enabled"}, why: ownServer, better: ownTools},
	{name: "Flagr", standing: Refused, table: "flags", columns: []string{"description", "enabled", "snapshot_id"}, why: ownServer, better: ownTools},
	{name: "FeatureHub", standing: Refused, table: "fh_app_feature", columns: []string{"feature_key"}, why: ownServer, better: ownTools},
	{name: "Bucketeer", standing: Refused, columns: []string{"variations", "off_variation", "rules", "enabled"}, why: ownServer, better: ownTools},
}

// systemOf returns the system that a table belongs to, or nil if no known system
// matches.
func systemOf(t Table) *system {
	for i, s := range systems {
		switch {
		case s.table != "" && s.table != t.Name, !t.has(s.columns...):
		case t.first(s.without...) != nil:
		case s.name == "Laravel Pennant" && len(t.Columns) > 6: // Pennant's table has six columns
		default:
			return &systems[i]
		}
	}
	return nil
}
