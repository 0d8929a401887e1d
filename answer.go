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
	invalidScope     = &answer{plainAnswer: plainAnswer{reason: ReasonInvalidScope}}
	unread           = &answer{plainAnswer: plainAnswer{reason: ReasonUnavailable}}
	unreadRegistered = &answer{plainAnswer: plainAnswer{registered: true, reason: ReasonUnavailable}}
	unreadDefaults   = map[bool]*answer{false: unreadDefault(false), true: unreadDefault(true)}
)

// unreadDefault returns the answer for a definition's default at a scope that was never
// read.
func unreadDefault(enabled bool) *answer {
	return &answer{plainAnswer: plainAnswer{enabled: enabled, registered: true, source: string(feature.SourceDefault), reason: ReasonUnavailable}}
}

// kindAnswers are the values at the scopes of one kind that have no rows.
type kindAnswers struct {
	asked     feature.Kind     // the kind of the keys
	info      feature.KindInfo // of the kind in the database, which differs for Flipper's tenants
	byNumber  []*answer
	undefined *answer // of a flag that is not in state.names
	invalid   bool    // the database has no such scopes, so there are no answers
}

// answerPool makes answers. Equal answers are one.
type answerPool struct {
	shared map[plainAnswer]*answer
}

func newAnswerPool() answerPool { return answerPool{map[plainAnswer]*answer{}} }

// answer returns the value of a flag. catalogue reports whether definitions are known.
func (p answerPool) answer(view feature.View, info feature.KindInfo, catalogue bool) *answer {
	a := plainAnswer{enabled: view.Is(true), registered: view.Registered, setting: Setting(view.Own()), source: string(view.Source),
		reason: reasonOf(view, info, catalogue)}
	if len(view.Depends) > 0 {
		return &answer{a, view.Depends}
	}
	if p.shared[a] == nil {
		p.shared[a] = &answer{plainAnswer: a}
	}
	return p.shared[a]
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
