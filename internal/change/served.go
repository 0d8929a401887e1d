package change

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/probe"
	"flagtui/internal/words"
)

// Difference is a way in which the application differs from the stored values. It is
// empty if they agree.
type Difference string

// The differences of a flag. The first that applies counts.
const (
	DiffersValue    Difference = "value"       // the app serves another value
	DiffersOverride Difference = "override"    // the app serves the value with an override, and none is stored, or the other way round
	DiffersDefault  Difference = "default"     // the catalogue has another default than the app
	NotServed       Difference = "not_served"  // the catalogue defines the flag, and the app does not list it
	NotDefined      Difference = "not_defined" // the app lists the flag, and the catalogue does not define it
)

// ServedFlag is a flag at a scope, as it is stored and as the application serves it.
type ServedFlag struct {
	View    feature.View  // the flag as stored; the app's default counts, except for DiffersDefault
	Served  *probe.Served // an answer that differs, or else the last; nil if the app does not list the flag
	Differs Difference
	Answers int // number of answers with this difference
}

// Text describes the difference. It is empty if there is none.
func (f ServedFlag) Text(l words.Language) string {
	switch f.Differs {
	case DiffersValue:
		return f.share(l, words.ServesAnother)
	case DiffersOverride:
		return f.share(l, choose(*f.Served.Overridden, words.ServesWith, words.ServesWithout))
	case DiffersDefault:
		return l.Say(words.ServesOtherDefault)
	case NotServed:
		return l.Say(words.NotServed)
	case NotDefined:
		return l.Say(words.NotDefined)
	}
	return ""
}

// share says a difference, and how many answers have it if others do not.
func (f ServedFlag) share(l words.Language, text words.Text) string {
	if f.Answers < ServedAnswers {
		return l.Say(words.InSomeAnswers, text, f.Answers, ServedAnswers)
	}
	return l.Say(text)
}

// ServesText is Text with the value that the application serves, as in "the app serves
// Disabled".
func (f ServedFlag) ServesText(l words.Language) string {
	if f.Differs != DiffersValue {
		return f.Text(l)
	}
	return f.share(l, choose(*f.Served.Enabled, words.ServesEnabled, words.ServesDisabled))
}

// StillServesText is ServesText of an application that was asked for so long to serve a
// saved change.
func (f ServedFlag) StillServesText(l words.Language, asked time.Duration) string {
	var text string
	switch f.Differs {
	case DiffersValue:
		text = f.share(l, choose(*f.Served.Enabled, words.StillServesEnabled, words.StillServesDisabled))
	case DiffersOverride:
		text = f.share(l, choose(*f.Served.Overridden, words.StillServesWith, words.StillServesWithout))
	default:
		return f.Text(l)
	}
	return l.Say(words.StillAfter, text, asked)
}

// choose returns one of two texts.
func choose(first bool, one, other words.Text) words.Text {
	if first {
		return one
	}
	return other
}

// ServedAnswers is the number of answers that AskApp needs. Each comes from one worker of
// the application, and another worker may serve another value.
const ServedAnswers = 6

// AskApp asks the application several times for the flags at a scope, and compares each
// answer with what is stored. It fails if the application has no probe, cannot be asked,
// or serves no scopes of this kind.
func (s Steps) AskApp(ctx context.Context, store data.Store, scope feature.Scope, defs []feature.Definition) ([]ServedFlag, error) {
	if s.Probe == nil {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "no probe says where the app can be asked"}
	}
	if !s.Probe.Asks(scope) {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "the app can be asked for the system and for tenants only"}
	}
	answers := make([]map[string]probe.Served, ServedAnswers)
	for i := range answers {
		var err error
		if answers[i], err = s.Probe.Ask(ctx, scope); err != nil {
			return nil, err
		}
	}
	// The stored values are read last: a change that was saved meanwhile is not live yet.
	stored := Snapshot{Scope: scope}
	if err := stored.Read(ctx, store); err != nil {
		return nil, err
	}
	return CompareServed(stored, defs, answers...), nil
}

// CompareServed compares the answers of the application for a scope with what is stored
// there. It returns the flags that are stored, defined or served, sorted by name. A flag
// that neither the application nor the catalogue defines has no difference.
func CompareServed(stored Snapshot, defs []feature.Definition, answers ...map[string]probe.Served) []ServedFlag {
	flags := map[string]ServedFlag{}
	for _, answer := range answers {
		for _, flag := range compareAnswer(stored, defs, answer) {
			switch known := flags[flag.View.Name]; {
			case known.Differs == "":
				if flag.Differs != "" {
					flag.Answers = 1
				}
				flags[flag.View.Name] = flag
			case known.Differs == flag.Differs:
				known.Answers++
				flags[flag.View.Name] = known
			}
		}
	}
	return slices.SortedFunc(maps.Values(flags), func(a, b ServedFlag) int { return cmp.Compare(a.View.Name, b.View.Name) })
}

// compareAnswer compares one answer with what is stored. The value that is expected of
// the application follows from the stored rows and its own defaults.
func compareAnswer(stored Snapshot, defs []feature.Definition, answer map[string]probe.Served) (flags []ServedFlag) {
	defaults := map[string]bool{}
	for _, def := range defs {
		defaults[def.Name] = def.Default
	}
	appDefs := make([]feature.Definition, 0, len(answer))
	for name, served := range answer {
		appDefs = append(appDefs, feature.Definition{Name: name, Default: served.DefaultEnabled})
	}
	expected, shown := stored.Views(appDefs), stored.Views(defs)
	for _, view := range expected {
		served, ok := answer[view.Name]
		if !ok {
			continue
		}
		flag := ServedFlag{View: view, Served: &served}
		byDefault, defined := defaults[view.Name]
		switch {
		case len(view.Depends) == 0 && *served.Enabled != view.Enabled:
			flag.Differs = DiffersValue
		case served.Overridden != nil && *served.Overridden != view.Overridden():
			flag.Differs = DiffersOverride
		case defined && byDefault != served.DefaultEnabled:
			flag.Differs = DiffersDefault
			if own, ok := feature.Find(shown, view.Name); ok {
				flag.View = own
			}
		case !defined && len(defs) > 0:
			flag.Differs = NotDefined
		}
		flags = append(flags, flag)
	}
	for _, view := range shown {
		if _, ok := answer[view.Name]; !ok {
			flag := ServedFlag{View: view}
			if view.Registered {
				flag.Differs = NotServed
			}
			flags = append(flags, flag)
		}
	}
	return flags
}
