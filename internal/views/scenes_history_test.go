package views

import (
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// historyOf returns the only page of a history, read at the time of the scenes' frame.
func historyOf(entries []feature.Entry) HistoryPage {
	return HistoryPage{Entries: entries, First: true, ReadAt: frame(Theme{}).Status.ReadAt}
}

// days returns changes of several days, newest first. They include a change-set of two
// flags, one of many scopes, one from the app, one from outside, and an undo.
func days() []feature.Entry {
	const invoice, passkeys = "billing.new_invoice", "access.passkeys"
	at := frame(Theme{}).Status.ReadAt
	var all []feature.Entry
	add := func(ago time.Duration, change, actor, reason string, origin feature.Origin, scope feature.Scope, name string, before, after feature.Setting) {
		all = append(all, feature.Entry{ID: int64(100 - len(all)), Change: change, At: at.Add(-ago), Actor: actor, Reason: reason, Scope: scope, Name: name, Before: before, After: after, Origin: origin})
	}
	acme, whole := feature.TenantScope("acme"), feature.SystemScope()
	add(20*time.Second, "c6", "dev@laptop", "support asked", feature.FromFlagtui, acme, passkeys, feature.Inherit, feature.On)
	add(20*time.Second, "c6", "dev@laptop", "support asked", feature.FromFlagtui, acme, invoice, feature.Inherit, feature.Off)
	add(15*time.Minute, "c5", "bob@ops2", "the batch of tonight is done", feature.FromFlagtui, whole, invoice, feature.Off, feature.On)
	all[2].Undoes = "c2"
	add(40*time.Minute, "req-7", "lena.vogt@quaywise.example", "", feature.FromApp, acme, "documents.e_signature", feature.Inherit, feature.On)
	add(52*time.Minute, "", "", "", feature.FromOutside, acme, "orders.approval_by_two_people_and_a_long_name", feature.On, feature.Off)
	for _, id := range []string{"globex", "granite", "hooli", "initech", "juniper", "umbrella", "wayne"} {
		add(26*time.Hour, "c3", "alice@ops1", "it sends every invoice twice", feature.FromFlagtui, feature.TenantScope(id), invoice, feature.On, feature.Off)
	}
	add(4*24*time.Hour, "c2", "alice@ops1", "", feature.FromFlagtui, whole, invoice, feature.On, feature.Off)
	add(90*24*time.Hour, "c1", "deploy", "second wave", feature.FromFlagtui, whole, invoice, feature.Inherit, feature.On)
	return all
}

// atTenant returns the changes of days at a tenant and at the system, with their
// effects at the tenant.
func atTenant(scope feature.Scope) HistoryPage {
	page := historyOf(nil)
	defs, _, _, _ := sample()
	effects := feature.NewEffects(featuretest.Kind(scope.Kind), defs, map[string]feature.Stored{"billing.new_invoice": {Enabled: true}}, map[string]feature.Stored{"billing.new_invoice": {}, "access.passkeys": {Enabled: true}, "documents.e_signature": {Enabled: true}})
	for _, e := range days() {
		if e.Scope == scope || e.Scope.IsSystem() {
			page.Entries, page.Effects = append(page.Entries, e), append(page.Effects, effects.Of(e))
		}
	}
	return page
}

func historyScenes(acme feature.ScopeInfo) map[string]func(Theme) (Frame, Screen) {
	history := func(t Theme, at feature.ScopeInfo, page HistoryPage) *History {
		h := NewHistory(t, keys.Default(), "billing.new_invoice", at.Scope)
		h.Show(page)
		return h
	}
	return map[string]func(Theme) (Frame, Screen){
		"history": func(t Theme) (Frame, Screen) {
			page := historyOf(days())
			page.More = true
			return frame(t), history(t, system, page)
		},
		"history_tenant": func(t Theme) (Frame, Screen) {
			h := history(t, acme, atTenant(acme.Scope))
			h.Resize(120, 30)
			h.Press(press("down"))
			return frame(t), h
		},
		"history_search": func(t Theme) (Frame, Screen) {
			h := history(t, system, historyOf(days()))
			typeText(h, "/invoice feb")
			return frame(t), h
		},
		"history_nomatch": func(t Theme) (Frame, Screen) {
			page := historyOf(days())
			page.More = true
			h := history(t, system, page)
			typeText(h, "/nothing like it")
			h.Press(press("enter"))
			h.Show(HistoryPage{More: true, ReadAt: page.ReadAt})
			return frame(t), h
		},
		"history_audit": func(t Theme) (Frame, Screen) {
			page := historyOf(entries()[3:])
			page.Gaps = Gaps{Partial: true, Trail: true}
			return frame(t), history(t, acme, page)
		},
		"history_no_journal": func(t Theme) (Frame, Screen) {
			return frame(t), history(t, acme, HistoryPage{First: true, Gaps: Gaps{Partial: true}})
		},
		"history_gaps": func(t Theme) (Frame, Screen) {
			page := historyOf(origins()[1:])
			page.Gaps = Gaps{Mixed: true, Unnamed: 3, Searched: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)}
			h := NewHistory(t, keys.Default(), "billing.new_invoice", acme.Scope).OfFlag()
			h.Show(page)
			h.Press(press("2"))
			return frame(t), h
		},
	}
}
