package views

import (
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// origins returns changes by flagtui, by the app, and from outside.
func origins() []feature.Entry {
	past := entries()[:4]
	past[0].Origin, past[0].Change, past[0].Actor, past[0].Reason = feature.FromOutside, "", "", ""
	past[1].Origin, past[1].Change, past[1].Actor, past[1].Reason = feature.FromApp, "req-7", "carol@erp.example", ""
	past[2].Origin, past[3].Origin = feature.FromFlagtui, feature.FromFlagtui
	return past
}

// originScenes returns the screens that show the origin of a change.
func originScenes(acme feature.ScopeInfo) map[string]func(Theme) (Frame, Screen) {
	return map[string]func(Theme) (Frame, Screen){
		"details_origins": func(t Theme) (Frame, Screen) {
			d := newDetails(t, keys.Default(), acme, find(acme, "billing.new_invoice"), feature.Count{On: 1, Off: 1}, true)
			at := time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC)
			d.ShowChain(&feature.Override{Scope: feature.SystemScope(), Name: "billing.new_invoice", CreatedAt: at, Outside: true}, nil)
			d.ShowOthers([]feature.Override{{Scope: feature.TenantScope("globex"), Name: "billing.new_invoice", CreatedAt: at, Outside: true}}, true, false)
			d.ShowHistory(origins()[:3], feature.FeatureRollouts{})
			return frame(t), d
		},
	}
}
