package data

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
)

func TestRecogniseOnPostgres(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, `CREATE SCHEMA core; CREATE TABLE core."featureFlag" (id uuid PRIMARY KEY, key text NOT NULL, "workspaceId" uuid, value boolean NOT NULL,
		"createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL DEFAULT now());
		CREATE TYPE state AS ENUM ('enabled', 'disabled'); CREATE TABLE feature_flags (name varchar(80) PRIMARY KEY, state state NOT NULL, rollout int, roles text[])`)
	findings, database, err := Recognise(t.Context(), Options{URL: p.url})
	if err != nil || len(findings) != 2 || database == "" {
		t.Fatalf("%+v, %q, %v", findings, database, err)
	}
	for i, want := range []string{
		"table: feature_flags\nname: name\nenabled: state\non: enabled   # the text that means on\noff: disabled   # the text that means off\naside: [rollout, roles]",
		"table: core.featureFlag\nname: key\nenabled: value\nscope: {workspace: workspaceId}\ninsert: {id: uuid}\nupdate: {updatedAt: now}",
	} {
		if got := strings.Join(findings[i].Layout, "\n"); !strings.HasPrefix(got, want) {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
	_, err = p.tryOpen()
	wantProblem(t, err, feature.ErrUsage, "feature_flags", "flagtui layout")
}
