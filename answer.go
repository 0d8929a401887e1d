package flagtui

import (
	"flagtui/internal/feature"
)

// answer is the value of a flag at one scope, or at a kind of scope. It does not change,
// so that scopes can share it.
type answer struct {
	plainAnswer
	depends []string
}

// plainAnswer is the comparable part of an answer. There are few different ones.
type plainAnswer struct {
	enabled, registered bool
	setting             Setting
	source              string
	reason              Reason
}

// result returns the answer as a Result.
func (a *answer) result(name string, scope AnyScope, stale bool) Result {
	return Result{Name: name, Scope: scope, Enabled: a.enabled, Depends: a.depends, Source: a.source, Reason: a.reason,
		Setting: a.setting, Registered: a.registered, Stale: stale}
}

// isListed reports whether a list of a scope's flags has the flag. kind is the scope's.
func (a *answer) isListed(kind feature.Kind) bool {
	switch {
	case a.setting != Inherit || a.source == string(kind):
		return true
	case a.registered:
		return a.reason != ReasonWrongScope
	}
	return a.source != string(feature.SourceDefault)
}

// The answers that need no database.
var (
	invalidScope = &answer{plainAnswer: plainAnswer{reason: ReasonInvalidScope}}
	unavailable  = map[bool]map[bool]*answer{ // by registered and enabled
		false: {false: unavailableAs(false, false)},
		true:  {false: unavailableAs(true, false), true: unavailableAs(true, true)},
	}
)

func unavailableAs(registered, enabled bool) *answer {
	a := plainAnswer{enabled: enabled, registered: registered, reason: ReasonUnavailable}
	if enabled {
		a.source = string(feature.SourceDefault)
	}
	return &answer{plainAnswer: a}
}

// kindAnswers are the values at the scopes of one kind that have no rows.
type kindAnswers struct {
	info      feature.KindInfo
	byNumber  []*answer
	undefined *answer // of a flag that is not in state.names
}

// scopeAnswers are the values at one scope.
type scopeAnswers struct {
	scope feature.Scope // with an id in place of a slug
	kind  *kindAnswers
	// numbers and answers are the flags whose values may differ from those of kind,
	// sorted by number.
	numbers []uint32
	answers []*answer
	// unlisted holds the flags with a row here that are not in state.names.
	unlisted map[string]*answer
	rollouts feature.ScopeRollouts
	invalid  bool // the database has no such scope
}

// of returns the value of the flag with a number.
func (s *scopeAnswers) of(number uint32) *answer {
	low, high := 0, len(s.numbers)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if s.numbers[middle] < number {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(s.numbers) && s.numbers[low] == number {
		return s.answers[low]
	}
	return s.kind.byNumber[number]
}

// answerer makes answers of rows.
type answerer struct {
	shared map[plainAnswer]*answer
}

func newAnswerer() answerer { return answerer{map[plainAnswer]*answer{}} }

// answer returns the value of a flag. catalogue reports whether definitions are known.
func (m answerer) answer(view feature.View, info feature.KindInfo, catalogue bool) *answer {
	a := plainAnswer{enabled: view.Is(true), registered: view.Registered, setting: Setting(view.Own()), source: string(view.Source),
		reason: reasonOf(view, info, catalogue)}
	if len(view.Depends) > 0 {
		return &answer{a, view.Depends}
	}
	if m.shared[a] == nil {
		m.shared[a] = &answer{plainAnswer: a}
	}
	return m.shared[a]
}

// reasonOf returns why a flag has its value at a scope of the kind that info describes.
func reasonOf(view feature.View, info feature.KindInfo, catalogue bool) Reason {
	switch {
	case catalogue && !view.Registered:
		return ReasonUndefined
	case view.Registered && !view.Allows(info):
		return ReasonWrongScope
	case len(view.Depends) > 0:
		return ReasonDepends
	case view.Decision != nil:
		return ReasonRollout
	case view.Source == feature.SourceDefault:
		return ReasonDefault
	case view.Source == feature.Source(info.Kind):
		return ReasonOverride
	}
	return ReasonInherited
}
