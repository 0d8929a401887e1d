package flagtui_test

import (
	"errors"
	"os/exec"
	"strings"
	"testing"

	"flagtui"
)

// TestFake: a client without a database behaves as one with a database.
func TestFake(t *testing.T) {
	client, by, ctx := flagtui.Fake(map[string]bool{"on": true, "off": false}), flagtui.By("test"), t.Context()
	acme, project := flagtui.Tenant("acme"), flagtui.Project(7)
	if !client.Enabled("on") || !client.Enabled("on", acme) || client.Enabled("off", project) || client.Evaluate("typo").Reason != flagtui.ReasonUndefined {
		t.Error(client.List(), client.Evaluate("typo"))
	}
	set, err := client.SetAtomically(ctx, acme, map[string]bool{"on": false, "off": true}, by)
	if err != nil || len(set.Changes) != 2 || client.Enabled("on", acme) || !client.Enabled("off", acme) || !client.Enabled("on", project) {
		t.Error(set, err, client.List(acme))
	}
	if again, err := client.Enable(ctx, "off", acme, by); err != nil || again.ID != "" {
		t.Error(again, err)
	}
	if _, err := client.Kill(ctx, "off", by); err != nil || client.Enabled("off", acme) || client.Enabled("off") {
		t.Error(err)
	}
	if _, err := client.Undo(ctx, set.ID, by); !errors.Is(err, flagtui.ErrConflict) {
		t.Errorf("an undo after another change: %v", err)
	}
	if _, err := client.Clear(ctx, "on", acme, by); err != nil || !client.Enabled("on", acme) {
		t.Error(err)
	}
	for _, err := range []error{
		second(client.Enable(ctx, "typo", acme, by)), second(client.Undo(ctx, "nothing", by)),
	} {
		if !errors.Is(err, flagtui.ErrUnknown) {
			t.Error(err)
		}
	}
	if _, err := client.Enable(ctx, "on", acme); !errors.Is(err, flagtui.ErrUsage) {
		t.Errorf("a change by nobody: %v", err)
	}
	if err := client.Warm(ctx, acme, project); err != nil || client.Refresh(ctx) != nil || !client.Stale().IsZero() {
		t.Error(err)
	}
	client.Close()
}

func second(_ flagtui.ChangeSet, err error) error { return err }

// TestDependencies: a service links no code for terminals and command lines.
func TestDependencies(t *testing.T) {
	output, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(output))
	if len(deps) < 50 {
		t.Fatalf("only %d packages", len(deps))
	}
	for _, dep := range deps {
		for _, part := range []string{"charmbracelet", "spf13", "muesli", "flagtui/internal/views", "flagtui/internal/model", "flagtui/internal/terminal", "flagtui/internal/keys", "flagtui/internal/cli", "flagtui/internal/config"} {
			if strings.Contains(dep, part) {
				t.Errorf("the package needs %s", dep)
			}
		}
	}
}
