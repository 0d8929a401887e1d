package cli

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestListingForms checks that each command that prints a list supports CSV, Markdown
// and JSON. Without a terminal, the other forms print the same lines.
func TestListingForms(t *testing.T) {
	db := small(t)
	config := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(config, []byte("contexts: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	runWith(t, "", "set", "files.previews=off", "--db", db, "--yes", "--actor", "ann", "--reason", `=cmd|' /C calc'!A0`).expect(t, 0, "*")
	for _, tc := range []struct {
		args     string
		code     int
		csv      []string // the headings, and one record
		markdown string   // one line
	}{
		{"list --tenant acme", 0, []string{"name,description,default_enabled,enabled,overridden,system_enabled,source,registered,depends", "orders.beta,The new checkout,false,false,true,true,tenant,true,"},
			"| `orders.beta` | [ ] Disabled | Override active | Disabled | System: Enabled | `The new checkout` |"},
		{"list --counts", 0, []string{"name,description,default_enabled,enabled,overridden,system_enabled,source,registered,depends,on,off", "orders.beta,The new checkout,false,true,true,,system,true,,0,1"},
			"| FLAG | STATUS | SOURCE | DEFAULT | OVERRIDES | DESCRIPTION |"},
		{"get orders.bulk --tenant ghost", 0, []string{"name,description,default_enabled,enabled,overridden,system_enabled,source,registered,depends", "orders.bulk,,false,true,true,false,tenant,true,"},
			"| `orders.bulk` | [x] Enabled | Override active | Disabled | System: Disabled |"},
		{"scopes", 0, []string{"kind,id,name,overrides", "tenant,globex,Globex,0"}, "| tenant | `acme` | `Acme` | 2 |"},
		{"overrides orders.beta", 0, []string{"scope,scope_id,name,enabled,changed_at,changed_by,depends", "tenant,acme,orders.beta,false,20"}, "| `tenant:acme` | off |"},
		{"diff system tenant:acme", 1, []string{"name,a_scope,a_value,a_source,b_scope,b_value,b_source", "orders.beta,system,on,system,tenant:acme,off,tenant"}, "| `orders.beta` | on (system) | off (tenant) |"},
		{"history --source flagtui", 0, []string{"at,change,source,actor,reason,scope,scope_id,name,before,after", `,flagtui,ann,'=cmd|' /C calc'!A0,system,,files.previews,inherit,off`}, "| `files.previews` | `system` | inherit | off |"},
		{"config --ascii", 0, []string{"name,value,from", "ascii,true,'--ascii"}, "| ascii | `true` | --ascii |"},
		{"config --keys", 0, []string{"action,keys,does", "quit,q,quit"}, "| quit | `q` | quit |"},
		{"doctor", 1, []string{"code,message,mend", "unknown_tenant,"}, "| unknown_tenant | `"},
	} {
		args := append(strings.Fields(tc.args), "--db", db, "--config", config)
		run := func(more ...string) ran {
			r := runWith(t, "", append(slices.Clone(args), more...)...)
			if r.code != tc.code {
				t.Fatalf("%s %s: exit %d: %s", tc.args, more, r.code, r.err)
			}
			return r
		}
		plain := run()
		for _, same := range [][]string{{"-o", "table"}, {"-o", "wide"}, {"--wide"}, {"--no-pager"}} {
			if r := run(same...); r.out != plain.out || r.out == "" {
				t.Errorf("%s %s prints\n%s\nnot\n%s", tc.args, same, r.out, plain.out)
			}
		}
		if r := run("-o", "json"); tc.args != "config --ascii" && r.out != run("--json").out || !json.Valid([]byte(r.out)) {
			t.Errorf("%s -o json prints %s", tc.args, r.out)
		}
		records, err := csv.NewReader(strings.NewReader(run("-o", "csv").out)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", tc.args, err)
		}
		if got := strings.Join(records[0], ","); got != tc.csv[0] || !slices.ContainsFunc(records[1:], func(r []string) bool { return strings.Contains(strings.Join(r, ","), tc.csv[1]) }) {
			t.Errorf("%s -o csv prints %q, without %q", tc.args, records, tc.csv)
		}
		if r := run("-o", "markdown"); !strings.Contains(r.out, tc.markdown) || strings.Contains(r.out, "\x1b") {
			t.Errorf("%s -o markdown prints\n%s\nwithout %s", tc.args, r.out, tc.markdown)
		}
	}
}

// TestListingFormConflicts checks that two forms, or an unknown form, are a usage error.
// With JSON among them, the error is JSON. A flag takes precedence over a variable.
func TestListingFormConflicts(t *testing.T) {
	db := small(t)
	for args, want := range map[string]string{
		"list -o csv --json":          `{"error":{"code":"usage","message":"-o csv and --json were both given"`,
		"list -o yaml":                `-o is "yaml"`,
		"list -o csv --wide":          "-o csv and --wide were both given",
		"history --markdown -o csv":   "-o csv and --markdown were both given",
		"scopes -o json --nonsense":   `{"error":{"code":"usage"`,
		"scopes --output=json --nope": `{"error":{"code":"usage"`,
		"overrides nope -o json":      `{"error":{"code":"unknown"`,
	} {
		r := runWith(t, "", append(strings.Fields(args), "--db", db)...)
		if r.out != "" || r.code == 0 || !strings.Contains(r.err, want) {
			t.Errorf("%s: exit %d, %q, %q", args, r.code, r.out, r.err)
		}
	}
	t.Setenv("FLAGTUI_JSON", "1")
	runWith(t, "", "scopes", "-o", "csv", "--db", db).expect(t, 0, "kind,id,name,overrides\ntenant,acme,Acme,2\ntenant,ghost,,1\ntenant,globex,Globex,0\n")
	if r := runWith(t, "", "scopes", "--db", db); !json.Valid([]byte(r.out)) {
		t.Errorf("FLAGTUI_JSON: %q", r.out)
	}
}

// TestPagerProgram checks that the pager is PAGER, else less, else none.
func TestPagerProgram(t *testing.T) {
	bin := t.TempDir()
	variables := func(all map[string]string) func(string) (string, bool) {
		return func(name string) (string, bool) { value, ok := all[name]; return value, ok }
	}
	t.Setenv("PATH", bin)
	if p := pagerProgram(variables(nil)); p != nil {
		t.Errorf("without less: %v", p.Args)
	}
	if err := os.WriteFile(bin+"/less", []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if p := pagerProgram(variables(nil)); p == nil || !slices.Equal(p.Args, []string{bin + "/less", "-FRX"}) {
		t.Errorf("without PAGER: %v", p)
	}
	for _, none := range []string{"", "cat"} {
		if p := pagerProgram(variables(map[string]string{"PAGER": none})); p != nil {
			t.Errorf("PAGER=%q: %v", none, p.Args)
		}
	}
	p := pagerProgram(variables(map[string]string{"PAGER": "less -S | tee log"}))
	if p == nil || !slices.Equal(p.Args, []string{"sh", "-c", "less -S | tee log"}) || p.Env[len(p.Env)-1] != "LESS=FRX" {
		t.Errorf("PAGER: %v", p)
	}
	if p := pagerProgram(variables(map[string]string{"PAGER": "less", "LESS": "i"})); p.Env[len(p.Env)-1] != "LESS=i" {
		t.Errorf("LESS: %v", p.Env[len(p.Env)-1])
	}
}
