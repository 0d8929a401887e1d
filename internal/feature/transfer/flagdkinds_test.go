package transfer

import (
	"bytes"
	"fmt"
	"testing"

	"flagtui/internal/feature"
)

// Each kind of scope has a field of its own in flagd's evaluation context, and its
// overrides count as the layout combines them with the system's value.
func TestFlagdOfOtherKinds(t *testing.T) {
	on, off := feature.Stored{Enabled: true}, feature.Stored{}
	below := func(kind feature.Kind, combine feature.Combine) feature.KindList {
		system := feature.KindInfo{Kind: feature.System, Settings: []feature.Setting{feature.On, feature.Off}, Combine: combine, Without: feature.Off}
		return feature.KindList{system, {Kind: kind, IDForm: "ID", Settings: []feature.Setting{feature.On, feature.Off, feature.Inherit}, Inherits: feature.System, Combine: combine, Without: feature.Off}}
	}
	own := func(kind feature.Kind, enabled bool) feature.Override {
		return feature.Override{Scope: feature.Scope{Kind: kind, ID: "7"}, Name: "a", Enabled: enabled}
	}
	rule := func(field, then, otherwise string) string {
		return "map[if:[map[in:[map[var:" + field + "] [7]]] " + then + " " + otherwise + "]]"
	}
	percent := []string{"25 % of actors"}
	for _, c := range []struct {
		kinds     feature.KindList
		system    feature.Stored
		own       feature.Override
		usual     string // the default variant; empty if the flag is left out
		targeting string
	}{
		{below("workspace", feature.OwnFirst), off, own("workspace", true), "off", rule("workspace_id", "on", "off")},
		{below("workspace", feature.OwnFirst), on, own("workspace", false), "on", rule("workspace_id", "off", "on")},
		{below("workspace", feature.AboveOff), off, own("workspace", true), "off", rule("workspace_id", "off", "off")},
		{below("user", feature.AboveSet), off, own("user", true), "off", rule("user_id", "off", "off")},
		// Flipper: what the system's value depends on may be the actors themselves.
		{below("actor", feature.AnyOn), feature.Stored{Unset: true, Depends: []string{"1 account"}}, own("actor", true), "off", rule("actor_id", "on", "off")},
		{below("actor", feature.AnyOn), feature.Stored{Unset: true, Depends: percent, DependsBelow: percent}, own("actor", true), "", ""},
		{below("actor", feature.AnyOn), on, own("actor", true), "on", rule("actor_id", "on", "on")},
	} {
		var out bytes.Buffer
		left, err := WriteFlagd(&out, c.kinds, []feature.Definition{{Name: "a"}}, map[string]feature.Stored{"a": c.system}, []feature.Override{c.own})
		flags := checkFlagd(t, out.Bytes())
		if c.usual == "" {
			if err != nil || left != (FlagdSkipped{Depends: 1}) || len(flags) != 0 {
				t.Errorf("%+v: %+v, %v, %v", c.system, left, flags, err)
			}
			continue
		}
		f := flags["a"].(map[string]any)
		if err != nil || left != (FlagdSkipped{}) || f["defaultVariant"] != c.usual || fmt.Sprint(f["targeting"]) != c.targeting {
			t.Errorf("%s, %+v: %v, %+v, %v", c.kinds[1].Kind, c.system, f, left, err)
		}
	}
}
