package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/cli/demo"
)

// customContext describes the tables of the demo custom, as the demo does.
const customContext = `{table: feature_flag, name: feature, enabled: enabled, scope: {workspace: workspace_id}, insert: {updated_at: now, updated_by: $actor},
  update: {updated_at: now, updated_by: $actor}, definitions: {table: feature, name: slug, description: description}, aside: [rollout_percentage],
  live: within 5 minutes, without: off, tenants: {table: workspace, id: id, name: display_name}}`

// TestDemoLayouts checks that each demo opens, has the same flags and many scopes, and
// can be changed and put back.
func TestDemoLayouts(t *testing.T) {
	layouts := map[string]string{"custom": customContext, "fun_with_flags": "{fun_with_flags: {}}", "flipper": "{flipper: {}}", "waffle": "{waffle: {}}"}
	for _, name := range demo.Layouts() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "demo.db")
			if r := runWith(t, "", "demo", "--layout", name, "--db", path); r.code != 0 || !strings.Contains(r.out, "billing.new_invoice") {
				t.Fatal(r.out, r.err)
			}
			config := writeFile(t, "default_context: app\ncontexts:\n  app:\n    db: "+path+"\n    layout: "+layouts[name]+"\n")
			run := func(args string, to any) {
				t.Helper()
				r := runWith(t, "", append(strings.Fields(args), "--config", config, "--json")...)
				if err := json.Unmarshal([]byte(r.out), to); err != nil || r.code != 0 {
					t.Fatalf("%s: exit %d: %v\n%s%s", args, r.code, err, r.out, r.err)
				}
			}
			var flags []struct {
				Name, Description string
				Enabled           *bool
			}
			if run("list", &flags); len(flags) < 63 || len(flags) > 75 {
				t.Errorf("%d flags", len(flags))
			}
			depends, described := 0, 0
			for _, flag := range flags {
				if flag.Enabled == nil {
					depends++
				}
				if flag.Description != "" {
					described++
				}
			}
			if depends < 2 || described < 63 {
				t.Errorf("%d flags depend on something, and %d are described", depends, described)
			}
			var scopes []struct{ Overrides int }
			if run("scopes", &scopes); len(scopes) < 130 {
				t.Errorf("%d scopes", len(scopes))
			}
			var entries []struct{ Source, Reason string }
			if run("history", &entries); len(entries) < 4 {
				t.Errorf("%d changes", len(entries))
			}
			for _, entry := range entries {
				if entry.Source != "flagtui" || entry.Reason == "" {
					t.Errorf("a change by %s: %q", entry.Source, entry.Reason)
				}
			}
			var done struct{ Changed int }
			if run("set billing.multi_currency=on --yes", &done); done.Changed != 1 {
				t.Errorf("%d changed", done.Changed)
			}
			if run("undo --yes", &done); done.Changed != 1 {
				t.Errorf("%d put back", done.Changed)
			}
		})
	}
	runWith(t, "", "demo", "--lang", "fr").expect(t, exitUsage, "", `do not speak "fr"`, "en or de")
	runWith(t, "", "demo", "--layout", "flippr").expect(t, exitUsage, "", `no demo of the layout "flippr"`, "custom, flipper, fun_with_flags, waffle")
}
