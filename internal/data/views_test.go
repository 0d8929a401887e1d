package data

import (
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// A view may replace the override table. flagtui writes to it if the database accepts
// writes; otherwise the store is read-only, with the reason.
func TestViewInPlaceOfTheTable(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	p.exec(`ALTER TABLE feature_flags_override RENAME TO stored; CREATE VIEW feature_flags_override AS SELECT * FROM stored`)
	s := p.open()
	if info := s.Info(); info.ReadOnly != "" {
		t.Errorf("read-only: %s", info.ReadOnly)
	}
	apply(t, s, set(feature.SystemScope(), "a.b", feature.On, feature.Off))
	wantSame(t, "the table", p.rows(`SELECT enabled FROM stored`), "false")
	p.exec(`DROP VIEW feature_flags_override; CREATE VIEW feature_flags_override AS SELECT DISTINCT * FROM stored`)
	p.wantViewReadOnly()

	lite := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
	lite.override("system", "", "a.b", true)
	lite.exec(`ALTER TABLE feature_flags_override RENAME TO stored; CREATE VIEW feature_flags_override AS SELECT * FROM stored`)
	lite.wantViewReadOnly()
	lite.exec(`CREATE TRIGGER i INSTEAD OF INSERT ON feature_flags_override BEGIN
			INSERT INTO stored (scope, scope_id, name, enabled) VALUES (NEW.scope, NEW.scope_id, NEW.name, NEW.enabled); END;
		CREATE TRIGGER u INSTEAD OF UPDATE ON feature_flags_override BEGIN UPDATE stored SET enabled = NEW.enabled WHERE id = NEW.id; END`)
	lite.wantViewReadOnly() // deletes are not possible yet
	lite.exec(`CREATE TRIGGER d INSTEAD OF DELETE ON feature_flags_override BEGIN DELETE FROM stored WHERE id = OLD.id; END`)
	s = lite.open()
	wantSame(t, "read-only", s.Info().ReadOnly, "")
	apply(t, s, set(feature.SystemScope(), "a.b", feature.On, feature.Off))
	apply(t, s, set(feature.SystemScope(), "c.d", feature.Inherit, feature.On))
	apply(t, s, set(feature.SystemScope(), "a.b", feature.Off, feature.Inherit))
	wantSame(t, "the table", lite.rows(`SELECT name, enabled FROM stored`), "c.d|1")
}

func (p *place) wantViewReadOnly() {
	p.t.Helper()
	s := p.open()
	wantSame(p.t, "read-only", s.Info().ReadOnly, "feature_flags_override is a view that cannot be written")
	if stored, err := s.Stored(p.t.Context(), feature.SystemScope()); err != nil || len(stored) != 1 {
		p.t.Errorf("%v, %v", stored, err)
	}
	_, err := s.Apply(p.t.Context(), set(feature.SystemScope(), "c.d", feature.Inherit, feature.On))
	wantProblem(p.t, err, feature.ErrRefused, "is a view that cannot be written")
}

// Privileges on single columns count.
func TestPrivilegesOnColumns(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	const all = `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ROLE; GRANT INSERT, DELETE ON feature_flags_override TO ROLE; GRANT SELECT ON feature_flags_override TO ROLE;`
	s := p.open(p.role(all + `GRANT UPDATE (enabled, updated_at, updated_by) ON feature_flags_override TO ROLE`))
	wantSame(t, "read-only", s.Info().ReadOnly, "")
	apply(t, s, set(feature.SystemScope(), "a.b", feature.On, feature.Off))
	s = p.open(p.role(all + `GRANT UPDATE (enabled, updated_at) ON feature_flags_override TO ROLE`))
	wantSame(t, "read-only", s.Info().ReadOnly, s.Info().User+" may not write the column updated_by of feature_flags_override")
	_, err := p.tryOpen(p.role(`GRANT SELECT (id, scope, scope_id, name) ON feature_flags_override TO ROLE`))
	wantProblem(t, err, feature.ErrRefused, "may not read the column enabled")
}
