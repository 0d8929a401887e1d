package hooks

import (
	"strings"

	"flagtui/internal/feature"
)

// Event is a saved change-set. Hooks receive its JSON.
type Event struct {
	Change   string   `json:"change"` // the change-set's id
	Actor    string   `json:"actor"`
	Author   string   `json:"author,omitempty"` // the app's own user
	Reason   string   `json:"reason"`
	Context  string   `json:"context,omitempty"` // the context of the config file
	Database string   `json:"database"`          // the database's name, without a password
	Undoes   string   `json:"undoes,omitempty"`  // the change-set that this change-set undoes
	Changes  []Change `json:"changes"`
	Live     string   `json:"live_text"`      // when the change takes effect
	Undo     string   `json:"undo,omitempty"` // the command that undoes the change-set
}

// Change is one override of an Event.
type Change struct {
	Scope     feature.Kind    `json:"scope"`
	ScopeID   string          `json:"scope_id"`
	Name      string          `json:"name"`
	Before    feature.Setting `json:"before"`
	After     feature.Setting `json:"after"`
	Targeting string          `json:"targeting,omitempty"` // see feature.Change.Targeting
	// Effect is what the change does to the flag's value at the scope. Only a Webhook
	// gets it.
	Effect string `json:"effect,omitempty"`
}

// text returns the settings before and after, and what became of the targeting.
func (c Change) text() string {
	text := c.Before.String() + " → " + c.After.String()
	switch {
	case c.Targeting == "":
		return text
	case c.Before == c.After:
		return "targeting " + c.Targeting
	}
	return text + ", targeting " + c.Targeting
}

// maxVariable is the largest number of bytes of a variable. Linux does not start a
// program with a variable of more than 128 KiB.
const maxVariable = 64 << 10

// environment returns the event's variables. A variable with several values has one
// value on each line. A list that is too long for a variable is cut.
func (e Event) environment() []string {
	var scopes, names []string
	seen := map[string]bool{}
	for _, c := range e.Changes {
		scope := feature.Scope{Kind: c.Scope, ID: c.ScopeID}.String()
		if !seen["scope "+scope] {
			scopes = append(scopes, scope)
		}
		if !seen["name "+c.Name] {
			names = append(names, c.Name)
		}
		seen["scope "+scope], seen["name "+c.Name] = true, true
	}
	return []string{
		variable("FLAGTUI_CHANGE", e.Change), variable("FLAGTUI_ACTOR", e.Actor), variable("FLAGTUI_REASON", e.Reason),
		variable("FLAGTUI_SCOPE", scopes...), variable("FLAGTUI_FLAGS", names...),
	}
}

// variable returns an entry of an environment, with one value on each line. NUL bytes,
// which no variable can hold, are left out.
func variable(name string, values ...string) string {
	text := name + "="
	for i, value := range values {
		value = strings.ReplaceAll(value, "\x00", "")
		switch {
		case len(text)+len(value) < maxVariable:
		case i == 0:
			value = strings.ToValidUTF8(value[:maxVariable-len(text)], "")
		default:
			return text
		}
		if i > 0 {
			text += "\n"
		}
		text += value
	}
	return text
}
