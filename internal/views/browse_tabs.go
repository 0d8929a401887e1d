package views

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// stateFilter selects flags by their state. The filters are the tabs of the list, in
// this order; the last one has neither a key nor a tab of its own.
type stateFilter int

const (
	showAll stateFilter = iota
	showEnabled
	showDisabled
	showOverridden
	showNever
	showUnregistered
	showDiffering
	stateCount
)

// stateNames are the filters' names, in full and for a narrow terminal.
var stateNames = [stateCount][2]string{{"All", "All"}, {"On", "On"}, {"Off", "Off"}, {"Overridden", "Override"},
	{"Never overridden", "Never"}, {"Not registered", "Unreg."}, {"Differs from default", "Differs"}}

// tabKeys returns the keys of the filters that have one, in their order.
func tabKeys(m *keys.Map) [showUnregistered + 1]key.Binding {
	return [...]key.Binding{m.ShowAll, m.ShowOn, m.ShowOff, m.ShowOverridden, m.ShowNever, m.ShowUnregistered}
}

// matches reports whether a flag is shown. Unregistered flags have a filter of their
// own, as the web page hides them, unless no catalogue is known.
func (s stateFilter) matches(v *feature.View, catalogue bool) bool {
	if s != showUnregistered && !v.Registered && catalogue {
		return false
	}
	switch s {
	case showOverridden:
		return v.Overridden
	case showDiffering:
		return differsFromDefault(v)
	case showEnabled:
		return v.Is(true)
	case showDisabled:
		return v.Is(false)
	case showUnregistered:
		return !v.Registered
	}
	return true
}

// differsFromDefault reports whether the flag's default is known, and its value is
// another one.
func differsFromDefault(v *feature.View) bool { return !v.Unknown && v.Is(!v.Default) }

// inState reports whether the filter by state shows a flag.
func (b *Browse) inState(s stateFilter, v *feature.View) bool {
	return s.matches(v, b.catalogue) && (s != showNever || b.neverOverridden(v))
}

// neverOverridden reports whether no scope overrides the flag. It is false until the
// overrides have been counted.
func (b *Browse) neverOverridden(v *feature.View) bool {
	return b.counts != nil && v.NeverOverridden(b.counts.Of(v.Name))
}

// countStates counts the flags of each filter. It runs when the flags or the counts
// of their overrides change.
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

// setState shows the flags of another filter.
func (b *Browse) setState(s stateFilter) {
	name := b.selectedName()
	b.state = s
	b.rebuild(name)
}

// pressTab takes a key that chooses a filter.
func (b *Browse) pressTab(p keys.Press) bool {
	if p.Matches(b.Map.State) {
		b.setState((b.state + 1) % stateCount)
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

// tabForm is how much of the filters the tabs show.
type tabForm int

const (
	longTabs  tabForm = iota // names and counts
	shortTabs                // short names and counts
	namedTabs                // short names, and the count of the one shown
	singleTab                // the one shown
)

// tab is a filter's key, name and number of flags. The number is left out while it
// is not known.
func (b *Browse) tab(s stateFilter, form tabForm) string {
	name := stateNames[s][0]
	if form != longTabs {
		name = stateNames[s][1]
	}
	if s <= showUnregistered {
		name = tabKeys(&b.Map)[s].Help().Key + " " + name
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

// tabs are the filters, the one shown in brackets.
func (b *Browse) tabs(form tabForm) string {
	if form == singleTab {
		bindings := tabKeys(&b.Map)
		return b.tab(b.state, form) + " " + bindings[showAll].Help().Key + "-" + bindings[showUnregistered].Help().Key + " show others"
	}
	var line strings.Builder
	for s := range stateCount {
		switch {
		case s == showDiffering && b.state != s:
		case s == showUnregistered && !b.catalogue: // then all are
		default:
			line.WriteString(b.tab(s, form))
		}
	}
	return line.String()
}

// tabLine is the line of the tabs, in the longest form that fits.
func (b *Browse) tabLine() string {
	for _, form := range []tabForm{longTabs, shortTabs, namedTabs} {
		if line := b.tabs(form); ansi.StringWidth(line) <= b.width {
			return line
		}
	}
	return b.Theme.cut(b.tabs(singleTab), b.width)
}

// Title implements Screen: the scope, and the order of the list. A low terminal has no
// line for the tabs: it shows the one chosen, and then the order if it fits.
func (b *Browse) Title() (title, count string) {
	title, count = " "+b.Theme.scopeTitle(b.scope), b.sortText()
	if !b.low {
		return title, count
	}
	tab := strings.TrimRight(b.tab(b.state, shortTabs), " ")
	if both := tab + "  " + count; ansi.StringWidth(title)+2+ansi.StringWidth(both) <= b.terminalWidth {
		return title, both
	}
	return title, tab
}
