package model

import (
	"slices"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// A database may not answer for long. On every screen, each key is handled meanwhile: no
// key reads inside of Update, esc goes back to the list, and ctrl+c quits.
func TestNoKeyWaitsForTheDatabase(t *testing.T) {
	past := entry("set-1", "bob@ops2", acme, "alpha", feature.Inherit, feature.On)
	for name, keys := range map[string][]string{
		"list": {}, "filter": {"/", "a"}, "details": {"enter"}, "history": {"h"}, "history of a flag": {"enter", "h"}, "change-set": {"h", "enter"},
		"picker": {"t"}, "picker, searching": {"t", "a"}, "matrix": {"v", "m"}, "comparison": {"D", "enter"}, "change": {"space"}, "undo": {"u"}, "kill": {"K"},
		"palette": {":"}, "palette, searching": {":", "a"}, "doctor": {"!"}, "help": {"?"}, "contexts": {"x"}, "find": {"h", "/"}, "preview": {"p", "j"},
		"sorted": {"s"}, "a tenant": {"t", "enter"}, "overview": {"e"},
	} {
		t.Run(name, func(t *testing.T) {
			onTorus := name == "overview"
			reading := false // Update or View is running
			begin := func() *dash {
				store := newHistoryStore(past)
				var opened data.Store = store
				scope := feature.ScopeInfo{Scope: feature.SystemScope()}
				if onTorus {
					opened, scope = torus{store.memory}, feature.ScopeInfo{}
				}
				d := start(t, opened, func(o *Options) { o.Contexts, o.Scope, o.Preview = contextNames("a", "b"), scope, true })
				d.resize(150, 20)
				d.run(d.m.Init())
				store.before = func(method string) error {
					if reading {
						t.Errorf("%s: a key calls %s", name, method)
					}
					return nil
				}
				return d
			}
			// update handles a message, as Bubble Tea does while no command has ended.
			update := func(d *dash, msg tea.Msg) tea.Cmd {
				reading = true
				_, cmd := d.m.Update(msg)
				d.m.View()
				reading = false
				return cmd
			}
			press := func(d *dash, key string) tea.Cmd {
				switch kind, ok := special[key]; {
				case ok:
					return update(d, tea.KeyMsg{Type: kind})
				case key == "space" || key == " ":
					return update(d, tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
				}
				return update(d, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(key)})
			}
			for _, answered := range []int{len(keys), max(0, len(keys)-1)} { // without an answer, the last key's screen has no data
				all := []string{"j", "k", "left", "right", "tab", "enter", "space", "pgdown", "end", "backspace", "a", "r"}
				for i := 0; i < len(all); i++ {
					d := begin()
					d.drive(keys[:answered]...)
					for _, key := range keys[answered:] {
						press(d, key)
					}
					for _, binding := range d.m.screen().Keys().Enabled() {
						for _, key := range binding.Keys() {
							if _, ok := special[key]; (ok || len([]rune(key)) == 1) && !slices.Contains(all, key) && key != "q" && key != "ctrl+z" {
								all = append(all, key)
							}
						}
					}
					for _, timer := range d.timers { // confirmations accept keys, the cursor has rested
						update(d, timer(time.Time{}))
					}
					press(d, "r")
					press(d, all[i])
					press(d, all[i])
					for range 8 {
						press(d, "esc")
					}
					if len(d.m.layers) > 0 {
						t.Errorf("after %q, esc leads to %T", all[i], d.m.screen())
					}
					if cmd := press(d, "ctrl+c"); cmd == nil {
						t.Errorf("after %q, ctrl+c does not quit", all[i])
					} else if d.run(cmd); !d.quit {
						t.Errorf("after %q, ctrl+c does not quit", all[i])
					}
				}
			}
		})
	}
}
