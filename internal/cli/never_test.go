package cli

import (
	"strings"
	"testing"
)

// TestListByOverridesAnywhere checks --never-overridden and --counts.
func TestListByOverridesAnywhere(t *testing.T) {
	db := small(t)
	counted := func(view, counts string) string { return strings.TrimSuffix(view, "}") + `,"counts":` + counts + "}" }
	for _, tc := range []struct {
		args string
		code int
		out  string
		err  []string
	}{
		// The system overrides orders.beta, and a tenant overrides orders.bulk.
		{"list --never-overridden --json", 0, "[" + previews + "]\n", nil},
		{"list --never-overridden --tenant globex", 0, "files.previews  [x] Enabled   Following system   default Enabled   System: Enabled  Previews\n", nil},
		{"list --never-overridden --disabled", 0, "", []string{"no flags to list"}},
		{"list --never-overridden --overridden", 2, "", []string{"were both given"}},
		{"list --enabled --disabled", 2, "", []string{"were both given"}},
		{"list --counts --json", 0, "[" + counted(previews, `{"on":0,"off":0}`) + "," + counted(beta, `{"on":0,"off":1}`) + "," + counted(bulk, `{"on":1,"off":0}`) + "]\n", nil},
		{"list --counts --tenant acme --overridden --json", 0, "[" + counted(betaAcme, `{"on":0,"off":1}`) + "]\n", nil},
		{"list --counts --overridden", 0, "orders.beta  [x] Enabled   Override active    default Disabled  0 on, 1 off      The new checkout\n", nil},
	} {
		runWith(t, "", append(strings.Fields(tc.args), "--db", db)...).expect(t, tc.code, tc.out, tc.err...)
	}
}
