package feature

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"flagtui/internal/words"
)

// LiveKind is the kind of a Live, in JSON.
type LiveKind string

// The kinds of Live.
const (
	LiveNow     LiveKind = "now"     // the app reads the database on every check
	LiveRequest LiveKind = "request" // the app reads the database once for each request
	LiveWithin  LiveKind = "within"  // the app reads the database again after some time
	LiveRestart LiveKind = "restart" // the app reads the database when it starts
	LiveUnknown LiveKind = "unknown" // the time depends on the app's release

	LiveConfirmed LiveKind = "confirmed" // the app has said that it serves the change
)

// Live says when a saved change takes effect.
type Live struct {
	Kind LiveKind `json:"live"`
	// Text is a phrase such as "within 30 s".
	Text string `json:"live_text"`
	// Short is a shorter Text, for a line with other text.
	Short string `json:"-"`
}

// LiveOnEveryCheck returns the Live of an app that reads the row on every check.
func LiveOnEveryCheck() Live {
	return Live{LiveNow, "now (the app reads the row on every check)", "now"}
}

// LiveAtRequest returns the Live of an app that reads the rows once for each request.
func LiveAtRequest() Live {
	return Live{LiveRequest, "at the next request (the app reads the rows once per request)", "at the next request"}
}

// LiveByRelease returns the Live of simple_module, whose tables do not show the app's
// release. Releases before 0.0.40 read overrides only when the app starts. Later
// releases read overrides every 30 seconds.
func LiveByRelease() Live {
	return Live{LiveUnknown, "within 30 s, or when the app restarts (simple_module < 0.0.40)", "within 30 s or when the app restarts"}
}

// LiveAfterRestart returns the Live of an app that reads overrides only when it starts.
func LiveAfterRestart() Live {
	return Live{LiveRestart, "when the app restarts (it reads overrides when it starts)", "when the app restarts"}
}

// LiveConfirmedBy returns the Live of a change that the app serves, as so many of its
// answers say.
func LiveConfirmedBy(l words.Language, answers int) Live {
	text := l.Say(words.LiveConfirmedBy, l.Count(answers, words.Answer))
	return Live{LiveConfirmed, text, text}
}

// In returns the Live with its texts in a language.
func (live Live) In(l words.Language) Live {
	live.Text, live.Short = liveIn(l, live.Text), liveIn(l, live.Short)
	return live
}

// liveIn returns a time of effect in a language. The user's own sentence stays as it is.
func liveIn(l words.Language, text string) string {
	if shown, ok := strings.CutPrefix(text, "within "); ok && !words.IsKnown(text) {
		return l.Say(words.LiveWithin, shown)
	}
	return l.Known(text)
}

// maxLive is the largest number of characters in the user's own sentence. The sentence
// and its label must fit on a line of 80 columns.
const maxLive = 68

// timeRE matches a number and its unit.
var timeRE = regexp.MustCompile(`^([0-9.]+)([a-z]+)$`)

// units maps each unit that a user may write to the unit on the screen.
var units = map[string]string{
	"s": "s", "sec": "s", "second": "s", "seconds": "s",
	"m": "min", "min": "min", "minute": "min", "minutes": "min",
	"h": "h", "hour": "h", "hours": "h",
}

// ParseLive parses a time of effect: now, request, restart, "within 30s", or the user's
// own sentence. It fails with ErrUsage for any other single word, and for an invalid
// time. It also fails if the text is empty, too long, or has several lines. A note in
// parentheses may follow a time.
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
		return bad(fmt.Sprintf("%q does not say when", Shorten(text)))
	case strings.ContainsAny(text, "\r\n"):
		return bad("it has more than one line")
	case utf8.RuneCountInString(text) > maxLive:
		return bad(fmt.Sprintf("%q is too long: %d characters, and %d fit on a screen", Shorten(text), utf8.RuneCountInString(text), maxLive))
	}
	if head, note, ok := strings.Cut(text, " ("); ok && strings.HasSuffix(note, ")") {
		if live, err := ParseLive(head); err == nil && live.Kind != LiveUnknown {
			live.Text = live.Short + " (" + note
			return live, nil
		}
	}
	return Live{LiveUnknown, text, text}, nil
}

// readTime parses the time in "within 30s", "within 30 seconds" or "within 1m30s", and
// returns the form to show. ok is false for an invalid time.
func readTime(words []string) (shown string, ok bool) {
	text := strings.Join(words, "")
	if parts := timeRE.FindStringSubmatch(text); parts != nil && units[parts[2]] != "" {
		length, err := strconv.ParseFloat(parts[1], 64)
		return parts[1] + " " + units[parts[2]], err == nil && length > 0
	}
	length, err := time.ParseDuration(text)
	return text, err == nil && length > 0
}
