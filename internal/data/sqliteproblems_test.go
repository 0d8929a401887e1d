package data

import (
	"os"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// The error for a problem with a SQLite file has a remedy.
func TestSQLiteProblems(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		spoil string            // SQL to run before the change
		harm  func(path string) // damages the file
		url   string            // parameters of the URL
		kind  error
		says  []string
	}{
		"trigger": {spoil: `CREATE TRIGGER no BEFORE UPDATE ON feature_flags_override BEGIN SELECT RAISE(ABORT, 'frozen until Monday'); END`,
			kind: feature.ErrRefused, says: []string{"does not allow this change", "frozen until Monday", "nothing was written"}},
		"full": {url: "?_pragma=max_page_count(1)", spoil: `CREATE TRIGGER more AFTER UPDATE ON feature_flags_override BEGIN
			INSERT INTO tenants_tenant(id, slug, name, status, created_at) SELECT hex(randomblob(9000)), 'a', 'a', 'active', '2026-01-01'; END`,
			kind: feature.ErrUnavailable, says: []string{"no room left", "make room"}},
		"damaged": {harm: func(path string) {
			text, err := os.ReadFile(path)
			if err == nil {
				err = os.WriteFile(path, append(text[:4096:4096], make([]byte, len(text)-4096)...), 0o644)
			}
			if err != nil {
				t.Error(err)
			}
		}, kind: feature.ErrUnavailable, says: []string{"damaged", "integrity_check", "backup"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.TenantTable))
			p.override("system", "", "a.b", true)
			if test.spoil != "" {
				p.exec(test.spoil)
			}
			p.raw.Close()
			if test.harm != nil {
				test.harm(p.url)
			}
			s, err := p.tryOpen(func(o *Options) { o.URL = "file://" + o.URL + test.url })
			if err == nil {
				err = turnOff(s)(t.Context())
			}
			wantProblem(t, err, test.kind, append(test.says, "app.db")...)
		})
	}
}

func TestFileThatCannotBeOpened(t *testing.T) {
	if !unprivileged(t) {
		return
	}
	p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
	p.raw.Close()
	if err := os.Chmod(p.url, 0); err != nil {
		t.Fatal(err)
	}
	_, err := p.tryOpen()
	wantProblem(t, err, feature.ErrUnavailable, "app.db cannot be opened", "who may read and write")
}
