package change

import (
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/words"
)

// Commands and screens describe a change with the same words.
func TestResultInWords(t *testing.T) {
	one := func(scope feature.Scope, after feature.Setting) feature.Proposal {
		return feature.Proposal{Changes: []feature.Change{{Scope: scope, Name: "a", Before: feature.Inherit, After: after}}}
	}
	several := feature.Proposal{What: "undo 1"}
	live := feature.LiveOnEveryCheck()
	saved := func(p feature.Proposal, rows int) Result {
		return Result{Applied: data.Applied{ID: "7", Recorded: true, Changed: append(p.Changes, one(acme, feature.On).Changes...)[:1]}, Live: live, kinds: featuretest.All(), RowsOnly: rows, Undoable: true}
	}
	for _, c := range []struct {
		p       feature.Proposal
		result  Result
		rowOnly string
		notice  string
	}{
		{one(acme, feature.On), saved(one(acme, feature.On), 0), "", `"a" enabled · saved, takes effect now`},
		{one(system, feature.Off), saved(one(system, feature.Off), 0), "", `"a" at system disabled · saved, takes effect now`},
		{one(acme, feature.Inherit), saved(one(acme, feature.Inherit), 0), "", `Override cleared for "a" · saved, takes effect now`},
		{one(project, feature.Inherit), saved(one(project, feature.Inherit), 0), "", `"a" at project:12 disabled · saved, takes effect now`},
		{one(project, feature.On), saved(one(project, feature.On), 1), "does nothing", `row of "a" at project:12: on, which does nothing · saved, takes effect now`},
		{one(acme, feature.On), Result{Live: live, kinds: featuretest.All()}, "", `"a" was on already`},
		{several, saved(several, 0), "", "done: undo 1 · 1 override saved, takes effect now"},
		{several, saved(several, 1), "", "done: undo 1 · 1 override saved, takes effect now, except for 1 row of canary features: rollouts decide who sees these features, and the rows do not"},
	} {
		if got := c.result.Notice(words.English, c.p, acme, c.rowOnly, ""); got != c.notice {
			t.Errorf("%s\nwant %s", got, c.notice)
		}
	}
	with := func(announced, notConfirmed string, confirmed int) Result {
		r := saved(one(acme, feature.On), 0)
		if r.Announced, r.NotConfirmed = announced, notConfirmed; confirmed > 0 {
			r.Live = feature.LiveConfirmedBy(words.English, confirmed)
		}
		return r
	}
	for want, r := range map[string]Result{
		"saved as 7; announced by redis-cli; takes effect " + live.Text: with("redis-cli", "", 0),
		"saved as 7; live, confirmed by 6 answers":                      with("redis-cli", "", 6),
		"saved as 7; not confirmed":                                     with("redis-cli", "the app cannot be asked", 0),
		"":                                                              {},
		"saved as 7; takes effect " + live.Text:                         saved(several, 0),
		"saved as 7; it does not change who sees the feature":           saved(several, 1),
		"saved as 7; takes effect " + live.Text + " (`flagtui init` makes undo possible from then on)":                {Applied: data.Applied{ID: "7", Recorded: true, Changed: make([]feature.Change, 1)}, Live: live, kinds: featuretest.All()},
		"saved, but not recorded: flagtui keeps no history here (`flagtui init` makes it); takes effect " + live.Text: {Applied: data.Applied{ID: "7", Changed: make([]feature.Change, 1)}, Live: live, kinds: featuretest.All()},
	} {
		if got := r.Saved(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for want, r := range map[feature.Live]Result{
		live: with("", "", 0),
		{Kind: feature.LiveNow, Text: "announced by redis-cli; " + live.Text, Short: live.Short}:                   with("redis-cli", "", 0),
		{Kind: feature.LiveUnknown, Text: "not confirmed: the app cannot be asked", Short: "not confirmed"}:        with("redis-cli", "the app cannot be asked", 0),
		{Kind: feature.LiveConfirmed, Text: "live, confirmed by 6 answers", Short: "live, confirmed by 6 answers"}: with("redis-cli", "", 6),
	} {
		if got := r.Known(); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}
