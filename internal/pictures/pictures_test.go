package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The pictures of the documentation are what the dashboard draws today.
func TestPictures(t *testing.T) {
	for _, p := range pictures {
		for theme := range palettes {
			t.Run(p.file(theme), func(t *testing.T) {
				t.Parallel()
				drawn, err := p.draw(t.Context(), theme)
				if err != nil {
					t.Fatal(err)
				}
				kept, err := os.ReadFile(filepath.Join("..", "..", "docs", "pictures", p.file(theme)))
				if err != nil {
					t.Fatal(err)
				}
				was, is := strings.Split(string(kept), "\n"), strings.Split(drawn, "\n")
				for i := range min(len(was), len(is)) {
					if was[i] != is[i] {
						t.Fatalf("the dashboard draws line %d otherwise now (make pictures):\n%s\nwas\n%s", i+1, is[i], was[i])
					}
				}
				if len(was) != len(is) {
					t.Errorf("it has %d lines now (make pictures), and had %d", len(is), len(was))
				}
			})
		}
	}
}
