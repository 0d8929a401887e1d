package main

import "fmt"

// What is measured on each set, by name.
const (
	listing       = "list"
	listingTenant = "list --tenant ID"
	firstPage     = "first page on screen"
	firstScreen   = "first screen complete"
	countsShown   = "tenants counted"
	cursorMove    = "j, in a list that scrolls"
	wideMove      = "the same at 200x50"
	pageDown      = "page down"
	filterKey     = "a key typed in the filter"
	silentKey     = "a key that changes nothing"
	openPicker    = "t, tenants listed"
	searchKey     = "a search in them, its last key"
	switchScope   = "enter, a tenant's flags"
	proposal      = "space, the change screen"
	change        = "y, saved and read again"
	toggle        = "both, a toggle"
	history       = "h, history"
	idleBytes     = "idle, written"
	idleCPU       = "idle, CPU"
	memory        = "peak memory"
	quitting      = "q, until it has ended"
	hangup        = "hang-up, until it has ended"
	hangupIgnored = "the same with SIGHUP ignored"
)

// things are all of these, in the order of the table.
var things = []string{listing, listingTenant, firstPage, firstScreen, countsShown, cursorMove, wideMove, pageDown, silentKey,
	filterKey, openPicker, searchKey, switchScope, history, proposal, change, toggle, idleBytes, idleCPU, memory, quitting, hangup, hangupIgnored}

// goals are those of one thing on one set.
func goals(name string, s set, sqlite bool) []goal {
	switch name {
	case listing, listingTenant:
		if s.flags >= 1_000 {
			return []goal{times(1.5)}
		}
	case firstPage:
		if s.flags >= 100_000 {
			return []goal{within(60)}
		}
	case firstScreen:
		switch {
		case s.flags <= 1_000:
			return []goal{within(45)}
		case s.flags <= 10_000:
			return []goal{times(1)}
		}
	case countsShown:
		return []goal{{"5 s", worst, 5_000}} // the time limit that flagtui has by default
	case cursorMove, wideMove:
		return append(prompt(), cheap(400), cheapOnAverage(400))
	case pageDown:
		return append(prompt(), cheap(6_000))
	case filterKey:
		return prompt()
	case silentKey, idleBytes:
		return []goal{cheap(0)}
	case proposal:
		return []goal{cheap(500)} // each key is what somebody on a slow line waits for
	case change:
		if sqlite {
			return []goal{within(40), cheap(500)}
		}
		return []goal{cheap(500)}
	case toggle:
		return []goal{cheap(1_000)}
	case idleCPU:
		return []goal{{"1 %", worst, 1}}
	case memory:
		switch {
		case s.flags > 10_000:
			return []goal{{"70 MB", worst, 70}}
		case s.overrides >= 1_000_000:
			return []goal{{"40 MB", worst, 40}}
		default:
			return []goal{{"30 MB", worst, 30}}
		}
	case quitting:
		return []goal{within(50)}
	case hangup, hangupIgnored:
		return []goal{{"2 s", worst, 2_000}}
	}
	return nil
}

func worst(m measurement) float64 { return m.value.most() }

func within(ms float64) goal {
	return goal{fmt.Sprintf("%.0f ms", ms), func(m measurement) float64 { return m.value.median() }, ms}
}

// times is a goal that counts in times of the client.
func times(ratio float64) goal {
	return goal{fmt.Sprintf("%.3gx", ratio), measurement.ratio, ratio}
}

// prompt is what a key takes at most until its effect can be seen.
func prompt() []goal {
	return []goal{
		{"17 ms p50", func(m measurement) float64 { return m.value.median() }, 17},
		{"25 ms p95", func(m measurement) float64 { return m.value.p95() }, 25},
	}
}

func cheap(bytes int) goal {
	return goal{grouped(bytes) + " bytes", func(m measurement) float64 { return m.bytes.median() }, float64(bytes)}
}

func cheapOnAverage(bytes int) goal {
	return goal{grouped(bytes) + " bytes on average", func(m measurement) float64 { return m.bytes.mean() }, float64(bytes)}
}
