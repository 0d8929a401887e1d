package feature

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseLive(t *testing.T) {
	for text, want := range map[string]Live{
		"now":                               {LiveNow, "now", "now"},
		" restart\n":                        LiveAfterRestart(),
		"within 30s":                        {LiveWithin, "within 30 s", "within 30 s"},
		"within 30 s":                       {LiveWithin, "within 30 s", "within 30 s"},
		"within 1.5 minutes":                {LiveWithin, "within 1.5 min", "within 1.5 min"},
		"within 2 hours":                    {LiveWithin, "within 2 h", "within 2 h"},
		"within 1m30s":                      {LiveWithin, "within 1m30s", "within 1m30s"},
		"when the cache is flushed":         {LiveUnknown, "when the cache is flushed", "when the cache is flushed"},
		"within 30 s of the next job":       {LiveUnknown, "within 30 s of the next job", "within 30 s of the next job"},
		"within 5 minutes (the app caches)": {LiveWithin, "within 5 min (the app caches)", "within 5 min"},
		"restart (of the workers)":          {LiveRestart, "when the app restarts (of the workers)", "when the app restarts"},
		"now (no cache":                     {LiveUnknown, "now (no cache", "now (no cache"},
		"nächste Wartung (Dienstag)":        {LiveUnknown, "nächste Wartung (Dienstag)", "nächste Wartung (Dienstag)"},
	} {
		if got, err := ParseLive(text); err != nil || got != want {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"":                                  "empty",
		" ":                                 "empty",
		"restrat":                           `"restrat" does not say when`,
		"Now":                               `"Now" does not say when`,
		"true":                              "does not say when",
		"30s":                               "does not say when",
		"within":                            "does not say when",
		"within soon":                       "does not say when",
		"within 0s":                         "does not say when",
		"within -5s":                        "does not say when",
		"within 5.5.5s":                     "does not say when",
		"within 3fortnights":                "does not say when",
		"after\nthe restart":                "more than one line",
		strings.Repeat("after a while ", 6): "too long: 83 characters",
	} {
		got, err := ParseLive(text)
		if !errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), want) || !strings.Contains(Hint(err), "within 30s") || got != (Live{}) {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
	}
}

// What flagtui says itself fits on a line of 80 columns, too.
func TestLiveFits(t *testing.T) {
	for _, live := range []Live{LiveOnEveryCheck(), LiveByRelease(), LiveAfterRestart()} {
		if n := utf8.RuneCountInString(live.Text); n > maxLive || n == 0 || live.Short == "" || len(live.Short) > 40 || live.Kind == "" {
			t.Errorf("%+v has %d characters", live, n)
		}
	}
}
