package views

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// Every role of a built-in theme has a visible style. The config file could express
// each style, too.
func TestBaseThemes(t *testing.T) {
	for _, name := range ThemeNames {
		for _, colours := range []Colours{Colours16, Colours256, TrueColour} {
			theme := ThemeOptions{Base: name, Colours: colours}.Theme()
			for role, style := range theme.roles() {
				if style.before == "" && !(name == "mono" && role == "good") {
					t.Errorf("%s: %s looks like any other text", name, role)
				}
			}
			for _, style := range baseStyles(name, colours) {
				if again, err := ParseStyle(style.role, strings.Join(style.words, " ")); err != nil || !reflect.DeepEqual(again, style) {
					t.Errorf("%s: %s: %v", name, style.role, err)
				}
			}
		}
		if err := CheckThemeName(name); err != nil {
			t.Error(err)
		}
	}
	if err := CheckThemeName("drak"); err == nil {
		t.Error("drak is no theme")
	}
	if mono := fmt.Sprint(ThemeOptions{Base: "mono"}.Theme()); strings.Contains(mono, "[3") && strings.Contains(mono, "[9") {
		t.Errorf("mono has a colour: %q", mono)
	}
}

// xtermColours holds xterm's palette, which many terminals use by default.
var xtermColours = map[string][3]float64{"black": {0, 0, 0}, "red": {205, 0, 0}, "green": {0, 205, 0}, "yellow": {205, 205, 0}, "blue": {0, 0, 238},
	"magenta": {205, 0, 205}, "cyan": {0, 205, 205}, "white": {229, 229, 229}, "bright-blue": {92, 92, 255}}

// luminance returns WCAG's relative luminance.
func luminance(c [3]float64) float64 {
	for i := range c {
		if c[i] /= 255; c[i] <= 0.03928 {
			c[i] /= 12.92
		} else {
			c[i] = math.Pow((c[i]+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}

// Each colour of a built-in theme has enough contrast with the theme's background. That
// is 4.5 (WCAG) for the theme's own colours, and 3 for colours of the palette.
func TestContrast(t *testing.T) {
	ground := map[string]float64{"dark": 0, "light": 1, "mono": 0}
	for _, name := range ThemeNames {
		for _, colours := range []Colours{Colours16, TrueColour} {
			for _, style := range baseStyles(name, colours) {
				for _, word := range style.words {
					rgb, ok := xtermColours[word]
					least := 3.0
					if number, err := strconv.ParseUint(strings.TrimPrefix(word, "#"), 16, 32); isHexColour(word) && err == nil {
						rgb, ok, least = [3]float64{float64(number >> 16), float64(number >> 8 & 255), float64(number & 255)}, true, 4.5
					}
					if !ok {
						continue // an attribute
					}
					a, b := luminance(rgb), ground[name]
					if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < least {
						t.Errorf("%s: %s in %s has a contrast of %.1f", name, style.role, word, contrast)
					}
				}
			}
		}
	}
}

// A colour such as #ff8800 becomes the nearest colour of the terminal.
func TestHexColour(t *testing.T) {
	style, err := ParseStyle("on", "#ff0000 bold")
	if err != nil {
		t.Fatal(err)
	}
	for colours, want := range map[Colours]string{Colours16: "\x1b[1;91m", Colours256: "\x1b[1;38;5;196m", TrueColour: "\x1b[1;38;2;255;0;0m"} {
		if got := (ThemeOptions{Colours: colours, Styles: []Style{style}}).Theme().on.before; got != want {
			t.Errorf("%d: %q, want %q", colours, got, want)
		}
	}
}

// A role's former name is still accepted. A context's colour is the colour of its
// badge.
func TestFormerRolesAndBadge(t *testing.T) {
	for former, role := range formerRoles {
		if style, err := ParseStyle(former, "red"); err != nil || style.role != role {
			t.Errorf("%s: %v, %v", former, style, err)
		}
	}
	for _, colour := range []string{"red", "bright-red", "#ff8800"} {
		if err := ParseColour(colour); err != nil {
			t.Error(err)
		}
		if theme := (ThemeOptions{Badge: colour}).Theme(); theme.badge == NewTheme(false, false).badge || !strings.HasPrefix(theme.badge.before, "\x1b[7;") {
			t.Errorf("%s: %q", colour, theme.badge.before)
		}
	}
	for _, bad := range []string{"", "rot", "bold", "#ff", "red blue"} {
		if err := ParseColour(bad); err == nil {
			t.Errorf("%q is not a colour", bad)
		}
	}
}

// The bar covers the whole row in one style. Without colours the row is unchanged.
func TestBar(t *testing.T) {
	theme := NewTheme(false, false)
	row := "> name " + theme.on.render("[x] Enabled") + " 漢"
	if got, want := theme.bar(row, 24), "\x1b[7m> name [x] Enabled 漢   \x1b[0m"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := NewTheme(true, false).bar("> name", 24); got != "> name" {
		t.Errorf("%q", got)
	}
}
