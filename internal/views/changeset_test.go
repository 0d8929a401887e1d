package views

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// changeSetOf returns the screen of a change-set from days, with its later undos.
func changeSetOf(t Theme, m keys.Map, change string, undoers ...feature.Entry) *ChangeSet {
	var known, made []feature.Entry
	for _, e := range days() {
		if e.Change == change {
			known, made = append(known, e), append([]feature.Entry{e}, made...)
		}
	}
	c := NewChangeSet(t, m, known[:1])
	c.Resize(120, 30)
	c.Show(made, undoers, frame(t).Status.ReadAt)
	return c
}

// undoer returns an entry of a change-set that undoes another.
func undoer(change, actor, undoes string) feature.Entry {
	return feature.Entry{Change: change, Actor: actor, At: time.Date(2026, 3, 1, 2, 58, 0, 0, time.UTC), Undoes: undoes}
}

func changeSetScenes() map[string]func(Theme) (Frame, Screen) {
	return map[string]func(Theme) (Frame, Screen){
		"changeset": func(t Theme) (Frame, Screen) {
			c := changeSetOf(t, keys.Default(), "c3", undoer("c8", "bob@ops2", "c3"), undoer("c9", "alice@ops1", "c8"), undoer("c10", "bob@ops2", "c9"))
			c.Press(press("down"))
			return frame(t), c
		},
		"changeset_outside": func(t Theme) (Frame, Screen) { return frame(t), changeSetOf(t, keys.Default().ReadOnly(), "") },
	}
}

func TestKeysOfAChangeSet(t *testing.T) {
	plain := NewTheme(true, false)
	for _, c := range []struct {
		set, keys string
		undoers   []feature.Entry
		want      Intent
	}{
		{"c3", "enter", nil, OpenDetails{Scope: feature.ScopeInfo{Scope: feature.TenantScope("wayne")}, Name: "billing.new_invoice"}},
		{"c3", "down enter", nil, OpenDetails{Scope: feature.ScopeInfo{Scope: feature.TenantScope("umbrella")}, Name: "billing.new_invoice"}},
		{"c3", "u", nil, ReviewUndo{Change: "c3"}},
		{"c3", "u", []feature.Entry{undoer("c8", "bob", "c3")}, ShowNotice{"This change-set is undone already: undo change-set c8 to redo it"}},
		{"c3", "u", []feature.Entry{undoer("c8", "bob", "c3"), undoer("c9", "bob", "c8")}, ReviewUndo{Change: "c3"}},
		{"req-7", "u", nil, ShowNotice{words.English.Say(words.HistoryOnlyOwn)}},
		{"c3", "Y", nil, CopyChange{Change: "c3"}},
		{"req-7", "Y", nil, CopyChange{Entries: days()[3:4]}},
		{"c3", "K", nil, ReviewKill{Name: "billing.new_invoice"}},
		{"c3", "y", nil, Copy{Text: "billing.new_invoice", What: "the flag's name"}},
		{"c3", "h", nil, OpenHistory{Name: "billing.new_invoice", OfFlag: true}},
		{"c3", "esc", nil, Back{}},
	} {
		if got := pressAll(changeSetOf(plain, keys.Default(), c.set, c.undoers...), c.keys); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s of %q: %#v, want %#v", c.keys, c.set, got, c.want)
		}
	}
	for _, key := range []string{"u", "K"} {
		if got := changeSetOf(plain, keys.Default(), "c3").Press(burst(key)); got != nil {
			t.Errorf("%s in a burst: %#v", key, got)
		}
		if got := changeSetOf(plain, keys.Default().ReadOnly(), "c3").Press(press(key)); got != nil {
			t.Errorf("%s, read-only: %#v", key, got)
		}
	}
}

func TestAChangeSetTellsWhoUndidIt(t *testing.T) {
	plain := NewTheme(true, false)
	c := changeSetOf(plain, keys.Default(), "c3")
	if text := body(c); strings.Contains(text, "Undone") || !strings.Contains(text, "Reason it sends every invoice twice") || !strings.Contains(text, "When 2026-02-28 01:04:05 UTC · 1d ago") {
		t.Error(text)
	}
	c = changeSetOf(plain, keys.Default(), "c3", undoer("c8", "bob@ops2", "c3"), undoer("c9", "alice@ops1", "c8"))
	if text := body(c); !strings.Contains(text, "Undone by bob@ops2, 2026-03-01 02:58:00 (change-set c8) and made again by alice@ops1") {
		t.Error(text)
	}
	if text := body(changeSetOf(plain, keys.Default(), "c5")); !strings.Contains(text, "Undoes change-set c2") {
		t.Error(text)
	}
}
