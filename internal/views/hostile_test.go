package views

import (
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// hostile holds texts that a database may contain.
var hostile = []string{
	"\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J\x1b[1;1H",
	"line\nbreak\r\nreturn\rtab\tvertical\vform\f",
	"nul\x00bell\abackspace\bdelete\x7f",
	"c1\u009b31m \u0085 \u0090q\u009c",
	"\u202eoverride\u2066isolate\u2069 \u200fmark \u061c",
	"broken \xff\xfe\xc3( \xed\xa0\x80 \xf4\x90\x80\x80 \ufffd",
	"joined \u200d\u200b\u2060\ufeff\u00ad👩\u200d👩\u200d👧\u200d👦 👍🏽 🇩🇪🇪 ☀\ufe0f 1\ufe0f\u20e3",
	strings.Repeat("界", 200),
	"e" + strings.Repeat("\u0301", 100) + " \u0301start ก\u0e33 ᄀ\u1161\u11a8 \u0915\u094d\u0937",
	strings.Repeat("narrow and wide 世界 ", 20),
	strings.Repeat("x", 300),
	"\u2028line\u2029paragraph\u00a0space\u3000wide ",
	"   ", "", "%s%d%!", "\\x1b",
}

// hostility puts hostile texts in every place. The number varies the places of the
// texts.
type hostility int

func (n hostility) text(i int) string { return hostile[(int(n)+i)%len(hostile)] }

func (n hostility) scope(i int) feature.ScopeInfo {
	return feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Kind(n.text(i + 5)), ID: n.text(i)}, Name: n.text(i + 1), Status: n.text(i + 2), Slug: n.text(i + 3), Listed: i%2 == 0, Overrides: 1 << i}
}

// scopes returns a scope for each text.
func (n hostility) scopes(kind feature.Kind) []feature.ScopeInfo {
	var infos []feature.ScopeInfo
	for i := range hostile {
		info := n.scope(i)
		info.Scope.Kind = kind
		infos = append(infos, info)
	}
	return infos
}

// views returns flags of every kind as one scope has them.
func (n hostility) views(at feature.Scope) []feature.View {
	var defs []feature.Definition
	for i := range hostile {
		if i%3 > 0 {
			defs = append(defs, feature.Definition{Name: n.text(i), Description: n.text(i + 1), Default: i%2 == 0})
		}
	}
	return feature.Resolve(featuretest.Kind(at.Kind), at, defs, n.stored(2), n.stored(2))
}

// stored returns overrides of every nth flag.
func (n hostility) stored(every int) map[string]feature.Stored {
	stored := map[string]feature.Stored{}
	for i := range hostile {
		if i%every == 0 {
			stored[n.text(i)] = feature.Stored{Enabled: true, Misplaced: i%4 == 0}
		}
	}
	return stored
}

// overrides returns many scopes' overrides of one flag.
func (n hostility) overrides() []feature.Override {
	at := time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC)
	var all []feature.Override
	for i := range hostile {
		all = append(all, feature.Override{Scope: feature.Scope{Kind: feature.Kind(n.text(i + 2)), ID: n.text(i)}, Name: n.text(0), Enabled: i%2 == 0, Misplaced: i%3 == 0, CreatedAt: at, CreatedBy: n.text(i + 1)})
	}
	return all
}

// rollouts returns rollouts and exemptions with hostile texts.
func (n hostility) rollouts() feature.FeatureRollouts {
	return feature.FeatureRollouts{State: n.text(1), Rollouts: []feature.Rollout{{Scope: n.scope(2).Scope, Stage: n.text(3), Percentage: 50, By: n.text(4)}},
		Exemptions: []feature.Exemption{{Publisher: n.text(5), Effect: n.text(6), Note: n.text(7)}}}
}

func (n hostility) frame(t Theme) Frame {
	f := frame(t)
	f.Session = Session{Context: n.text(0), Database: n.text(1), Actor: n.text(2), Kinds: kindsOf(feature.Live{Kind: feature.LiveUnknown, Text: n.text(3), Short: n.text(4)}, feature.System, feature.Tenant), Protected: true}
	if n%2 == 0 {
		f.Session.ReadOnly = n.text(4)
	}
	switch n % 4 {
	case 0:
		f.Status.Problem, f.Status.Hint, f.Status.Pending, f.Status.Stale = n.text(5), n.text(6), n.text(7), true
	case 1:
		f.Status.Pending = n.text(5)
	case 2:
		f.Status.Notice = n.text(5)
	}
	return f
}

// typed pastes a text into a screen.
func typed(screen interface{ Press(keys.Press) Intent }, text string) {
	p := press("x")
	p.Runes, p.Paste = []rune(text), true
	screen.Press(p)
}

// past returns a history with hostile texts.
func past(text func(int) string) []feature.Entry {
	var all []feature.Entry
	for i := range hostile {
		all = append(all, feature.Entry{Change: text(i / 3), Actor: text(i + 1), Reason: text(i + 2), Undoes: text(i + 3), Scope: feature.Scope{Kind: feature.Kind(text(i + 2)), ID: text(i + 4)}, Name: text(i + 5), Before: feature.On, After: feature.Inherit})
	}
	return all
}
