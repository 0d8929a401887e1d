package data

import (
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// The app's own table has the definitions where flagtui_definition is absent or empty.
func TestDefinitionsOfTheApp(t *testing.T) {
	t.Parallel()
	const ddl = `CREATE TABLE "Feature" (slug VARCHAR(50) PRIMARY KEY, enabled BOOLEAN NOT NULL DEFAULT FALSE, description TEXT);
		CREATE TABLE "TeamFeatures" ("teamId" INTEGER NOT NULL, "featureId" VARCHAR(50) NOT NULL, enabled BOOLEAN NOT NULL, PRIMARY KEY ("teamId", "featureId"));
		INSERT INTO "Feature" VALUES ('calendar', TRUE, 'The new calendar'), ('teams', FALSE, NULL);
		INSERT INTO "TeamFeatures" VALUES (7, 'calendar', FALSE)`
	config := &layout.Config{Table: &layout.TableConfig{Table: layout.TableName{Name: "TeamFeatures"}, Name: "featureId", Enabled: "enabled", Scope: layout.ScopeConfig{Kind: "team", Column: "teamId"},
		Definitions: layout.DefinitionsConfig{Table: layout.TableName{Name: "Feature"}, Name: "slug", Enabled: "enabled", Description: "description"}, Without: feature.Off, Live: feature.LiveAtRequest()}}
	for name, p := range map[string]*place{"sqlite": newSQLite(t, ddl), "postgres": newPostgres(t, ddl)} {
		t.Run(name, func(t *testing.T) {
			read := func() []feature.Definition {
				t.Helper()
				s := p.open(func(o *Options) { o.Layout = config })
				defs, err := s.Definitions(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if !s.Info().OwnDefinitions {
					t.Error("it is not said that the app has definitions")
				}
				if page, err := s.FirstPage(t.Context(), feature.SystemScope(), 10); err != nil || len(page.Definitions) > 0 {
					t.Errorf("a first page of %d definitions, %v", len(page.Definitions), err)
				}
				return defs
			}
			own := func(defs []feature.Definition) bool {
				return len(defs) == 2 && defs[0].Name == "calendar" && defs[0].Description == "The new calendar" && defs[1].Name == "teams" && defs[1].Description == ""
			}
			if defs := read(); !own(defs) {
				t.Errorf("without flagtui_definition: %+v", defs)
			}
			p.own(definitionTable)
			if defs := read(); !own(defs) {
				t.Errorf("with an empty flagtui_definition: %+v", defs)
			}
			s := p.open(func(o *Options) { o.Layout = config })
			if err := s.Register(t.Context(), []feature.Definition{{Name: "given"}}); err != nil {
				t.Fatal(err)
			}
			if defs := read(); len(defs) != 1 || defs[0].Name != "given" {
				t.Errorf("with a definition of flagtui's own: %+v", defs)
			}
		})
	}
}
