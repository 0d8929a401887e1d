package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/probe/probetest"
)

// A change on a screen is marked until the application serves it. Meanwhile keys work, and
// afterwards the program is idle: it neither asks nor writes. It leaves at once while it
// is asking.
func TestTheDashboardAsksTheApplication(t *testing.T) {
	t.Parallel()
	db := demoDB(t)
	store, err := data.Open(t.Context(), data.Options{URL: db, ReadOnly: true, Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	app := probetest.New(t, 2, map[string]bool{second: false}, func() probetest.Overrides { return probetest.ReadAll(t, store) })
	config := writeFile(t, fmt.Sprintf("default_context: here\ncontexts:\n  here: {db: %q, live: {probe: %q, header: \"Authorization: Bearer ${APP_TOKEN}\", wait: 1h}}\n", db, app.URL))
	p := startIn(t, []string{"--config", config}, env("APP_TOKEN=s3cret"))
	p.waitFor(`All \d`)
	p.send("j")
	p.waitFor(`2/63`)
	p.send(" ")
	p.waitFor(`Change ` + second)
	p.insist("y", `"`+second+`" enabled · saved, asking the app`)
	p.waitFor(`\*` + second[:4])
	p.send("k")
	p.waitFor(`1/63`)
	app.Reread()
	p.waitFor(`live, confirmed by (6|18) answers`)
	p.waitUntilQuiet()
	asked := app.Answers()
	if !p.silent(2*time.Second) || app.Answers() != asked {
		t.Error("the program goes on after the change is confirmed")
	}
	p.send("j")
	p.waitFor(`2/63`)
	p.send(" ")
	p.waitFor(`Change ` + second)
	p.insist("y", `disabled · saved, asking the app`)
	p.send("q")
	if code := p.ends(patience); code != exitDone {
		t.Errorf("the exit code is %d", code)
	}
	if strings.Contains(p.written(), "s3cret") {
		t.Error("the header's secret is shown")
	}
}
