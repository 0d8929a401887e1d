package views

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files again")

// sizes are a wide terminal, the usual size, and the smallest.
var sizes = [][2]int{{120, 40}, {80, 24}, {40, 10}}

// TestGolden compares whole frames without attributes, some also in ASCII. For one size
// of each scene it also compares the roles of styled texts.
func TestGolden(t *testing.T) {
	for name, scene := range scenes() {
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			sizes, usual := sizes, sizes[1]
			if strings.HasPrefix(name, "preview_") {
				sizes, usual = previewSizes, previewSizes[0]
			}
			for _, size := range sizes {
				draw(&got, scene, NewTheme(true, false), "", size)
			}
			switch name {
			case "browse_system", "browse_readonly", "browse_problem", "picker", "toggle_tenants", "preview_system":
				draw(&got, scene, NewTheme(true, true), " ascii", usual)
			}
			drawRoles(&got, scene, usual)
			checkGolden(t, filepath.Join("testdata", name+".golden"), got.String())
		})
	}
}

// checkGolden compares a text with a golden file, which -update writes.
func checkGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test ./internal/views -update writes it again): %s", path, firstDifference(got, string(want)))
	}
}

// Drawing changes neither a screen nor the list below an overlay.
func TestDrawingChangesNothing(t *testing.T) {
	for name, scene := range scenes() {
		frame, screen := scene(NewTheme(true, false))
		frame.Width, frame.Height = 80, 24
		if strings.HasPrefix(name, "preview_") {
			frame.Width, frame.Height = 150, 40
		}
		state := func() string { return fmt.Sprintf("%+v", reflect.ValueOf(screen).Elem()) }
		drawAgain := func() string { return frame.Draw(screen) }
		if o, ok := screen.(over); ok {
			state = func() string {
				return fmt.Sprintf("%+v\n%+v", reflect.ValueOf(o.below).Elem(), reflect.ValueOf(o.Toggle).Elem())
			}
			drawAgain = func() string { return frame.DrawOver(o.below, o.Toggle) }
		}
		first := drawn(frame, screen)
		before := state()
		if text := drawAgain(); text != first {
			t.Errorf("%s: drawn twice, it differs: %s", name, firstDifference(text, first))
		}
		if after := state(); after != before {
			t.Errorf("%s: drawing has changed\n%s\nto\n%s", name, before, after)
		}
	}
}

func draw(w *strings.Builder, scene func(Theme) (Frame, Screen), t Theme, named string, size [2]int) {
	frame, screen := scene(t)
	frame.Width, frame.Height = size[0], size[1]
	fmt.Fprintf(w, "---- %dx%d%s\n%s\n", size[0], size[1], named, drawn(frame, screen))
}

// roleTheme returns a theme with a different sequence for each role. The replacer turns
// the sequences into names, as in «on:[x] Enabled».
func roleTheme() (Theme, *strings.Replacer) {
	t := NewTheme(false, false)
	roles, names := t.roles(), []string{}
	for i, name := range slices.Sorted(maps.Keys(roles)) {
		*roles[name] = ansiStyle{fmt.Sprintf("\x1b[38;5;%dm", 100+i), "\x1b[0m"}
		names = append(names, roles[name].before, "«"+name+":")
	}
	return t, strings.NewReplacer(append(names, "\x1b[0m", "»", "\x1b", "ESC")...)
}

// drawRoles writes the styled lines with their numbers.
func drawRoles(w *strings.Builder, scene func(Theme) (Frame, Screen), size [2]int) {
	theme, names := roleTheme()
	frame, screen := scene(theme)
	frame.Width, frame.Height = size[0], size[1]
	fmt.Fprintf(w, "---- %dx%d roles\n", size[0], size[1])
	for i, line := range strings.Split(drawn(frame, screen), "\n") {
		if strings.Contains(line, "\x1b") {
			fmt.Fprintf(w, "%2d %s\n", i+1, names.Replace(line))
		}
	}
}

// drawn returns a screen in its frame. An overlay is drawn over its list.
func drawn(f Frame, screen Screen) string {
	if o, ok := screen.(over); ok {
		return layOutOver(f, o.below, o.Toggle)
	}
	return layOut(f, screen)
}

// layOut lays out and draws a screen.
func layOut(f Frame, screen Screen) string {
	f.Layout(screen)
	return f.Draw(screen)
}

// layOutOver lays out and draws an overlay over a list.
func layOutOver(f Frame, below List, overlay Overlay) string {
	f.LayoutOver(below, overlay)
	return f.DrawOver(below, overlay)
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d\ngot  %q\nwant %q", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}
