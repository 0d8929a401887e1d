package flipper

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// The library's words in the column key.
const (
	boolean    = "boolean"
	actors     = "actors"
	groups     = "groups"
	ofActors   = "percentage_of_actors"
	ofTime     = "percentage_of_time"
	expression = "expression"
)

// on holds the values of a boolean gate that the library reads as on. The app writes the
// first.
var on = []string{"true", "1"}

// gate is a row of flipper_gates.
type gate struct {
	id, feature, key, value string
	created, updated        time.Time
	// n is the number of actors that a counted gate stands for. The value of a counted
	// gate is the actors' class. A gate with n = 0 is a row.
	n int
}

// override returns an actor's gate as the row of an override.
func (g gate) override() layout.OverrideRow {
	return overrideRow(g, feature.Scope{Kind: Actor, ID: g.value})
}

// overrideRow returns a gate that is on as the row of an override.
func overrideRow(g gate, scope feature.Scope) layout.OverrideRow {
	row := layout.OverrideRow{ID: g.id, Override: feature.Override{Scope: scope, Name: g.feature, Enabled: true, CreatedAt: g.created, UpdatedAt: g.updated}}
	if g.updated.Equal(g.created) {
		row.UpdatedAt = time.Time{} // Rails sets both times of a new row
	}
	return row
}

// numberRE matches the start of a text that Ruby reads as a number.
var numberRE = regexp.MustCompile(`^\s*[0-9]+(?:\.[0-9]+)?`)

// percentage returns the value of a percentage gate as Ruby reads it.
func (g gate) percentage() float64 {
	n, _ := strconv.ParseFloat(strings.TrimSpace(numberRE.FindString(g.value)), 64) // no digits mean 0
	return n
}

// words describes the users for whom a gate opens. It returns an empty string if the
// gate opens for nobody, or is a setting.
func (g gate) words() string {
	switch p := g.percentage(); {
	case g.key == groups:
		return fmt.Sprintf("group %s (its members are code)", g.value)
	case g.key == ofActors && p > 0:
		return strconv.FormatFloat(p, 'f', -1, 64) + " % of actors"
	case g.key == ofTime && p > 0:
		return strconv.FormatFloat(p, 'f', -1, 64) + " % of the time"
	case g.key == expression && !json.Valid([]byte(g.value)):
		return "an expression that is not JSON"
	case g.key == expression:
		return "the expression " + feature.Shorten(g.value)
	}
	return ""
}

// flag holds the gates of a flag, and counts of its actor gates.
type flag struct {
	name   string
	gates  []gate // sorted by id
	actors []gate // the counted gates of actors, by class
}

// first returns the first gate with a key. The library ignores other gates with that
// key.
func (f *flag) first(key string) (gate, bool) {
	i := slices.IndexFunc(f.gates, func(g gate) bool { return g.key == key })
	if i < 0 {
		return gate{}, false
	}
	return f.gates[i], true
}

// setting returns the gate that turns the flag on for everybody. This is the boolean
// gate, or the gate for 100 % of the time. It returns false without such a gate.
func (f *flag) setting() (gate, bool) {
	if g, ok := f.first(boolean); ok && slices.Contains(on, g.value) {
		return g, true
	}
	return f.always()
}

// always returns the gate for 100 % of the time. It returns false without such a gate.
func (f *flag) always() (gate, bool) {
	g, ok := f.first(ofTime)
	return g, ok && g.percentage() >= 100
}

// targeting returns the flag's targeting. The library reads only the first gate of each
// kind, but all group gates.
func (f *flag) targeting() (words []string) {
	for _, key := range []string{ofActors, ofTime, expression} {
		if g, ok := f.first(key); ok && g.words() != "" {
			words = append(words, g.words())
		}
	}
	for _, g := range f.gates {
		if g.key == groups {
			words = append(words, g.words())
		}
	}
	return words
}

// counted returns the number of actors of each class for which the flag is on, such as
// "12 accounts".
func (f *flag) counted() (words []string) {
	slices.SortFunc(f.actors, func(a, b gate) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.value, b.value)) })
	for _, g := range f.actors {
		word := className(g.value)
		if g.n != 1 {
			word = plural(word)
		}
		words = append(words, fmt.Sprintf("%d %s", g.n, word))
	}
	return words
}

// plural returns the plural of an English word, as Rails has it for most words.
func plural(word string) string {
	switch before, last := word[:len(word)-1], word[len(word)-1:]; {
	case last == "y" && !strings.ContainsAny(before[max(0, len(before)-1):], "aeou"):
		return before + "ies"
	case last == "s" || last == "x" || strings.HasSuffix(word, "ch") || strings.HasSuffix(word, "sh"):
		return word + "es"
	}
	return word + "s"
}

// className returns the word for an actor of a Ruby class, such as "admin user" for
// Admin::User.
func className(class string) string {
	class = strings.ReplaceAll(class, "::", " ")
	if strings.TrimSpace(class) == "" {
		return "actor"
	}
	return strings.ToLower(wordRE.ReplaceAllString(class, "$1 $2"))
}

// wordRE matches the place between two words of a class name.
var wordRE = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// locked returns the reason why flagtui never writes the flag. It returns an empty
// string if flagtui may.
func (f *flag) locked() string {
	var unknown []string
	for _, g := range f.gates {
		if !slices.Contains([]string{boolean, actors, groups, ofActors, ofTime, expression}, g.key) && !slices.Contains(unknown, g.key) {
			unknown = append(unknown, g.key)
		}
	}
	if len(unknown) == 0 {
		return ""
	}
	return "unknown gate " + strings.Join(unknown, ", ")
}

// stored returns the flag's state at system scope.
func (f *flag) stored() feature.Stored {
	_, isOn := f.setting()
	targeting := f.targeting()
	return feature.Stored{Enabled: isOn, Unset: !isOn, Depends: append(f.counted(), targeting...), DependsBelow: targeting, Locked: f.locked()}
}

// row returns the flag's system row, which stands for all gates except actor gates. ok
// is false without such gates.
func (f *flag) row() (row layout.OverrideRow, ok bool) {
	g, isOn := f.setting()
	if !isOn && len(f.gates) == 0 {
		return row, false
	}
	if !isOn {
		g = f.gates[0]
	}
	row = overrideRow(g, feature.SystemScope())
	row.Name, row.Enabled, row.Unset, row.Locked = f.name, isOn, !isOn, f.locked()
	row.Depends = strings.Join(f.targeting(), ", ")
	if row.Depends == "" && len(f.gates) > 1 || row.Depends == "" && !isOn {
		row.Depends = "gates that open for nobody"
	}
	return row, true
}

// flags holds flags by name, in the order in which they were read.
type flags struct {
	byName map[string]*flag
	names  []string
}

// of returns the gates of a flag.
func (f *flags) of(name string) *flag {
	if f.byName == nil {
		f.byName = map[string]*flag{}
	}
	if f.byName[name] == nil {
		f.byName[name] = &flag{name: name}
		f.names = append(f.names, name)
	}
	return f.byName[name]
}

// add adds a gate to its flag.
func (f *flags) add(g gate) {
	of := f.of(g.feature)
	if g.n > 0 {
		of.actors = append(of.actors, g)
		return
	}
	of.gates = append(of.gates, g)
}
