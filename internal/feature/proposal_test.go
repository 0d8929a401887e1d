package feature

import (
	"testing"

	"flagtui/internal/words"
)

// There is something to write where the stored row would change, and no more: a flag
// without a row is off where nothing is inherited, and misplaced rows are all changed.
func TestChangeTo(t *testing.T) {
	acme, project := TenantScope("acme"), Scope{Kind: Project, ID: "1"}
	on, off, odd := &Stored{Enabled: true}, &Stored{}, &Stored{Misplaced: true}
	flag := View{Definition: &Definition{Name: "a"}}
	for _, c := range []struct {
		scope  Scope
		row    *Stored
		after  Setting
		needed bool
	}{
		{acme, nil, Inherit, false}, {acme, nil, Off, true}, {acme, on, On, false}, {acme, off, Inherit, true},
		{project, nil, Off, false}, {project, nil, On, true}, {project, off, Inherit, true}, {project, on, Off, true}, {project, off, Off, false},
		{SystemScope(), off, Off, false}, {SystemScope(), odd, Off, true},
	} {
		system, own := c.row, (*Stored)(nil)
		if !c.scope.IsSystem() {
			system, own = nil, c.row
		}
		if change, needed := flag.At(infoOf(c.scope.Kind), system, own).ChangeTo(infoOf(c.scope.Kind), c.scope, c.after); needed != c.needed || change.Scope != c.scope || change.After != c.after {
			t.Errorf("at %s from %+v to %s: %+v, %v", c.scope, c.row, c.after, change, needed)
		}
	}
}

// A change is described in the words of its kind of scope.
func TestChangeInWords(t *testing.T) {
	project := Scope{Kind: Project, ID: "1"}
	for want, got := range map[string]string{
		"inherit > on":                 Change{Scope: SystemScope(), After: On}.Text(words.English, infoOf(System), " > ", false),
		"off > inherit (?)":            Change{Scope: SystemScope(), Before: Off}.Text(words.English, infoOf(System), " > ", true),
		"on > off":                     Change{Scope: project, Before: On}.Text(words.English, infoOf(Project), " > ", false),
		`update flag "a"`:              Proposal{Changes: []Change{{Scope: project, Name: "a"}}}.Task(words.English, project),
		`update flag "b" at project:1`: Proposal{Changes: []Change{{Scope: project, Name: "b"}}}.Task(words.English, Scope{}),
		"undo 1":                       ProposeUndo([]Entry{{Change: "1"}}).Task(words.English, Scope{}),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if KindOf(nil) != System || KindOf([]Change{{Scope: project}}) != Project {
		t.Error("the kind of scope that changes are at")
	}
}
