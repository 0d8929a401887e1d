package cli

import (
	"strings"
	"testing"
)

// TestDefaultsWithoutACatalogue checks that every default is unknown without a
// catalogue, in every command.
func TestDefaultsWithoutACatalogue(t *testing.T) {
	db, _ := newDatabase(t, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES
		('system', '', 'here.on', 1), ('system', '', 'here.off', 0), ('tenant', 'acme', 'acme.only', 1)`)
	const (
		unknown = `"default_enabled":null,"enabled":null,"overridden":false,"system_enabled":null,"source":"default","registered":false,"depends":["its default (no catalogue is known)"]}`
		warning = "no catalogue of flags is known"
	)
	for _, tc := range []struct {
		args string
		code int
		out  string
		err  []string
	}{
		{"test here.on", 0, "", []string{warning}},
		{"test here.off", 1, "", []string{warning}},
		{"test acme.only", 1, "", []string{"it is not known whether acme.only is on", "its default (no catalogue is known)"}},
		{"test here.on acme.only", 1, "", []string{"it is not known whether acme.only is on"}},
		{"test acme.only --tenant acme", 0, "", []string{warning}},
		{"test acme.only --json", 1, `[{"name":"acme.only","description":"",` + unknown + "]\n", []string{"it is not known"}},
		{"get acme.only --json", 0, `{"name":"acme.only","description":"",` + unknown + "\n", nil},
		{"list --enabled", 0, "here.on  [x] Enabled   Override active    default ?         not registered\n", nil},
		{"list --disabled", 0, "here.off  [ ] Disabled  Override active    default ?         not registered\n", nil},
		{"diff system tenant:acme", 1, "acme.only  system: depends on its default (no catalogue is known)  tenant:acme: on (tenant)\n", nil},
		{"clear acme.only --tenant acme --dry-run", 0, "Override cleared for \"acme.only\" (dry run)\n", []string{"on -> inherit (?).", "changes from Enabled to its default, which is unknown: no catalogue is known"}},
		{"clear here.on --dry-run --json", 0, "*", []string{"on -> inherit (?).", "may change"}},
		{"set acme.only=on --dry-run", 0, "*", []string{"Its present value is its default, which is unknown"}},
		{"clear acme.only --tenant acme --yes --json", 0, "*", nil},
	} {
		r := runWith(t, "", append(strings.Fields(tc.args), "--db", db)...)
		r.expect(t, tc.code, tc.out, tc.err...)
		if strings.HasPrefix(tc.args, "clear") && strings.Contains(tc.args, "--json") && !strings.Contains(r.out, `"default_enabled":null,"enabled":null`) {
			t.Errorf("%s: %s", tc.args, r.out)
		}
	}
}
