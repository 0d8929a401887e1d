package cli

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/config"
	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// The theme comes from the config file, or else from the terminal's background.
func TestTheme(t *testing.T) {
	for _, c := range []struct {
		base, colorfgbg, term, colorterm string
		want                             views.ThemeOptions
	}{
		{"", "", "xterm", "", views.ThemeOptions{}},
		{"", "15;0", "xterm-256color", "", views.ThemeOptions{Colours: views.Colours256}},
		{"", "15;default;0", "xterm-256color", "truecolor", views.ThemeOptions{Colours: views.TrueColour}},
		{"", "0;15", "xterm-256color", "truecolor", views.ThemeOptions{Base: "light", Colours: views.TrueColour}},
		{"", "0;default;7", "xterm", "", views.ThemeOptions{Base: "light"}},
		{"", "15;8", "xterm", "", views.ThemeOptions{}},
		{"", "15;default", "tmux", "", views.ThemeOptions{}},
		{"mono", "0;15", "xterm", "", views.ThemeOptions{Base: "mono"}},
		{"dark", "0;15", "screen", "", views.ThemeOptions{Base: "dark"}},
		{"light", "", "dumb", "", views.ThemeOptions{Plain: true}},
		{"light", "", "vt100", "", views.ThemeOptions{Plain: true}},
	} {
		for name, value := range map[string]string{"COLORFGBG": c.colorfgbg, "TERM": c.term, "COLORTERM": c.colorterm, "NO_COLOR": "", "LC_ALL": "C.UTF-8", "GOOGLE_CLOUD_SHELL": ""} {
			t.Setenv(name, value)
		}
		a := &app{}
		a.baseTheme = c.base
		if got := a.theme(""); !reflect.DeepEqual(got, c.want.Theme()) {
			t.Errorf("%+v: %+v", c, got)
		}
		t.Setenv("NO_COLOR", "1")
		if got := a.theme(""); !reflect.DeepEqual(got, views.NewTheme(true, false)) {
			t.Errorf("%+v with NO_COLOR: %+v", c, got)
		}
	}
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	a := &app{}
	a.file.Contexts = map[string]*config.Context{"prod": {Colour: "red"}}
	if got := a.theme("prod"); !reflect.DeepEqual(got, views.ThemeOptions{Badge: "red"}.Theme()) {
		t.Errorf("the context's colour: %+v", got)
	}
}

// --lang takes precedence over the locale, whose variables POSIX orders. Commands speak
// English in every language.
func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		option, lcAll, lcMessages, lang string
		want                            words.Language
	}{
		{"", "", "", "", words.English},
		{"", "", "", "de_DE.UTF-8", words.German},
		{"", "", "en_US.UTF-8", "de_DE.UTF-8", words.English},
		{"", "de_CH.UTF-8", "en_US.UTF-8", "C", words.German},
		{"", "", "", "fr_FR.UTF-8", words.English},
		{"de", "C.UTF-8", "", "", words.German},
		{"DE", "C.UTF-8", "", "", words.German},
		{"en", "de_DE.UTF-8", "", "", words.English},
	} {
		for name, value := range map[string]string{"LC_ALL": c.lcAll, "LC_MESSAGES": c.lcMessages, "LANG": c.lang, "LC_CTYPE": "C.UTF-8"} {
			t.Setenv(name, value)
		}
		a := &app{settings: settings{lang: c.option}}
		if err := a.readLanguage(); err != nil || a.screenTheme("").Language != c.want || a.theme("").Language != words.English {
			t.Errorf("%+v: %d, %v", c, a.screenTheme("").Language, err)
		}
	}
	a := &app{settings: settings{lang: "fr"}}
	if err := a.readLanguage(); !errors.Is(err, feature.ErrUsage) || !strings.Contains(feature.Hint(err), "en or de") {
		t.Error(err)
	}
}
