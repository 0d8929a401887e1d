package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// TestEveryWriteSaysWhenItIsLive checks that every command that writes prints when the
// change takes effect, in JSON and in words. The time comes from the context's live,
// else from the tables.
func TestEveryWriteSaysWhenItIsLive(t *testing.T) {
	byRelease := feature.LiveByRelease()
	for setting, want := range map[string]feature.Live{
		"":                       byRelease,
		"live: now":              {Kind: "now", Text: "now"},
		"live: restart":          {Kind: "restart", Text: "when the app restarts (it reads overrides when it starts)"},
		"live: within 30s":       {Kind: "within", Text: "within 30 s"},
		"live: after the backup": {Kind: "unknown", Text: "after the backup"},
	} {
		db := small(t)
		config := writeFile(t, fmt.Sprintf("default_context: here\ncontexts:\n  here:\n    db: %q\n    %s\n", db, setting))
		use := func(args ...string) ran {
			t.Helper()
			r := runWith(t, "", append(args, "--config", config)...)
			if r.code != 0 {
				t.Errorf("%q, %s: exit %d: %s", setting, args, r.code, r.err)
			}
			return r
		}
		backup := writeFile(t, use("export").out)
		for _, as := range []string{"--json", "--yes"} {
			for _, args := range []string{"set orders.bulk=on", "set orders.bulk=on", "set orders.bulk=off --dry-run", "kill orders.bulk", "undo", "clear orders.bulk", "apply " + backup} {
				r := use(append(strings.Fields(args), "--yes", as)...)
				var got struct {
					Live *string
					Text *string `json:"live_text"`
				}
				if as == "--yes" {
					if strings.Contains(r.err, "saved") && !strings.Contains(r.err, "takes effect "+want.Text+"\n") {
						t.Errorf("%q, %s says %s", setting, args, r.err)
					}
				} else if err := json.Unmarshal([]byte(r.out), &got); err != nil || got.Live == nil || got.Text == nil || *got.Live != string(want.Kind) || *got.Text != want.Text {
					t.Errorf("%q, %s is %s%s", setting, args, r.out, r.err)
				}
			}
		}
	}
}

// TestLiveIsOfTheContextsDatabase checks that a context's live applies to its own
// database only.
func TestLiveIsOfTheContextsDatabase(t *testing.T) {
	db := small(t)
	config := writeFile(t, fmt.Sprintf("contexts:\n  a: {db: %q, live: now}\n", db))
	runWith(t, "", "set", "orders.bulk=on", "--yes", "--config", config, "--context", "a").expect(t, 0, "*", "takes effect now\n")
	runWith(t, "", "set", "orders.bulk=off", "--yes", "--config", config, "--context", "a", "--db", small(t)).expect(t, 0, "*", "takes effect "+feature.LiveByRelease().Text)
}

func TestLiveOfTheConfigFile(t *testing.T) {
	for text, want := range map[string]string{
		"live: restrat":     `line 4: the context "a": live: "restrat" does not say when`,
		"live:":             `line 4: the context "a": live: it is empty`,
		"live: [now]":       `line 4: the context "a": live: it is neither a word nor a sentence`,
		"live: within 0s":   `line 4: the context "a": live: "within 0s" does not say when`,
		"live: true":        `line 4: the context "a": live: "true" does not say when`,
		"live: now\n    x:": "line 5",
	} {
		config := writeFile(t, "contexts:\n  a:\n    db: /nowhere\n    "+text+"\n")
		runWith(t, "", "list", "--db", "/nowhere/at/all", "--config", config).expect(t, exitUsage, "", want, "live")
	}
}
