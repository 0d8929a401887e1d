package data

import (
	"strings"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// The next Access reports a role's new privileges, and the database refuses other
// writes.
func TestAccessChanges(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	as := p.role(`GRANT SELECT ON feature_flags_override TO ROLE; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ROLE`)
	role := ""
	s := p.open(as, func(o *Options) { role = strings.SplitN(strings.TrimPrefix(o.URL, "postgres://"), ":", 2)[0] }, withPace(looking))
	asked := p.open(as, readOnly)
	w := p.watch(s)
	w.await("the beginning", func(s engine.Signal) bool { return s.By == engine.Polling })
	want := func(reason string) {
		t.Helper()
		for range 2 {
			got, err := s.Access(t.Context())
			if err != nil || !strings.Contains(got, reason) || (got == "") != (reason == "") || s.Info().ReadOnly != got {
				t.Errorf("read-only because %q, and %q, %v; want %q", got, s.Info().ReadOnly, err, reason)
			}
		}
		if got, err := asked.Access(t.Context()); err != nil || got != askedFor {
			t.Errorf("asked for: %q, %v", got, err)
		}
	}
	p.wantReadOnly(s, "may not write")
	want("may not write " + simplemodule.OverrideTable)

	p.exec(`GRANT INSERT, UPDATE, DELETE ON feature_flags_override TO ` + role)
	w.awaitChange("a GRANT")
	want("")
	if err := turnOff(s)(t.Context()); err != nil {
		t.Error(err)
	}
	wantProblem(t, turnOff(asked)(t.Context()), feature.ErrRefused)

	p.exec(`UPDATE feature_flags_override SET enabled = TRUE; REVOKE INSERT ON feature_flags_override FROM ` + role)
	w.awaitChange("a REVOKE")
	want("may not write " + simplemodule.OverrideTable)
	p.wantReadOnly(s, "may not write")
	p.exec(`DROP TABLE feature_flags_override`)
	if _, err := s.Access(t.Context()); err == nil {
		t.Error("a table that is gone is no error")
	}
}
