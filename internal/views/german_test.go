package views

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// germanGoldens are the scenes whose German frames are compared.
var germanGoldens = []string{"browse_system", "browse_tenant", "browse_project", "browse_nocatalogue", "browse_problem", "contexts", "diff", "doctor", "help",
	"history", "kill", "matrix", "overview", "palette", "picker", "preview_system", "toggle_tenants", "undo"}

func germanTheme() Theme { return ThemeOptions{Plain: true, Language: words.German}.Theme() }

// TestGermanGolden compares whole frames in German.
func TestGermanGolden(t *testing.T) {
	for _, name := range germanGoldens {
		scene, size := scenes()[name], [2]int{80, 24}
		if scene == nil {
			t.Errorf("there is no scene %s", name)
			continue
		}
		if strings.HasPrefix(name, "preview_") {
			size = previewSizes[0]
		}
		var got strings.Builder
		draw(&got, scene, germanTheme(), "", size)
		checkGolden(t, filepath.Join("testdata", "german", name+".golden"), got.String())
	}
}

// TestGermanFits: no line is wider than the terminal, and a terminal without umlauts gets
// only ASCII.
func TestGermanFits(t *testing.T) {
	ascii := ThemeOptions{Plain: true, ASCII: true, Language: words.German}.Theme()
	for name, scene := range scenes() {
		sizes := [][2]int{{120, 40}, {100, 30}, {80, 24}, {40, 10}}
		if strings.HasPrefix(name, "preview_") {
			sizes = append(sizes, previewSizes...)
		}
		for _, size := range sizes {
			for i, line := range drawnLines(scene, germanTheme(), size) {
				if w := ansi.StringWidth(line); w > size[0] {
					t.Errorf("%s at %dx%d, line %d has %d cells: %q", name, size[0], size[1], i+1, w, line)
				}
			}
			for i, line := range drawnLines(scene, ascii, size) {
				if ansi.StringWidth(line) > size[0] || !isPrintableASCII(line) {
					t.Errorf("%s in ASCII at %dx%d, line %d: %q", name, size[0], size[1], i+1, line)
				}
			}
		}
	}
}

// drawnLines returns the lines of a scene.
func drawnLines(scene func(Theme) (Frame, Screen), t Theme, size [2]int) []string {
	frame, screen := scene(t)
	frame.Width, frame.Height = size[0], size[1]
	return strings.Split(drawn(frame, screen), "\n")
}

// TestGermanIsNotCut: at 80x24, German texts are cut no more often than the English.
func TestGermanIsNotCut(t *testing.T) {
	const cut = "…"
	for name, scene := range scenes() {
		switch name {
		case "kinds_workspace_picker": // its column is as wide as "System (all workspaces)"
			continue
		case "kinds_system_only": // German has room for one more column
			continue
		case "palette_empty": // sentences beside the commands
			continue
		}
		size := [2]int{80, 24}
		german, english := drawnLines(scene, germanTheme(), size), drawnLines(scene, NewTheme(true, false), size)
		if got, most := strings.Count(strings.Join(german, "\n"), cut), strings.Count(strings.Join(english, "\n"), cut); got > most {
			t.Errorf("%s: %d texts are cut, and in English %d:\n%s", name, got, most, strings.Join(linesWith(german, cut), "\n"))
		}
	}
}

// TestGermanColumns: the list has in German every column that it has in English.
func TestGermanColumns(t *testing.T) {
	for name, scene := range scenes() {
		for _, size := range [][2]int{{160, 40}, {120, 40}, {100, 30}, {80, 24}, {40, 10}} {
			german, english := columnsOf(scene, germanTheme(), size), columnsOf(scene, NewTheme(true, false), size)
			for i := range english {
				if english[i] > 0 && german[i] == 0 {
					t.Errorf("%s at %dx%d: German has the widths %v, and English %v", name, size[0], size[1], german, english)
				}
			}
		}
	}
}

// columnsOf returns the widths of the columns, if a scene is the list of flags.
func columnsOf(scene func(Theme) (Frame, Screen), t Theme, size [2]int) []int {
	frame, screen := scene(t)
	b, ok := screen.(*Browse)
	if !ok {
		return nil
	}
	frame.Width, frame.Height = size[0], size[1]
	frame.Layout(b)
	c := b.widths
	return []int{c.name, c.defaultValue, c.state, c.note, c.detail, c.changed, c.description}
}

// linesWith returns the lines that contain a text.
func linesWith(lines []string, text string) []string {
	var found []string
	for _, line := range lines {
		if strings.Contains(line, text) {
			found = append(found, line)
		}
	}
	return found
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
