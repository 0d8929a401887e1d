package hooks

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flagtui/internal/feature"
)

var event = Event{Change: "20261130-1", Actor: "alice@ops1", Reason: "it's\n$HOME", Context: "prod", Database: "app@db1", Live: "now", Changes: []Change{
	{Scope: feature.System, Name: "a b", After: feature.On},
	{Scope: feature.Tenant, ScopeID: "acme", Name: "a b", Before: feature.On, After: feature.Off},
	{Scope: feature.Tenant, ScopeID: "acme", Name: "c", Before: feature.Off}}}

// shell returns a command that runs a script.
func shell(script string) Command { return Command{Args: []string{"sh", "-c", script, "sh"}} }

func TestCommandGetsTheEvent(t *testing.T) {
	dir := t.TempDir()
	c := shell(`cat > "$1/stdin"; printf '%s|' "$FLAGTUI_CHANGE" "$FLAGTUI_ACTOR" "$FLAGTUI_REASON" "$FLAGTUI_SCOPE" "$FLAGTUI_FLAGS" "$2" > "$1/env"`)
	c.Args = append(c.Args, dir, "$HOME; exit 1")
	if err := c.Run(t.Context(), event); err != nil {
		t.Fatal(err)
	}
	env, err := os.ReadFile(filepath.Join(dir, "env"))
	if want := "20261130-1|alice@ops1|it's\n$HOME|system\ntenant:acme|a b\nc|$HOME; exit 1|"; err != nil || string(env) != want {
		t.Errorf("%q, %v, want %q", env, err, want)
	}
	stdin, err := os.ReadFile(filepath.Join(dir, "stdin"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"change":"20261130-1","actor":"alice@ops1","reason":"it's\n$HOME","context":"prod","database":"app@db1","changes":[` +
		`{"scope":"system","scope_id":"","name":"a b","before":null,"after":true},` +
		`{"scope":"tenant","scope_id":"acme","name":"a b","before":true,"after":false},` +
		`{"scope":"tenant","scope_id":"acme","name":"c","before":false,"after":null}],"live_text":"now"}` + "\n"
	if string(stdin) != want || !json.Valid(stdin) {
		t.Errorf("%s", stdin)
	}
}

// A failure has the program's words, and none of the secrets.
func TestCommandFails(t *testing.T) {
	secrets := Secrets{"s3cret": "${SM_REDIS_URL}", "ab": "${SHORT}"}
	for name, test := range map[string]struct {
		command Command
		want    string
	}{
		"code":       {shell("echo could not; echo 'connect to s3cret' >&2; exit 3"), "sh: exit status 3: could not connect to ${SM_REDIS_URL}"},
		"silent":     {shell("exit 1"), "sh: exit status 1"},
		"signal":     {shell("kill -9 $$"), "sh: signal: killed"},
		"long":       {shell("for i in 1 2 3 4 5 6 7 8 9 10; do printf '%0300d' 7; done; exit 1"), "sh: exit status 1: … 0"},
		"no program": {Command{Args: []string{"/no/such/s3cret"}}, "${SM_REDIS_URL}: no such file or directory"},
		"not found":  {Command{Args: []string{"no-such-program"}}, "no-such-program: executable file not found in $PATH"},
		"too slow":   {Command{Args: []string{"sh", "-c", "echo waiting; sleep 600 & wait"}, Limit: 200 * time.Millisecond}, "sh: it did not end within 200ms: waiting"},
	} {
		t.Run(name, func(t *testing.T) {
			test.command.Secrets = secrets
			err := test.command.Run(t.Context(), event)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "s3cret") || len(err.Error()) > maxOutput+100 {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := shell("exit 0").Run(ctx, event); err == nil || err.Error() != "sh: it was interrupted" {
		t.Error(err)
	}
}

// A program that leaves another one behind has succeeded.
func TestCommandLeavesAProgramBehind(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "pid")
	c := shell(`sleep 600 & echo $! > "$1"`)
	c.Args = append(c.Args, pid)
	if err := c.Run(t.Context(), event); err != nil {
		t.Error(err)
	}
	if err := shell(`kill $(cat `+pid+`)`).Run(t.Context(), event); err != nil {
		t.Error(err)
	}
}

// What no variable can hold is on stdin only.
func TestCommandAfterALargeChange(t *testing.T) {
	large := Event{Reason: "nul\x00byte" + strings.Repeat("ü", maxVariable)}
	for range 20_000 {
		large.Changes = append(large.Changes, Change{Scope: feature.Tenant, ScopeID: strings.Repeat("x", len(large.Changes)%50), Name: strings.Repeat("n", len(large.Changes)%199)})
	}
	if err := shell(`test "$(wc -c)" -gt 1000000 && case $FLAGTUI_REASON in nulbyte*) ;; *) exit 1;; esac`).Run(t.Context(), large); err != nil {
		t.Error(err)
	}
}
