package cli

import (
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
)

// TestFullServer checks what happens while the server has no free connection. A command
// waits within its timeout, and then says that nothing was written. A dashboard says that
// it waits, and opens as soon as there is a connection.
func TestFullServer(t *testing.T) {
	dsn := pgtest.Database(t)
	p := &testDatabase{t: t, url: dsn, raw: appOn(t, dsn), pg: true}
	role, limited := p.restricted()
	p.exec(`ALTER ROLE ` + role + ` CONNECTION LIMIT 0`)

	for _, args := range [][]string{{"list"}, {"set", "alpha=off", "--yes"}} {
		r := runWith(t, "", append(args, "--db", limited, "--timeout", "100ms")...)
		for r.code == exitUnavailable && strings.Contains(r.err, "no answer in time") { // the machine is busy
			r = runWith(t, "", append(args, "--db", limited, "--timeout", "100ms")...)
		}
		for _, want := range []string{"no free connection", "nothing was read or written", "--timeout"} {
			if r.code != exitUnavailable || !strings.Contains(r.err, want) {
				t.Errorf("%s: exit %d, %q, want %q", args, r.code, r.err, want)
			}
		}
	}
	if got := override(t, p.raw, "alpha"); got != "true" {
		t.Errorf("alpha is %s", got)
	}

	dashboard := startIn(t, []string{"--db", limited})
	dashboard.waitFor(`Waiting for a free connection to `)
	p.exec(`ALTER ROLE ` + role + ` CONNECTION LIMIT -1`)
	dashboard.waitFor(`> alpha`)
}
