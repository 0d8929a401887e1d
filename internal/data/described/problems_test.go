package described_test

import (
	"errors"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// A layout that does not fit the table is refused when the database is opened, with the
// line and what to write.
func TestLayoutsThatDoNotFit(t *testing.T) {
	for layout, want := range map[string][2]string{
		"table: feature_flag\nname: key\nenabled: enabled\nlive: now":                                                         {"line 5: layout: table:", "feature_flags"},
		"table: app.feature_flags\nname: key\nlive: now":                                                                      {"line 5: layout: table:", ""},
		"table: feature_flags\nname: keys\nenabled: enabled\nlive: now":                                                       {`line 6: layout: name: the table feature_flags has no column "keys"`, "key"},
		"table: feature_flags\nname: key\nenabled: zzz\nlive: now":                                                            {`line 7: layout: enabled: the table feature_flags has no column "zzz"`, "the columns are active_at, enabled, id, key, owner_id, state, weight"},
		"table: feature_flags\nname: id\nenabled: enabled\nlive: now":                                                         {"line 6: layout: name: the column id is ", "by: id"},
		"table: feature_flags\nname: key\nenabled: state\nlive: now":                                                          {"line 7: layout: enabled: the column state is ", "on: and off:"},
		"table: feature_flags\nname: key\nenabled: active_at\nlive: now":                                                      {"line 7: layout: enabled: the column active_at is ", "on: not null"},
		"table: feature_flags\nname: key\nenabled: enabled\non: a\noff: b\nlive: now":                                         {"line 8: layout: on: the column enabled is ", "leave on and off out"},
		"table: feature_flags\nname: key\nenabled: state\non: not null\nlive: now":                                            {"line 8: layout: on: the column state is ", "two texts"},
		"table: feature_flags\nname: key\nenabled: state\non: enabled for all\noff: 'no'\nlive: now":                          {`line 8: layout: on: "enabled for all" is too long`, "the column state can have"},
		"table: feature_flags\nname: key\nwithout: on\nlive: now":                                                             {"line 7: layout: without: a row by itself means on", "enabled:"},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\nscope: {tenant: owner}":                                {`line 9: layout: scope.tenant: the table feature_flags has no column "owner"`, "owner_id"},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\nscope: {tenant: active_at}":                            {"line 9: layout: scope.tenant: the column active_at is ", "UUIDs"},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\nwhere: {owner_id: seven}":                              {"line 9: layout: where.owner_id: the column owner_id is ", ""},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\nwhere: {state: null}\ninsert: {owner: 1}":              {"line 10: layout: insert.owner: the table feature_flags has no column", "owner_id"},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\nupdate: {owner_id: now}":                               {"line 9: layout: update.owner_id: the column owner_id is ", ""},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\nupdate: {owner_id: uuid}":                              {"line 9: layout: update.owner_id: the column owner_id is ", ""},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\naside: [percentage]":                                   {`line 9: layout: aside: the table feature_flags has no column "percentage"`, ""},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\ndefinitions: {table: features, name: key}":             {"line 9: layout: definitions.table: the database has no table features", ""},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\ndefinitions: {table: owners, name: title}":             {`line 9: layout: definitions.name: the table owners has no column "title"`, "name"},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\ndefinitions: {table: owners, name: name}\nby: id":      {"line 6: layout: name: the column key is ", "definition's id"},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\nscope: {o: owner_id}\ntenants: {table: o, id: id}":     {"line 10: layout: tenants.table: the database has no table o", ""},
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now\nscope: {o: owner_id}\ntenants: {table: owners, id: i}": {`line 10: layout: tenants.id: the table owners has no column "i"`, ""},
	} {
		db := newSQLite(t)
		db.exec(`CREATE TABLE feature_flags (id INTEGER PRIMARY KEY, key text, enabled boolean, state varchar(10), active_at timestamp, weight real, owner_id integer); CREATE TABLE owners (id INTEGER PRIMARY KEY, name text)`)
		db.expectProblem(layout, want)
	}
	db := newPostgres(t)
	db.exec(`CREATE TABLE feature_flags (id serial PRIMARY KEY, key text, enabled json, at interval, owner uuid)`)
	for layout, want := range map[string][2]string{
		"table: feature_flags\nname: key\nenabled: enabled\nlive: now":   {"line 7: layout: enabled: the column enabled is json", "a boolean, a number, or a text"},
		"table: feature_flags\nname: owner\nenabled: enabled\nlive: now": {"line 6: layout: name: the column owner is uuid", ""},
		"table: feature_flags\nname: key\nwhere: {owner: 7}\nlive: now":  {"line 7: layout: where.owner: the column owner is uuid", ""},
		"table: other.feature_flags\nname: key\nlive: now":               {"line 5: layout: table: the table feature_flags is in the schema public", "public.feature_flags"},
		"table: Feature_flags\nname: key\nlive: now":                     {"line 5: layout: table:", "feature_flags"},
		"table: feature_flags\nname: Key\nlive: now":                     {`line 6: layout: name: the table feature_flags has no column "Key"`, "key"},
	} {
		db.expectProblem(layout, want)
	}
}

// expectProblem expects that a layout is refused with a text and a hint.
func (db *database) expectProblem(layout string, want [2]string) {
	db.Helper()
	if err := db.read(layout); err != nil {
		db.Fatalf("%s: %v", layout, err)
	}
	store, err := data.Open(db.Context(), db.options())
	if err == nil {
		store.Close()
		db.Errorf("%s\nis accepted", layout)
		return
	}
	if !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), want[0]) || !strings.Contains(err.Error(), "config.yaml") || !strings.Contains(feature.Hint(err), want[1]) || strings.Contains(feature.Hint(err), "flagtui init") {
		db.Errorf("%s\n%v (%s)\nwant %q", layout, err, feature.Hint(err), want)
	}
}
