package main

import (
	"os"
	"testing"
	"time"

	"flagtui/internal/data/pgtest"
)

// TestFar measures a dashboard once behind a link without delay.
func TestFar(t *testing.T) {
	dir := t.TempDir()
	program, err := build(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{ctx: t.Context(), program: program, runs: 1, progress: t.Logf,
		env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm-256color", "LANG=C.UTF-8"}}
	postgres, err := newPostgres(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if postgres.create == nil {
		t.Skip("PostgreSQL is not installed")
	}
	defer func() {
		if err := postgres.remove(); err != nil {
			t.Error(err)
		}
	}()
	db, err := postgres.newDatabase(t.Context(), datasets[0])
	if err != nil {
		t.Fatal(err)
	}
	all, err := b.measureFar(db, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if len(m.value) != 1 || len(m.targets) != 1 {
			t.Errorf("%s: %v, with %d goals", m.name, m.value, len(m.targets))
		}
	}
}

func TestFarTargets(t *testing.T) {
	link, _, err := pgtest.NewLink("postgres://localhost/db", 100*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer link.Close()
	if got := farTargets(link, 2, nil)[0].text; got != "700 ms" {
		t.Errorf("two round trips take %s", got)
	}
	// One second for the bytes, and 183 packets of which each hundredth takes 400 ms more.
	if got := farTargets(link, 2, sample{pgtest.LinkRate})[0].text; got != "2431 ms" {
		t.Errorf("two round trips and a second's bytes take %s", got)
	}
}
