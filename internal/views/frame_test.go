package views

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// hostileScenes returns every screen with hostile texts in every place. n varies the
// places of the texts.
func hostileScenes(n int) map[string]func(Theme) (Frame, Screen) {
	of := hostility(n)
	text, scopeOf, views, around := of.text, of.scope, of.views, of.frame
	browse := func(t Theme, at feature.ScopeInfo) *Browse {
		b := newBrowse(t, keys.Default())
		b.Show(at, views(at.Scope), n%3 > 0)
		counts := feature.NewCounts(nil)
		for i, name := range hostile {
			counts.Add(name, feature.Count{On: 1 << (2 * i), Off: i})
		}
		b.SetCounts(counts)
		return b
	}
	change := func(t Theme, at feature.ScopeInfo) *Toggle {
		all := views(at.Scope)
		g := NewToggle(t, keys.Default(), around(t).Session, at, all[n%len(all)], feature.Off)
		g.SetImpact(feature.Impact{Inheriting: 1 << n, Count: feature.Count{On: 5, Off: 2}, OnNames: hostile[:n], OffNames: hostile[n:]})
		g.Arm()
		return g
	}
	scenes := map[string]func(Theme) (Frame, Screen){
		"system": func(t Theme) (Frame, Screen) { return around(t), browse(t, system) },
		"tenant": func(t Theme) (Frame, Screen) { return around(t), browse(t, scopeOf(n)) },
		"project": func(t Theme) (Frame, Screen) {
			return around(t), browse(t, feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: text(1)}, Name: text(2)})
		},
		"filter": func(t Theme) (Frame, Screen) {
			b := browse(t, system)
			typeText(b, "ooooo/")
			typed(b, text(3))
			return around(t), b
		},
		"filtered": func(t Theme) (Frame, Screen) {
			b := browse(t, system)
			typeText(b, "o/")
			typed(b, text(4))
			b.Press(press("enter"))
			return around(t), b
		},
		"picker": func(t Theme) (Frame, Screen) {
			c := newPicker(t, keys.Default(), feature.Tenant, nil, false)
			var infos []feature.ScopeInfo
			for i := range hostile {
				infos = append(infos, scopeOf(i))
			}
			typed(c, text(3))
			c.Show(infos, true, true)
			c.Press(press("pgdown"))
			return around(t), c
		},
		"question": func(t Theme) (Frame, Screen) {
			c := newPicker(t, keys.Default(), feature.Tenant, nil, false)
			c.Ask(feature.TenantScope(text(0)), text(0)+text(1))
			return around(t), c
		},
		"contexts": func(t Theme) (Frame, Screen) {
			c := NewContexts(t, keys.Default(), contextsOf(hostile), text(0), sampleNow)
			for i, name := range hostile {
				c.Checked(name, text(i))
			}
			return around(t), c
		},
		"change": func(t Theme) (Frame, Screen) { return around(t), change(t, system) },
		"reason": func(t Theme) (Frame, Screen) {
			g := change(t, scopeOf(n))
			g.Conflict(text(7), feature.On)
			g.Arm()
			g.Press(press("tab"))
			typed(g, text(8))
			return around(t), g
		},
		"confirm": func(t Theme) (Frame, Screen) {
			g := change(t, scopeOf(n))
			g.view = g.view.With(feature.On, featuretest.Kind(feature.Tenant))
			g.Press(press("y"))
			typed(g, text(9))
			return around(t), g
		},
		"history": func(t Theme) (Frame, Screen) {
			h := NewHistory(t, keys.Default(), text(0), scopeOf(1).Scope)
			h.Show(HistoryPage{Entries: past(text), First: true, More: true, Gaps: Gaps{Partial: n%2 == 0}, ReadAt: past(text)[0].At.Add(time.Duration(n*n) * time.Hour)})
			if n%3 == 0 {
				h.Press(press("/"))
				typed(h, text(0))
			}
			return around(t), h
		},
		"changeset": func(t Theme) (Frame, Screen) {
			c := NewChangeSet(t, keys.Default(), past(text))
			c.Show(past(text), []feature.Entry{undoer(text(2), text(3), text(4))}, past(text)[0].At)
			return around(t), c
		},
		"undo": func(t Theme) (Frame, Screen) {
			r := NewUndo(t, keys.Default(), around(t).Session, feature.ProposeUndo(past(text)))
			r.Arm()
			r.Press(press("tab"))
			typed(r, text(9))
			return around(t), r
		},
		"kill": func(t Theme) (Frame, Screen) {
			var overrides []feature.Override
			for i := range hostile {
				overrides = append(overrides, feature.Override{Scope: scopeOf(i).Scope, Name: text(0), Enabled: i%2 == 0})
			}
			return around(t), NewKill(t, keys.Default(), around(t).Session, feature.ProposeKill(text(0), overrides, featuretest.Kinds(feature.System, feature.Tenant), anyChange))
		},
		"help": func(t Theme) (Frame, Screen) {
			return around(t), NewHelp(t, keys.Default(), keys.Default().MatrixKeys(), false)
		},
	}
	maps.Copy(scenes, of.lists())
	maps.Copy(scenes, of.batches())
	maps.Copy(scenes, of.lively())
	return scenes
}

// sgr matches the attributes that a theme writes.
var sgr = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// At sizes around each breakpoint, every screen has exactly the frame's number of
// lines. No line is too wide or contains control sequences.
func TestFrame(t *testing.T) {
	widths := []int{1, 2, 17, 39, 40, 41, 47, 59, 60, 61, 72, 89, 90, 91, 119, 120, 121, 130, 139, 140, 171}
	heights := []int{1, 3, 9, 10, 11, 12, 13, 15, 16, 17, 24, 45}
	themes := map[string]Theme{"plain": NewTheme(true, false), "ascii": NewTheme(true, true), "colour": NewTheme(false, false)}
	for n := range hostile {
		for name, scene := range hostileScenes(n) {
			for theme, of := range themes {
				t.Run(fmt.Sprintf("%s/%d/%s", name, n, theme), func(t *testing.T) {
					frame, screen := scene(of)
					for i, width := range widths {
						for j, height := range heights {
							if (7*i+3*j+n+len(theme))%11 > 0 { // each size with some of the texts
								continue
							}
							frame.Width, frame.Height = width, height
							if checkFrame(t, frame, screen, theme); t.Failed() {
								return
							}
						}
					}
				})
			}
		}
	}
}

func checkFrame(t *testing.T, f Frame, screen Screen, theme string) {
	t.Helper()
	text := drawn(f, screen)
	if theme == "plain" {
		if again := drawn(f, screen); again != text {
			t.Errorf("%dx%d: drawn again it differs: %s", f.Width, f.Height, firstDifference(again, text))
		}
	}
	lines := strings.Split(text, "\n")
	if len(lines) != f.Height {
		t.Errorf("%dx%d: %d lines", f.Width, f.Height, len(lines))
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w > f.Width {
			t.Errorf("%dx%d: line %d is %d wide: %q", f.Width, f.Height, i, w, line)
		}
		if strings.HasSuffix(line, " ") {
			t.Errorf("%dx%d: line %d ends in spaces: %q", f.Width, f.Height, i, line)
		}
		if theme == "colour" {
			line = sgr.ReplaceAllString(line, "")
		}
		if at := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }); at >= 0 {
			t.Errorf("%dx%d: line %d has %q in %q", f.Width, f.Height, i, line[at:at+1], line)
		}
		if theme == "ascii" && strings.ContainsFunc(line, func(r rune) bool { return r > unicode.MaxASCII }) {
			t.Errorf("%dx%d: line %d is not ASCII: %q", f.Width, f.Height, i, line)
		}
	}
}

// The most important facts are visible at the smallest size, whatever else the screen
// has to say.
func TestFrameKeeps(t *testing.T) {
	for name, scene := range scenes() {
		f, screen := scene(NewTheme(true, false))
		f.Width, f.Height = MinWidth, MinHeight
		lines := strings.Split(drawn(f, screen), "\n")
		for _, want := range []string{"prod", "flags@db1", f.Theme.mode(f.Session.ReadOnly != "")} {
			if !strings.Contains(lines[0], want) {
				t.Errorf("%s: no %q in %q", name, want, lines[0])
			}
		}
		if f.Status.Stale && !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "STALE") || strings.Contains(line, "OFFLINE") }) {
			t.Errorf("%s: neither STALE nor OFFLINE", name)
		}
		foot := lines[len(lines)-1]
		if f.Status.Problem != "" && !strings.Contains(foot, "esc dismiss") {
			t.Errorf("%s: no way to dismiss the problem in %q", name, foot)
		}
		if _, ok := screen.(*Browse); ok && !strings.Contains(foot, "? help") && !screen.(*Browse).typing {
			t.Errorf("%s: no help in %q", name, foot)
		}
		if f.Status.Problem == "" && f.Status.Pending == "" {
			f.Status.Notice = "Z does nothing here: ? lists the keys"
			if shown := drawn(f, screen); !strings.Contains(shown, "Z does nothing") {
				t.Errorf("%s: no notice in\n%s", name, shown)
			}
		}
	}
}

// When the cursor moves by one line, only its two lines and the status line are sent to
// the terminal.
func TestBytes(t *testing.T) {
	for _, name := range []string{"browse_system", "browse_tenant", "picker", "contexts"} {
		for _, size := range sizes[:2] {
			f, screen := scenes()[name](NewTheme(false, false))
			f.Width, f.Height = size[0], size[1]
			before := strings.Split(drawn(f, screen), "\n")
			screen.(interface{ Press(keys.Press) Intent }).Press(press("down"))
			after := strings.Split(drawn(f, screen), "\n")
			var changed []int
			bytes := 0
			for i := range before {
				if before[i] == after[i] {
					continue
				}
				changed = append(changed, i)
				same := 0 // the hints come before the row's number, and do not change
				for i == len(before)-1 && before[i][same] == after[i][same] {
					same++
				}
				bytes += len(after[i]) - same
			}
			want := 3
			if name == "contexts" { // the contexts have no row numbers
				want = 2
			}
			if len(changed) != want || changed[1] != changed[0]+1 {
				t.Errorf("%s %v: the lines %v changed", name, size, changed)
			}
			if bytes > 400 {
				t.Errorf("%s %v: %d bytes for one line down", name, size, bytes)
			}
		}
	}
}
