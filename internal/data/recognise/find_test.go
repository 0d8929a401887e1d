package recognise

import (
	"slices"
	"strings"
	"testing"
)

// parse reads a table as "name(column type, …)". A type with an exclamation mark is
// required, one with an asterisk is the key.
func parse(t *testing.T, text string) Table {
	t.Helper()
	name, rest, _ := strings.Cut(text, "(")
	table := Table{Name: name}
	if schema, plain, ok := strings.Cut(name, "."); ok {
		table.Schema, table.Name = schema, plain
	}
	for _, part := range strings.Split(strings.TrimSuffix(rest, ")"), ", ") {
		column, kind, ok := strings.Cut(part, " ")
		if !ok {
			t.Fatalf("no type in %q", part)
		}
		table.Columns = append(table.Columns, Column{Name: column, Type: Type(strings.TrimRight(kind, "!*")), Required: strings.Contains(kind, "!"), Key: strings.Contains(kind, "*")})
	}
	return table
}

func TestProposals(t *testing.T) {
	for _, tc := range []struct {
		about, tables, want string
	}{
		{"a plain table", `feature_flags(id number*, key text!, enabled boolean)`,
			`table: feature_flags
			name: key
			enabled: enabled`},
		{"one tenant in each row", `core.featureFlag(id uuid*, key text!, workspaceId uuid, value boolean!, createdAt time, updatedAt time); core.workspace(id uuid*, displayName text)`,
			`table: core.featureFlag
			name: key
			enabled: value
			scope: {workspace: workspaceId}
			tenants: {table: core.workspace, id: id, name: displayName}
			update: {updatedAt: now}`},
		{"definitions in another table", `Feature(slug text*, enabled boolean!, description text); TeamFeatures(teamId number!, featureId text!, enabled boolean!, assignedAt time!, assignedBy text!, updatedAt time!)`,
			`table: TeamFeatures
			name: featureId
			enabled: enabled
			scope: {team: teamId}
			insert: {assignedAt: now, assignedBy: $actor, updatedAt: now}
			update: {updatedAt: now}
			definitions: {table: Feature, name: slug, enabled: enabled, description: description}`},
		{"ids of definitions", `features(id number*, key text); feature_flags_tenant(feature_id number!, tenant_id number!, enabled boolean!)`,
			`table: feature_flags_tenant
			name: feature_id
			enabled: enabled
			scope: {tenant: tenant_id}
			definitions: {table: features, name: key}
			by: id   # feature_flags_tenant holds the id of the definition`},
		{"a person's rows, too", `feature_flags(id number*, community_id number!, person_id number, feature text!, enabled boolean!, created_at time!, updated_at time!)`,
			`table: feature_flags
			name: feature
			enabled: enabled
			scope: {community: community_id}
			where: {person_id: null}   # other rows are neither shown nor touched
			insert: {created_at: now, updated_at: now}
			update: {updated_at: now}`},
		{"text values", `feature_flags(name text*, state text!)`,
			`table: feature_flags
			name: name
			enabled: state
			on: enabled   # the text that means on
			off: disabled   # the text that means off`},
		{"a time means on", `features(id number*, title text!, feature text!, description text, active_at time)`,
			`table: features
			name: feature
			enabled: active_at
			on: not null
			insert: {title: "?"}   # give each "?" a value: a new row needs it`},
		{"a row means on", `features(id number*, key text!); tenant_features(tenant_id number!, feature_id number!)`,
			`table: tenant_features
			name: feature_id
			scope: {tenant: tenant_id}
			definitions: {table: features, name: key}
			by: id   # tenant_features holds the id of the definition`},
		{"a kind and an id", `AbpFeatureValues(Id uuid!*, Name text!, Value text!, ProviderName text!, ProviderKey text)`,
			`table: AbpFeatureValues
			name: Name
			enabled: Value
			on: enabled   # the text that means on
			off: disabled   # the text that means off
			scope: {column: ProviderName, id: ProviderKey, system: system, none: ""}   # system: the word for the whole system; none: the id there
			insert: {Id: uuid}`},
		{"more decides", `feature_flags(key text*, platform text!, enabled boolean!, enabled_for_roles array, rollout_percentage number, deleted_at time)`,
			`table: feature_flags
			name: key
			enabled: enabled
			where: {platform: production, deleted_at: null}   # the rows that this context shows
			aside: [enabled_for_roles, rollout_percentage]   # shown; where not empty, 0 or 100 the flag depends on it`},
		{"a column without a value", `feature_flags(id number*, key text!, enabled boolean!, owner text!)`,
			`table: feature_flags
			name: key
			enabled: enabled
			insert: {owner: "?"}   # give each "?" a value: a new row needs it`},
		{"no flags", `users(id number*, name text!, active boolean!); feature_requests(id number*, title text!)`, ``},
		{"flagtui's own tables", `flagtui_definition(name text*, default_enabled boolean!, enabled boolean)`, ``},
	} {
		var tables []Table
		for _, text := range strings.Split(tc.tables, "; ") {
			tables = append(tables, parse(t, text))
		}
		var got []string
		for _, f := range Find(tables) {
			if f.System == "" {
				got = append(got, slices.DeleteFunc(f.Layout, func(line string) bool {
					return strings.HasPrefix(line, "live: ") || strings.HasPrefix(line, "without: ")
				})...)
			}
		}
		want := strings.Join(strings.Fields(strings.ReplaceAll(tc.want, "\n", " ↵ ")), " ")
		if text := strings.Join(strings.Fields(strings.Join(got, " ↵ ")), " "); text != want {
			t.Errorf("%s:\n%s\nwant\n%s", tc.about, text, want)
		}
	}
}

func TestSystems(t *testing.T) {
	for _, tc := range []struct {
		table, system string
		standing      Standing
	}{
		{`feature_flags_override(id number*, scope text!, scope_id text!, name text!, enabled boolean!)`, "simple_module", Supported},
		{`scoped_feature_flag_states(id number*, feature_name text!, project_id number, section_id number)`, "OLI Torus", Supported},
		{`flipper_gates(id number*, feature_key text!, key text!, value text, created_at time!, updated_at time!)`, "Flipper", Supported},
		{`shop_flipper_gates(id number*, feature_key text!, key text!, value text, created_at time!, updated_at time!)`, "Flipper", Described},
		{`feature_gates(id number*, feature_key text!, key text!, value text, created_at time!, updated_at time!)`, "GitLab", Refused},
		{`feature_flags(id number*, flag_name text!, gate_type text!, target text!, enabled boolean!)`, "FunWithFlags", Described},
		{`fun_with_flags_toggles(id number*, flag_name text!, gate_type text!, target text!, enabled boolean!)`, "FunWithFlags", Supported},
		{`waffle_flag(id number*, name text!, everyone boolean, percent number, superusers boolean!)`, "django-waffle", Supported},
		{`accounts_flag(id number*, name text!, everyone boolean, percent number, testing boolean!, superusers boolean!, staff boolean!, authenticated boolean!, languages text!, rollout boolean!)`, "django-waffle", Described},
		{`features(id number*, name text!, scope text!, value text!, created_at time, updated_at time)`, "Laravel Pennant", Refused},
		{`feature_flags(id number*, context_id number!, context_type text!, feature text!, state text!)`, "Canvas", Refused},
		{`waffle_utils_waffleflagcourseoverridemodel(id number*, change_date time!, enabled boolean!, waffle_flag text!, course_id text!, override_choice text!)`, "Open edX", Refused},
		{`feature_environments(feature_name text!, environment text!, enabled boolean!)`, "Unleash", Refused},
		{`features_featurestate(id number*, enabled boolean!, feature_id number!, environment_id number!)`, "Flagsmith", Refused},
		{`flags(id number*, description text, enabled boolean, snapshot_id number)`, "Flagr", Refused},
		{`feature(id text*, enabled boolean!, variations json, rules json, off_variation text)`, "Bucketeer", Refused},
	} {
		found := Find([]Table{parse(t, tc.table)})
		if len(found) != 1 || found[0].System != tc.system || found[0].Standing != tc.standing {
			t.Errorf("%s: %+v", tc.table, found)
			continue
		}
		f := found[0]
		if (f.Standing == Refused) != (f.Why != "" && f.Better != "") || (f.Standing == Described) != (len(f.Layout) > 0) {
			t.Errorf("%s: %+v", tc.table, f)
		}
	}
	// A server's other tables are not proposed.
	found := Find([]Table{parse(t, `feature_environments(feature_name text!, environment text!, enabled boolean!)`), parse(t, `features(name text*, enabled boolean)`)})
	if len(found) != 1 || found[0].System != "Unleash" {
		t.Errorf("%+v", found)
	}
}
