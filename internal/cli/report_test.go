package cli

import (
	"strings"
	"testing"
)

// The report of a fault has what a developer needs, and no flag, scope, person or secret.
func TestFaultReport(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', 'hidden-tenant', 'hidden.flag', '1')`)
		t.Setenv("TERM", "xterm-256color")
		t.Setenv("SSH_CONNECTION", "192.0.2.7 1 192.0.2.8 22")
		r := runWith(t, "", "doctor", "--report", "--db", p.url, "--actor", "hidden-actor", "--reason", "hidden reason")
		if r.code != 0 {
			t.Fatalf("exit %d: %s", r.code, r.err)
		}
		for _, want := range []string{"flagtui  ", "TERM            xterm-256color", "SSH_CONNECTION  is set", "actor   from --actor", "feature_flags_override", "Findings, by kind"} {
			if !strings.Contains(r.out, want) {
				t.Errorf("no %q in\n%s", want, r.out)
			}
		}
		for _, secret := range []string{"hidden", "192.0.2", "it's.db", p.url} {
			if strings.Contains(r.out+r.err, secret) {
				t.Errorf("%q is in\n%s%s", secret, r.out, r.err)
			}
		}
	})
	r := runWith(t, "", "doctor", "--report", "--db", "postgres://app:hidden@127.0.0.1:1/app")
	if r.code != 0 || !strings.Contains(r.out, "The database cannot be checked\n  cannot reach the database") || strings.Contains(r.out+r.err, "hidden") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}
