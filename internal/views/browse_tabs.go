package views

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// stateFilter selects flags by their state. The filters are the tabs of the list, in
// this order. The last three filters have a tab only while they are chosen, and
// showNotLive also while it shows a flag.
type stateFilter int

const (
	showAll stateFilter = iota
	showEnabled
	showDisabled
	showOverridden
	showNever
	showUnregistered
	showDiffering
	showDepending
	showNotLive
	stateCount
)

// stateNames holds the full and the short name of each filter.
var stateNames = [stateCount][2]words.Text{{words.TabAll, words.TabAll}, {words.TabOn, words.TabOn}, {words.TabOff, words.TabOff}, {words.TabOverridden, words.TabOverriddenBrief},
	{words.TabNever, words.TabNeverBrief}, {words.TabUnregistered, words.TabUnregisteredBrief}, {words.TabDiffers, words.TabDiffersBrief}, {words.StateDepends, words.StateDepends}, {words.TabNotLive, words.TabNotLive}}

// tabKeys returns the keys of the filters, in order.
func tabKeys(m *keys.Map) [showUnregistered + 1]key.Binding {
	return [...]key.Binding{m.ShowAll, m.ShowOn, m.ShowOff, m.ShowOverridden, m.ShowNever, m.ShowUnregistered}
}

// matches reports whether the filter shows a flag. If a catalogue is known, only
// showUnregistered shows flags that are not registered, as on the web page. matches
// does not test showNever, showDiffering and showNotLive, which need more than the flag.
func (s stateFilter) matches(v *feature.View, catalogue bool) bool {
	if s != showUnregistered && !v.Registered && catalogue {
		return false
	}
	switch s {
	case showOverridden:
		return v.Overridden()
	case showEnabled:
		return v.Is(true)
	case showDisabled:
		return v.Is(false)
	case showDepending:
		return len(v.Depends) > 0 && !v.UnknownDefault()
	case showUnregistered:
		return !v.Registered
	}
	return true
}

// differsFromDefault reports whether a flag has another value than a flag without any
// setting.
func differsFromDefault(v *feature.View, kind feature.KindInfo) bool {
	enabled, known := kind.DefaultOf(v.Definition)
	return known && v.Is(!enabled)
}

// inState reports whether a filter shows a flag.
func (b *Browse) inState(s stateFilter, v *feature.View) bool {
	return b.stateHolds(s, v, b.catalogue)
}

// stateHolds reports whether a filter shows a flag, for a list with or without a
// catalogue.
func (b *Browse) stateHolds(s stateFilter, v *feature.View, catalogue bool) bool {
	switch {
	case !s.matches(v, catalogue):
		return false
	case s == showNever:
		return b.neverOverridden(v)
	case s == showDiffering:
		return differsFromDefault(v, b.kind())
	case s == showNotLive:
		return b.liveOf(v).notLive()
	}
	return true
}

// neverOverridden reports whether no scope overrides a flag. It returns false until the
// overrides are counted.
func (b *Browse) neverOverridden(v *feature.View) bool {
	return b.counts != nil && v.NeverOverridden(b.counts.Of(v.Name))
}

// countStates counts the flags of each filter.
func (b *Browse) countStates() {
	b.stateCounts = [stateCount]int{}
	for i := range b.views {
		for s := range stateCount {
			if b.inState(s, &b.views[i]) {
				b.stateCounts[s]++
			}
		}
	}
}

// setState chooses a filter.
func (b *Browse) setState(s stateFilter) {
	name := b.selectedName()
	b.state = s
	b.rebuild(name)
}

// pressTab takes a key that chooses a filter.
func (b *Browse) pressTab(p keys.Press) bool {
	if p.Matches(b.Map.State) {
		next := (b.state + 1) % stateCount
		for next >= showDepending && b.stateCounts[next] == 0 {
			next = (next + 1) % stateCount
		}
		b.setState(next)
		return true
	}
	for s, binding := range tabKeys(&b.Map) {
		if p.Matches(binding) {
			b.setState(stateFilter(s))
			return true
		}
	}
	return false
}

// tabForm is a form of the tabs, with more or less text.
type tabForm int

const (
	longTabs  tabForm = iota // full names and counts
	shortTabs                // short names and counts
	namedTabs                // short names, and only the chosen filter's count
	singleTab                // only the chosen filter
)

// tab returns a filter's key, name and number of flags. The number is missing until it
// is known.
func (b *Browse) tab(s stateFilter, form tabForm) string {
	name := b.Theme.either(form == longTabs, stateNames[s][0], stateNames[s][1])
	switch {
	case s <= showUnregistered:
		name = tabKeys(&b.Map)[s].Help().Key + " " + name
	case s == showNotLive:
		name = b.Map.ShowNotLive.Help().Key + " " + name
	}
	known := b.views != nil && !b.firstPageOnly && (s != showNever || b.counts != nil)
	if known && (form != namedTabs || s == b.state) {
		name += " " + strconv.Itoa(b.stateCounts[s])
	}
	if s == b.state {
		return b.Theme.accent.render("[" + name + "]")
	}
	return " " + name + " "
}

// tabs returns the filters, with the chosen one in brackets.
func (b *Browse) tabs(form tabForm) string {
	if form == singleTab {
		bindings := tabKeys(&b.Map)
		return b.Theme.Say(words.TabOthers, b.tab(b.state, form), bindings[showAll].Help().Key, bindings[showUnregistered].Help().Key)
	}
	var line strings.Builder
	for s := range stateCount {
		switch {
		case s > showUnregistered && b.state != s && (s != showNotLive || b.stateCounts[s] == 0):
		case s == showUnregistered && !b.catalogue: // every flag is unregistered then
		default:
			line.WriteString(b.tab(s, form))
		}
	}
	return line.String()
}

// tabLine returns the tabs in the longest form that fits.
func (b *Browse) tabLine() string {
	for _, form := range []tabForm{longTabs, shortTabs, namedTabs} {
		if line := b.tabs(form); ansi.StringWidth(line) <= b.width {
			return line
		}
	}
	return b.Theme.cut(b.tabs(singleTab), b.width)
}

// Title implements Screen. In place of a count, it returns the order of the list. A low
// terminal has no tabs, so the chosen filter precedes the order, or replaces it.
func (b *Browse) Title() (title, count string) {
	title, count = " "+b.Theme.scopeTitle(b.Kinds, b.scope), b.sortText()
	if !b.low {
		return title, count
	}
	tab := strings.TrimRight(b.tab(b.state, shortTabs), " ")
	if both := tab + "  " + count; ansi.StringWidth(title)+2+ansi.StringWidth(both) <= b.terminalWidth {
		return title, both
	}
	return title, tab
}
