package data

import (
	"os"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// TestFlipperElsewhere: the library's tables may have a prefix, a schema of their own and
// UUIDs, and a tenant is an actor by a template.
func TestFlipperElsewhere(t *testing.T) {
	t.Parallel()
	ddl, err := os.ReadFile("testdata/flipper.postgres.sql")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("flipper_gates", "app.my_flipper_gates", "flipper_features", "app.my_flipper_features", "bigserial PRIMARY KEY", "uuid PRIMARY KEY",
		"INDEX index_flipper_features", "INDEX features", "INDEX index_flipper_gates", "INDEX gates").Replace(string(ddl))
	text = strings.NewReplacer("index_app.my_flipper_features", "features", "index_app.my_flipper_gates", "gates").Replace(text)
	p := newPostgres(t, `CREATE SCHEMA app; `+text)
	p.own(journalTable)
	_, err = p.tryOpen()
	wantProblem(t, err, feature.ErrUsage, "Flipper", "flagtui layout")
	live, _ := feature.ParseLive("within 5 minutes")
	s := p.open(func(o *Options) {
		o.Schema = "app"
		o.Layout = &layout.Config{Flipper: &layout.FlipperConfig{Prefix: "my_", Tenant: "Account;{id}", Live: live}}
	})
	kinds := s.Info().Kinds
	scope := kinds.OfTenant(feature.TenantScope("12"))
	on := apply(t, s, set(scope, "x", feature.Inherit, feature.On))
	apply(t, s, set(feature.SystemScope(), "x", feature.Inherit, feature.On))
	if got := p.rows(`SELECT feature_key, key, value, length(CAST(id AS text)) FROM app.my_flipper_gates ORDER BY key`); got != "x|actors|Account;12|36\nx|boolean|true|36" {
		t.Error(got)
	}
	undo(t, s, on)
	if got := p.rows(`SELECT key, value FROM app.my_flipper_gates`) + p.rows(`SELECT key FROM app.my_flipper_features`); got != "boolean|truex" {
		t.Error(got)
	}
	if got := kinds.LiveAt("actor").Text; got != "within 5 min" {
		t.Error(got)
	}
}

// TestFlipperIsDetected: flagtui opens tables by itself if they have Flipper's columns.
func TestFlipperIsDetected(t *testing.T) {
	onFlipper(t, func(t *testing.T, p *place) {
		s := p.open()
		if got := s.Info().Kinds; len(got) != 2 || !got.Has(feature.System) || got.LiveAt("actor").Kind != feature.LiveRequest {
			t.Errorf("%+v", got)
		}
		defs, err := s.Definitions(t.Context())
		if err != nil || len(defs) != 0 {
			t.Errorf("%+v, %v", defs, err)
		}
		p.flip("b")
		p.flip("a")
		if defs, err = s.Definitions(t.Context()); err != nil || len(defs) != 2 || defs[0].Name != "a" || defs[0].Default {
			t.Errorf("%+v, %v", defs, err)
		}
		p.exec(`ALTER TABLE flipper_gates RENAME COLUMN feature_key TO feature`)
		_, err = p.tryOpen()
		wantProblem(t, err, feature.ErrUsage, "")
		_, err = p.tryOpen(func(o *Options) { o.Layout = &layout.Config{Flipper: &layout.FlipperConfig{}} })
		wantProblem(t, err, feature.ErrUsage, "flipper_gates", "lacks a column")
		p.exec(`ALTER TABLE flipper_gates RENAME COLUMN feature TO feature_key`)
		p.exec(`ALTER TABLE flipper_features RENAME TO other_features`)
		_, err = p.tryOpen()
		wantProblem(t, err, feature.ErrUsage, "flipper_features", "missing")
	})
}
