package views

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files again")

// sizes are a wide terminal, the usual one, and the smallest.
var sizes = [][2]int{{120, 40}, {80, 24}, {40, 10}}

// TestGolden compares whole frames without attributes, and some of them also
// in ASCII and in colour.
func TestGolden(t *testing.T) {
	for name, scene := range scenes() {
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			for _, size := range sizes {
				draw(&got, scene, NewTheme(true, false), "", size)
			}
			switch name {
			case "browse_system", "browse_readonly", "browse_problem", "picker", "toggle_tenants":
				draw(&got, scene, NewTheme(true, true), " ascii", sizes[1])
				draw(&got, scene, NewTheme(false, false), " colour", sizes[1])
			}
			path := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("%s differs (go test ./internal/views -update writes it again): %s", path, firstDifference(got.String(), string(want)))
			}
		})
	}
}

func draw(w *strings.Builder, scene func(Theme) (Frame, Screen), t Theme, named string, size [2]int) {
	frame, screen := scene(t)
	frame.Width, frame.Height = size[0], size[1]
	text := strings.ReplaceAll(drawn(frame, screen), "\x1b", "^") // what is compared is also read
	fmt.Fprintf(w, "---- %dx%d%s\n%s\n", size[0], size[1], named, text)
}

// drawn is a screen in its frame, over the list that it lies on.
func drawn(f Frame, screen Screen) string {
	if o, ok := screen.(over); ok {
		return f.DrawOver(o.below, o.Toggle)
	}
	return f.Draw(screen)
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
