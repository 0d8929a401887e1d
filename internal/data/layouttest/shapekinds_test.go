package layouttest

import "testing"

// Mixed-case names, UUIDs and no system: twenty.
func TestMixedCaseTable(t *testing.T) {
	Exercise(t, described(t, shape{name: "mixed-case table", table: "featureFlag", key: "key", value: "value", id: "id", kind: "workspace", scope: "workspaceId",
		layout: `
table: featureFlag
name: key
enabled: value
scope: {workspace: workspaceId}
insert: {id: uuid, updatedAt: now}
update: {updatedAt: now}
live: restart
without: off
tenants: {table: workspace, id: id, name: displayName}`,
		ddl: `CREATE TABLE workspace (id uuid PRIMARY KEY, "displayName" text);
			CREATE TABLE "featureFlag" (id uuid PRIMARY KEY, key varchar(200) NOT NULL, "workspaceId" uuid NOT NULL, value boolean NOT NULL, "createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL DEFAULT now(), UNIQUE (key, "workspaceId"))`,
		base: `INSERT INTO workspace VALUES ('` + firstUUID + `', 'Acme 100%'), ('` + secondUUID + `', 'Globex'), ('` + thirdUUID + `', NULL)`,
		ids:  []string{firstUUID, secondUUID, thirdUUID}, searches: map[string][]string{"acme": {firstUUID}, "7c9e": {secondUUID}, "%": {firstUUID}, "nothing": nil},
		extra:  map[string]string{"id": newUUID},
		stamps: []string{"createdAt", "updatedAt"}, updated: []string{"updatedAt"},
	}))
}

// Definitions with the system's value, and a table of overrides: cal.com.
func teams(gate bool) shape {
	s := shape{name: "definitions and overrides", table: "TeamFeatures", key: "featureId", value: "enabled", kind: "team", scope: "teamId", ids: []string{"7", "12", "30"},
		layout: `
table: TeamFeatures
name: featureId
enabled: enabled
scope: {team: teamId}
insert: {assignedAt: now, assignedBy: $actor, updatedAt: now}
update: {updatedAt: now}
definitions: {table: Feature, name: slug, enabled: enabled, description: description}
live: now`,
		ddl: `CREATE TABLE "Feature" (slug varchar(200) PRIMARY KEY, enabled boolean NOT NULL DEFAULT false, description text);
			CREATE TABLE "TeamFeatures" ("teamId" integer NOT NULL, "featureId" varchar(200) NOT NULL REFERENCES "Feature" (slug) ON DELETE CASCADE, enabled boolean NOT NULL DEFAULT true,
				"assignedAt" timestamptz NOT NULL DEFAULT now(), "assignedBy" text NOT NULL, "updatedAt" timestamptz, PRIMARY KEY ("teamId", "featureId"))`,
		base:  definitionsOf(`"Feature"`, `slug, enabled`, `NAME, FALSE`),
		extra: map[string]string{"assignedBy": "'the app'"}, definitions: "Feature", defName: "slug", defValue: "enabled",
	}
	if gate {
		s.name, s.gate, s.layout = "gate and overrides", true, s.layout+"\ncombine: gate"
	}
	return s
}

func TestDefinitionsAndOverrides(t *testing.T) { Exercise(t, described(t, teams(false))) }
func TestGateAndOverrides(t *testing.T)        { Exercise(t, described(t, teams(true))) }

// A table for the system and one for the facilities: SimpleReport.
func TestTwoTables(t *testing.T) {
	Exercise(t, described(t, shape{name: "two tables", table: "facility_feature_flag", key: "name", value: "value", kind: "facility", scope: "facility_id", ids: []string{firstUUID, secondUUID, thirdUUID},
		layout: `
table: facility_feature_flag
name: name
enabled: value
scope: {facility: facility_id}
definitions: {table: feature_flag, name: name, enabled: value}
live: now`,
		ddl: `CREATE TABLE feature_flag (name varchar(200) PRIMARY KEY, value boolean NOT NULL);
			CREATE TABLE facility_feature_flag (facility_id uuid NOT NULL, name varchar(200) NOT NULL, value boolean NOT NULL, PRIMARY KEY (facility_id, name))`,
		base: definitionsOf("feature_flag", "name, value", "NAME, FALSE"), definitions: "feature_flag", defName: "name", defValue: "value",
	}))
}

// NULL is everybody.
func TestNullIsEverybody(t *testing.T) {
	Exercise(t, described(t, shape{name: "NULL is everybody", table: "feature_flags", key: "key", value: "enabled", id: "id", kind: "clinic", scope: "clinic_id", ids: []string{"c 1", `it's "a" \ b?`, "Ümlaut", "c2"}, nullable: true,
		layout: "{table: feature_flags, name: key, enabled: enabled, scope: {clinic: clinic_id}, live: now}", byDefault: true,
		ddl: `CREATE TABLE feature_flags (id bigserial PRIMARY KEY, clinic_id varchar(60), key varchar(200) NOT NULL, enabled boolean NOT NULL);
			CREATE UNIQUE INDEX one_of_a_clinic ON feature_flags (clinic_id, key) WHERE clinic_id IS NOT NULL;
			CREATE UNIQUE INDEX one_of_all ON feature_flags (key) WHERE clinic_id IS NULL`,
	}))
}
