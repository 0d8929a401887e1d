package views

import (
	"maps"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// sampleLive returns states of the sample's flags at the system, one of each stage.
func sampleLive() LiveStates {
	at, takes := time.Date(2026, 11, 30, 3, 5, 12, 0, time.UTC), feature.LiveByRelease().Text
	states := LiveStates{}
	for name, state := range map[string]LiveState{
		"access.api_key_rotation": {Stage: LiveConfirmed, Answers: 6, At: at},
		"access.passkeys":         {Stage: LiveDiffers, What: "the app serves Enabled in 3 of 6 answers", Answers: 6, At: at},
		"billing.new_invoice":     {Stage: LiveAnnounced, Own: feature.On, Change: "20261130-1", Takes: takes},
		"files.public_uploads":    {Stage: LiveDiffers, Own: feature.On, Change: "20261130-2", What: "the app still serves Disabled after 40s: restart it", Answers: 6, At: at},
		"billing.payment_links":   {Stage: LiveUnknown, Change: "20261130-2", What: "the app does not accept the login (401)"},
		"orders.beta_checkout":    {Stage: LiveSaved, Own: feature.Off, Change: "20261130-3", Takes: takes},
	} {
		states.Set(feature.SystemScope(), name, state)
	}
	return states
}

// liveScenes are the screens with what is known of the running application.
func liveScenes() map[string]func(Theme) (Frame, Screen) {
	list := func(t Theme, at feature.ScopeInfo, typed string) *Browse {
		b := browse(t, keys.Default(), at)
		b.SetLive(sampleLive())
		typeText(b, typed)
		return b
	}
	all := map[string]func(Theme) (Frame, Screen){
		"browse_live": func(t Theme) (Frame, Screen) {
			f := frame(t)
			f.Status.Notice = `"billing.new_invoice" enabled · saved and announced, asking the app`
			return f, list(t, system, "jj")
		},
		"browse_notlive": func(t Theme) (Frame, Screen) { return frame(t), list(t, system, "7") },
		"browse_live_tenant": func(t Theme) (Frame, Screen) {
			return frame(t), list(t, tenant("acme", "Acme Industrial Supply"), "")
		},
		"preview_live": func(t Theme) (Frame, Screen) {
			b := list(t, system, "")
			b.SetPreview(true)
			b.Resize(150, 30)
			b.Find("files.public_uploads")
			b.ShowPreview("files.public_uploads", &Preview{ReadAt: readAt})
			return frame(t), b
		},
		"changeset_live": func(t Theme) (Frame, Screen) {
			c := NewChangeSet(t, keys.Default(), []feature.Entry{
				{Change: "20261130-2", At: readAt, Actor: "alice@ops1", Scope: feature.SystemScope(), Name: "files.public_uploads", After: feature.On, Origin: feature.FromFlagtui},
				{Change: "20261130-2", At: readAt, Actor: "alice@ops1", Scope: feature.SystemScope(), Name: "billing.payment_links", Before: feature.Off, Origin: feature.FromFlagtui}})
			c.Live = sampleLive()
			return frame(t), c
		},
	}
	for name, flag := range map[string]string{"details_live": "access.api_key_rotation", "details_announced": "billing.new_invoice", "details_notlive": "files.public_uploads"} {
		all[name] = func(t Theme) (Frame, Screen) {
			d := newDetails(t, keys.Default(), system, find(system, flag), feature.Count{}, true)
			d.Live = sampleLive()
			d.Live.Set(feature.TenantScope("globex"), flag, LiveState{Stage: LiveDiffers, Own: feature.Off, What: "the app serves Enabled"})
			var own *feature.Override
			if view := find(system, flag); view.Overridden() {
				own = &feature.Override{Scope: feature.SystemScope(), Name: flag, Enabled: view.Enabled}
			}
			d.ShowChain(own, nil)
			d.ShowOthers([]feature.Override{{Scope: feature.TenantScope("globex"), Name: flag}}, true, false)
			return frame(t), d
		}
	}
	return all
}

// live returns states with hostile texts of the flags at a scope.
func (n hostility) live(at feature.Scope) LiveStates {
	states := LiveStates{}
	for i, view := range n.views(at) {
		states.Set(at, view.Name, LiveState{Stage: LiveSaved + LiveStage((i+int(n))%int(LiveUnknown)), Change: n.text(i), Own: view.Own(), Takes: n.text(i + 1), What: n.text(i + 2), Answers: i})
	}
	return states
}

// lively returns the screens with what is known of the application in hostile texts.
func (n hostility) lively() map[string]func(Theme) (Frame, Screen) {
	return map[string]func(Theme) (Frame, Screen){
		"live": func(t Theme) (Frame, Screen) {
			b := newBrowse(t, keys.Default())
			b.Show(system, n.views(system.Scope), n%3 > 0)
			b.SetLive(n.live(system.Scope))
			return n.frame(t), b
		},
		"live preview": func(t Theme) (Frame, Screen) {
			b := n.preview(t, system)
			b.SetLive(n.live(system.Scope))
			return n.frame(t), b
		},
		"live details": func(t Theme) (Frame, Screen) {
			d := n.details(t, system)
			d.Live = n.live(system.Scope)
			maps.Copy(d.Live, n.live(n.scope(1).Scope))
			return n.frame(t), d
		},
		"live changeset": func(t Theme) (Frame, Screen) {
			c := NewChangeSet(t, keys.Default(), past(n.text))
			c.Live = LiveStates{}
			for i, e := range past(n.text) {
				c.Live.Set(e.Scope, e.Name, LiveState{Stage: LiveDiffers, Change: e.Change, What: n.text(i)})
			}
			return n.frame(t), c
		},
	}
}
