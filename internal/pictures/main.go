// Pictures draws the pictures of the documentation: it presses keys on the demo and
// writes what the dashboard draws as SVG files, in a dark and a light theme.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/views"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: pictures DIRECTORY")
		os.Exit(2)
	}
	for _, p := range pictures {
		for theme := range palettes {
			svg, err := p.draw(context.Background(), theme)
			if err == nil {
				err = os.WriteFile(filepath.Join(os.Args[1], p.file(theme)), []byte(svg), 0o644)
			}
			if err != nil {
				fmt.Fprintf(os.Stderr, "pictures: %s: %v\n", p.file(theme), err)
				os.Exit(1)
			}
		}
	}
}

// file returns the name of the picture's file in a theme.
func (p picture) file(theme string) string { return p.name + "-" + theme + ".svg" }

// draw returns the picture in a theme.
func (p picture) draw(ctx context.Context, theme string) (string, error) {
	dir, err := os.MkdirTemp("", "flagtui-pictures-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	s, err := open(ctx, dir, p, views.ThemeOptions{Base: theme, Colours: views.TrueColour, Badge: p.badge})
	if err != nil {
		return "", err
	}
	defer s.close()
	var frames []string
	for _, step := range p.steps {
		frame, err := s.play(step)
		if err != nil {
			return "", err
		}
		if !p.animated {
			frames = nil
		}
		frames = append(frames, frame)
	}
	return drawSVG(p, frames, palettes[theme]), nil
}

// plain returns a frame's characters.
func plain(frame string) string { return ansi.Strip(frame) }
