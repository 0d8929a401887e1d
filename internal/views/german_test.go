package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// No screen has lines that are too wide for the terminal only in German. German in ASCII
// is ASCII, too.
func TestGermanFits(t *testing.T) {
	for name, scene := range scenes() {
		for _, size := range [][2]int{{80, 24}, {40, 10}} {
			tooWide := func(options ThemeOptions) (found []string) {
				frame, screen := scene(options.Theme())
				frame.Width, frame.Height = size[0], size[1]
				for _, line := range strings.Split(drawn(frame, screen), "\n") {
					if ansi.StringWidth(line) > size[0] {
						found = append(found, line)
					}
					if options.ASCII && !isPrintableASCII(line) {
						t.Errorf("%s is not ASCII: %q", name, line)
					}
				}
				return found
			}
			for _, ascii := range []bool{false, true} {
				german := tooWide(ThemeOptions{Plain: true, ASCII: ascii, Language: words.German})
				if len(german) > 0 && len(tooWide(ThemeOptions{Plain: true, ASCII: ascii})) == 0 {
					t.Errorf("%s, %dx%d: too wide: %q", name, size[0], size[1], german)
				}
			}
		}
	}
}

// In German, the help is searched for German and for English words.
func TestHelpInGerman(t *testing.T) {
	for _, word := range []string{"rückgängig", "undo", "auffällig", "Zeichen", "protected"} {
		h := NewHelp(ThemeOptions{Plain: true, Language: words.German}.Theme(), keys.Default(), keys.Default().BrowseKeys(), false)
		h.Press(paste(word))
		if found := len(h.items) > 0; found != (word != "auffällig") {
			t.Errorf("%s finds %v", word, h.items)
		}
	}
}
