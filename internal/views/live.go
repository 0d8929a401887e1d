package views

import (
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// LiveStage is how much is known of a stored setting in the running application.
type LiveStage int

// The stages. The zero stage means that nothing is known.
const (
	_             LiveStage = iota
	LiveSaved               // saved, and the application is being asked
	LiveAnnounced           // saved, after_change has run, and the application is being asked
	LiveConfirmed           // the application serves the setting
	LiveDiffers             // the application serves another value
	LiveUnknown             // the application cannot be asked
)

// LiveState is what is known of a flag's setting at a scope in the running application.
type LiveState struct {
	Stage       LiveStage
	Change      string          // the change-set that the state follows, or ""
	Own         feature.Setting // the scope's own setting
	System      feature.Setting // the system's setting, if SystemKnown
	Takes       string          // when a saved change takes effect
	SystemKnown bool
	Answers     int // the answers of the application at the time At
	At          time.Time
	What        string // for LiveDiffers and LiveUnknown: what the application does
}

// LiveStates are the known states, by scope and flag.
type LiveStates map[feature.Scope]map[string]LiveState

// Set sets the state of a flag at a scope.
func (l LiveStates) Set(scope feature.Scope, name string, state LiveState) {
	if l[scope] == nil {
		l[scope] = map[string]LiveState{}
	}
	l[scope][name] = state
}

// Of returns the state of a flag as a scope sees it: of the scope's own setting, or else
// of the system's. A state of another setting than the view's is out of date, and is not
// returned.
func (l LiveStates) Of(scope feature.Scope, view *feature.View) (state LiveState, ok bool) {
	state, ok = l[scope][view.Name]
	if ok && state.Own == view.Own() && (!state.SystemKnown || state.System == view.SystemSetting) {
		return state, true
	}
	if scope.IsSystem() || !view.HasSystem || view.Overridden() {
		return LiveState{}, false
	}
	state, ok = l[feature.SystemScope()][view.Name]
	if !ok || state.Own != view.SystemSetting || state.Stage == LiveConfirmed { // the system's answers are not this scope's
		return LiveState{}, false
	}
	return state, true
}

// ofChangeSet returns what is known of a change-set: the state of the first change that is
// not live, or else of the first change. ok is false if no state follows the change-set.
func (l LiveStates) ofChangeSet(t Theme, entries []feature.Entry) (first LiveState, ok bool) {
	for _, e := range entries {
		state := l[e.Scope][e.Name]
		if state.Change == "" || state.Change != e.Change {
			continue
		}
		if len(entries) > 1 && state.What != "" {
			state.What = t.Say(words.LiveAt, e.Name, e.Scope, state.What)
		}
		if state.notLive() {
			return state, true
		}
		if !ok {
			first, ok = state, true
		}
	}
	return first, ok
}

// notLive reports whether the application is not known to serve the setting.
func (s LiveState) notLive() bool { return s.Stage != 0 && s.Stage != LiveConfirmed }

// liveText describes a state in a sentence without a capital and a full stop.
func (t Theme) liveText(s LiveState) string {
	answers, at := t.Count(s.Answers, words.Answer), s.At.UTC().Format(time.TimeOnly)
	switch s.Stage {
	case LiveSaved, LiveAnnounced:
		return t.Say(words.LiveTakes, t.liveBrief(s), t.Known(s.Takes))
	case LiveConfirmed:
		return t.Say(words.LiveConfirmed, answers, at)
	case LiveDiffers:
		return t.Say(words.LiveDiffers, s.What, answers, at)
	case LiveUnknown:
		return t.Say(words.LiveUnknown, s.What)
	}
	return ""
}

// liveBrief describes the state in a few words, for a row of the list. It is empty for a
// setting that is live.
func (t Theme) liveBrief(s LiveState) string {
	switch s.Stage {
	case LiveSaved:
		return t.Say(words.LiveSaved)
	case LiveAnnounced:
		return t.Say(words.LiveAnnounced)
	case LiveDiffers:
		return s.What
	case LiveUnknown:
		return t.Say(words.LiveNotKnown)
	}
	return ""
}

// mark returns the state's mark before the name of a flag, or 0 for none.
func (s LiveState) mark() byte {
	return [...]byte{LiveSaved: '*', LiveAnnounced: '*', LiveConfirmed: 0, LiveDiffers: '!', LiveUnknown: '?'}[s.Stage]
}

// liveStyle returns the style of a state's text.
func (t Theme) liveStyle(s LiveState) ansiStyle {
	switch s.Stage {
	case LiveConfirmed:
		return t.good
	case LiveDiffers, LiveUnknown:
		return t.warning
	}
	return ansiStyle{}
}

// liveField returns the field of a form that describes a state.
func (t Theme) liveField(s LiveState) formField {
	return formField{label: t.Say(words.LiveApp), text: t.clean(t.liveText(s)), style: t.liveStyle(s)}
}

// SetLive sets what is known of the flags in the running application. The caller calls it
// again after each change of the states.
func (b *Browse) SetLive(states LiveStates) {
	b.live = states
	b.countStates()
	b.rebuild(b.selectedName())
}

// liveOf returns what is known of a flag at the scope shown.
func (b *Browse) liveOf(view *feature.View) LiveState {
	state, _ := b.live.Of(b.scope.Scope, view)
	return state
}

// showNotLive shows the flags that are not known to be live.
func (b *Browse) showNotLive() Intent {
	if b.stateCounts[showNotLive] == 0 {
		return ShowNotice{b.Theme.Say(words.LiveNone, b.Map.AskApp.Help().Key)}
	}
	b.setState(showNotLive)
	return nil
}

// news returns what a row says of its flag for now: that it is not live, or that others
// have changed it.
func (b *Browse) news(view *feature.View) (text string, style ansiStyle) {
	if state := b.liveOf(view); state.notLive() {
		return b.Theme.clean(b.Theme.liveBrief(state)), b.Theme.liveStyle(state)
	}
	return b.Theme.clean(b.changedByOthers[view.Name]), ansiStyle{}
}

// newsMark returns the mark of a flag with news, or 0.
func (b *Browse) newsMark(view *feature.View) byte {
	if mark := b.liveOf(view).mark(); mark != 0 {
		return mark
	}
	if _, changed := b.changedByOthers[view.Name]; changed {
		return '~'
	}
	return 0
}
