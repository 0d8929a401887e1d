package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// Path returns the breadcrumb of the last screen: the titles of the screens below it. A
// screen with a scope of its own starts the path again with that scope.
func Path(screens []Screen) []string {
	if _, ok := screens[len(screens)-1].(*Find); ok { // Find's own name is not part of the path
		screens = screens[:len(screens)-1]
	}
	var path []string
	for i, screen := range screens {
		if at, ok := screen.(interface{ scopeCrumb() string }); ok && i > 0 {
			path = []string{at.scopeCrumb()}
		}
		if i < len(screens)-1 {
			path = append(path, crumb(screen))
		}
	}
	return path
}

// crumb returns a screen's name in a breadcrumb.
func crumb(screen Screen) string {
	if browse, ok := screen.(*Browse); ok {
		return browse.Theme.scopeCrumb(browse.Kinds, browse.scope.Scope)
	}
	title, _ := screen.Title()
	return strings.TrimSpace(title)
}

// scopeCrumb returns the words for a scope, without the scope's display name.
func (t Theme) scopeCrumb(kinds feature.KindList, scope feature.Scope) string {
	if scope.IsSystem() {
		return t.Say(words.System)
	}
	return t.scopeTitle(kinds, feature.ScopeInfo{Scope: scope})
}

func (d *Details) scopeCrumb() string { return d.Theme.scopeCrumb(d.Kinds, d.scope.Scope) }

// titleLine returns the second line of the frame: the breadcrumb and title, and on the
// right the screen's count. A path that is too long loses its start.
func (f Frame) titleLine(screen Screen, path []string) string {
	t := f.Theme
	title, count := screen.Title()
	if len(path) > 0 {
		title = strings.TrimSpace(title)
		room := f.Width - 1
		if count != "" && ansi.StringWidth(title)+ansi.StringWidth(count)+3 <= f.Width {
			room -= ansi.StringWidth(count) + 2
		}
		for at := len(path); at > 0; at-- {
			longer := path[at-1] + t.crumb + title
			if ansi.StringWidth(longer) > room {
				if short := t.ellipsis + t.crumb + title; ansi.StringWidth(short) <= room {
					title = short
				}
				break
			}
			title = longer
		}
		title = " " + title
	}
	return t.title.render(t.justify(title, count, f.Width))
}
