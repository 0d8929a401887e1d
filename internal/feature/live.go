package feature

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// LiveKind is when a saved change takes effect, in JSON.
type LiveKind string

// The kinds of Live.
const (
	LiveNow     LiveKind = "now"     // the app reads what is stored on every check
	LiveRequest LiveKind = "request" // the app reads what is stored once for a request
	LiveWithin  LiveKind = "within"  // the app reads what is stored again after a time
	LiveRestart LiveKind = "restart" // the app reads what is stored when it starts
	LiveUnknown LiveKind = "unknown" // it depends on the app's release
)

// Live says when a saved change takes effect.
type Live struct {
	Kind LiveKind `json:"live"`
	// Text follows the word "live": "within 30 s".
	Text string `json:"live_text"`
	// Short is a shorter Text, for lines that hold more.
	Short string `json:"-"`
}

// LiveOnEveryCheck is for an app that reads the row on every check.
func LiveOnEveryCheck() Live {
	return Live{LiveNow, "now (the app reads the row on every check)", "now"}
}

// LiveAtRequest is for an app that reads the rows once for each request.
func LiveAtRequest() Live {
	return Live{LiveRequest, "at the next request (the app reads the rows once for each)", "at the next request"}
}

// LiveByRelease is for simple_module, whose tables do not show its release. Up to
// 0.0.39 it reads overrides only when it starts, from 0.0.40 on every 30 seconds.
func LiveByRelease() Live {
	return Live{LiveUnknown, "within 30 s, or when the app restarts (simple_module < 0.0.40)", "within 30 s or when the app restarts"}
}

// LiveAfterRestart is for an app that reads overrides only when it starts.
func LiveAfterRestart() Live {
	return Live{LiveRestart, "when the app restarts (it reads overrides when it starts)", "when the app restarts"}
}

// maxLive is the most characters of a sentence: it has to fit behind its label on
// a line of 80 columns.
const maxLive = 68

// timeRE matches a number and its unit.
var timeRE = regexp.MustCompile(`^([0-9.]+)([a-z]+)$`)

// units are the units that a user may write, with the ones that are shown.
var units = map[string]string{
	"s": "s", "sec": "s", "second": "s", "seconds": "s",
	"m": "min", "min": "min", "minute": "min", "minutes": "min",
	"h": "h", "hour": "h", "hours": "h",
}

// ParseLive parses when a change takes effect: now, request, restart, "within 30s", or a
// sentence of the user's own. It fails with ErrUsage for another single word, an
// invalid time, and a text that is empty, too long or of several lines.
func ParseLive(text string) (Live, error) {
	text = strings.TrimSpace(text)
	words := strings.Fields(text)
	bad := func(what string) (Live, error) {
		return Live{}, &Problem{Kind: ErrUsage, Text: what, Hint: `write now, request, restart, "within 30s", or a sentence such as "when the cache is flushed"`}
	}
	if len(words) == 0 {
		return bad("it is empty")
	}
	if shown, ok := readTime(words[1:]); ok && words[0] == string(LiveWithin) {
		return Live{LiveWithin, "within " + shown, "within " + shown}, nil
	}
	switch {
	case text == string(LiveNow):
		return Live{LiveNow, "now", "now"}, nil
	case text == string(LiveRequest):
		return LiveAtRequest(), nil
	case text == string(LiveRestart):
		return LiveAfterRestart(), nil
	case len(words) == 1, len(words) == 2 && words[0] == string(LiveWithin):
		return bad(fmt.Sprintf("%q says no time", shorten(text)))
	case strings.ContainsAny(text, "\r\n"):
		return bad("it has more than one line")
	case utf8.RuneCountInString(text) > maxLive:
		return bad(fmt.Sprintf("%q is too long: %d characters, and %d fit on a screen", shorten(text), utf8.RuneCountInString(text), maxLive))
	}
	return Live{LiveUnknown, text, text}, nil
}

// readTime parses the time of "within 30s", "within 30 seconds" or "within 1m30s",
// and returns it as it is shown. ok is false for an invalid time.
func readTime(words []string) (shown string, ok bool) {
	text := strings.Join(words, "")
	if parts := timeRE.FindStringSubmatch(text); parts != nil && units[parts[2]] != "" {
		length, err := strconv.ParseFloat(parts[1], 64)
		return parts[1] + " " + units[parts[2]], err == nil && length > 0
	}
	length, err := time.ParseDuration(text)
	return text, err == nil && length > 0
}
