package main

import "fmt"

// Names of the measurements on each dataset.
const (
	listing       = "list"
	listingTenant = "list --tenant ID"
	listingJSON   = "list --json, beside list"
	listingYAML   = "list --flags YAML, beside JSON"
	firstPage     = "first page on screen"
	firstScreen   = "first screen complete"
	countsShown   = "tenants counted"
	cursorMove    = "j, in a list that scrolls"
	wideMove      = "the same at 200x50"
	previewShown  = "the preview, once it rests"
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

// measurementNames lists the measurements in the order of the table.
var measurementNames = []string{listing, listingTenant, listingJSON, listingYAML, firstPage, firstScreen, countsShown, cursorMove, wideMove, previewShown, pageDown, silentKey,
	filterKey, openPicker, searchKey, switchScope, history, proposal, change, toggle, idleBytes, idleCPU, memory, quitting, hangup, hangupIgnored}

// targetsFor returns the targets of one measurement on one dataset.
func targetsFor(name string, s dataset, sqlite bool) []target {
	switch name {
	case listing, listingTenant, listingJSON, listingYAML:
		if s.flags >= 1_000 {
			return []target{ratioTarget(1.5)}
		}
	case firstPage:
		if s.flags >= 100_000 {
			return []target{medianTarget(60)}
		}
	case firstScreen:
		switch {
		case s.flags <= 1_000:
			return []target{medianTarget(45)}
		case s.flags <= 10_000:
			return []target{ratioTarget(1)}
		}
	case countsShown:
		return []target{{"5 s", maxValue, 5_000}} // flagtui's default time limit
	case cursorMove, wideMove:
		return append(latencyTargets(), bytesTarget(400), meanBytesTarget(400))
	case previewShown:
		return []target{bytesTarget(3_000)}
	case pageDown:
		return append(latencyTargets(), bytesTarget(6_000))
	case filterKey:
		return latencyTargets()
	case silentKey, idleBytes:
		return []target{bytesTarget(0)}
	case proposal:
		// Of these, the border of the box takes 600 bytes, and its text with the hints
		// 600.
		return []target{bytesTarget(1_500)}
	case change:
		// The seven rows that the box covered take 850 bytes, and the hints 250.
		if sqlite {
			return []target{medianTarget(40), bytesTarget(1_700)}
		}
		return []target{bytesTarget(1_700)}
	case toggle:
		return []target{bytesTarget(3_200)}
	case idleCPU:
		return []target{{"1 %", maxValue, 1}}
	case memory:
		switch {
		case s.flags > 10_000:
			return []target{{"70 MB", maxValue, 70}}
		case s.overrides >= 1_000_000:
			return []target{{"40 MB", maxValue, 40}}
		default:
			return []target{{"30 MB", maxValue, 30}}
		}
	case quitting:
		return []target{medianTarget(50)}
	case hangup, hangupIgnored:
		return []target{{"2 s", maxValue, 2_000}}
	}
	return nil
}

func maxValue(m measurement) float64 { return m.value.max() }

func medianTarget(ms float64) target {
	return target{fmt.Sprintf("%.0f ms", ms), func(m measurement) float64 { return m.value.median() }, ms}
}

// ratioTarget limits flagtui's median to a multiple of the client's.
func ratioTarget(ratio float64) target {
	return target{fmt.Sprintf("%.3gx", ratio), measurement.ratio, ratio}
}

// latencyTargets limits the time from a key to its effect on the screen.
func latencyTargets() []target {
	return []target{
		{"17 ms p50", func(m measurement) float64 { return m.value.median() }, 17},
		{"25 ms p95", func(m measurement) float64 { return m.value.p95() }, 25},
	}
}

func bytesTarget(bytes int) target {
	return target{groupDigits(bytes) + " bytes", func(m measurement) float64 { return m.bytes.median() }, float64(bytes)}
}

func meanBytesTarget(bytes int) target {
	return target{groupDigits(bytes) + " bytes on average", func(m measurement) float64 { return m.bytes.mean() }, float64(bytes)}
}
