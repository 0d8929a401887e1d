package views

import (
	"time"

	"flagtui/internal/flag"
	"flagtui/internal/keys"
)

// origins are changes by flagtui, by the app, and from outside of both.
func origins() []flag.Entry {
	past := entries()[:4]
	past[0].Origin, past[0].Change, past[0].Actor, past[0].Reason = flag.FromOutside, "", "", ""
	past[1].Origin, past[1].Change, past[1].Actor, past[1].Reason = flag.FromApp, "req-7", "carol@erp.example", ""
	past[2].Origin, past[3].Origin = flag.FromFlagtui, flag.FromFlagtui
	return past
}

// originScenes are the screens that tell who recorded a change.
func originScenes(acme flag.ScopeInfo) map[string]func(Theme) (Frame, Screen) {
	return map[string]func(Theme) (Frame, Screen){
		"history_origins": func(t Theme) (Frame, Screen) {
			h := NewHistory(t, keys.Default(), "billing.new_invoice", acme.Scope)
			h.Show(origins(), nil, true, true, Gaps{})
			return frame(t), h
		},
		"history_gaps": func(t Theme) (Frame, Screen) {
			h := NewHistory(t, keys.Default(), "billing.new_invoice", acme.Scope)
			h.Press(press("tab"))
			h.Show(origins()[1:], nil, true, false, Gaps{Unnamed: 3, Searched: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)})
			return frame(t), h
		},
		"details_origins": func(t Theme) (Frame, Screen) {
			d := NewDetails(t, keys.Default(), acme, find(acme, "billing.new_invoice"), flag.Count{On: 1, Off: 1}, true)
			at := time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC)
			d.ShowChain(&flag.Override{Scope: flag.SystemScope(), Name: "billing.new_invoice", CreatedAt: at, Outside: true}, nil)
			d.ShowOthers([]flag.Override{{Scope: flag.TenantScope("globex"), Name: "billing.new_invoice", CreatedAt: at, Outside: true}}, true, false)
			d.ShowPast(origins()[:3], flag.Asides{})
			return frame(t), d
		},
	}
}
