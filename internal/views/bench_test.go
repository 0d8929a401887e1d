package views

import (
	"fmt"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// manyFlags returns n flags and a screen that shows them.
func manyFlags(n int) ([]feature.View, *Browse) {
	defs, stored := make([]feature.Definition, n), map[string]feature.Stored{}
	for i := range defs {
		name := fmt.Sprintf("area%02d.feature_%06d", i*37/n, i)
		defs[i] = feature.Definition{Name: name, Description: fmt.Sprintf("What Feature %d does for the users of its area", i)}
		if i%10 == 0 {
			stored[name] = feature.Stored{Enabled: true}
		}
	}
	counts := feature.NewCounts(defs)
	for i := 0; i < n; i += 3 {
		counts.Add(defs[i].Name, feature.Count{On: i % 50, Off: i % 7})
	}
	views := feature.Resolve(featuretest.Kind(feature.System), feature.SystemScope(), defs, stored, nil)
	b := newBrowse(NewTheme(false, false), keys.Default())
	b.Show(system, views, true)
	b.SetCounts(counts)
	b.Resize(120, 40)
	return views, b
}

// BenchmarkBrowse measures what users wait for: typing a character into the filter,
// moving the cursor, drawing a frame, and showing what was read.
func BenchmarkBrowse(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		views, screen := manyFlags(n)
		frame := Frame{Theme: screen.Theme, Width: 120, Height: 40}
		b.Run(fmt.Sprint("show/", n), func(b *testing.B) {
			for b.Loop() {
				screen.Show(system, views, true)
			}
		})
		b.Run(fmt.Sprint("key/", n), func(b *testing.B) {
			typed, erased := press("f"), press("backspace")
			screen.Press(press("/"))
			for b.Loop() { // two keys
				screen.Press(typed)
				screen.Press(erased)
			}
			screen.Press(press("esc"))
		})
		b.Run(fmt.Sprint("move/", n), func(b *testing.B) {
			down := press("down")
			for b.Loop() {
				screen.Press(down)
			}
		})
		b.Run(fmt.Sprint("draw/", n), func(b *testing.B) {
			for b.Loop() {
				layOut(frame, screen)
			}
		})
	}
}
