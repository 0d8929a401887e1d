package views

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Jump is the field where the user types the name of a view, a flag or a scope.
type Jump struct {
	Theme Theme
	Map   keys.Map

	input textField
	flags []string // by name
	views []destination
	kinds []feature.Kind

	matches       []destination // the views and the flags that match the text
	scopes        []feature.ScopeInfo
	loadingScopes bool // scopes are being read
	rows          rows
	width         int
}

// destination is a view, a flag or a scope that the user can go to.
type destination struct {
	name, description string
	intent            Intent
}

// maxFlagsListed is how many matching flags are listed.
const maxFlagsListed = 50

// NewJump makes the screen. flags are the names to choose from, kinds the
// kinds of scope there are.
func NewJump(t Theme, m keys.Map, flags []string, kinds []feature.Kind) *Jump {
	j := &Jump{Theme: t, Map: m, input: newTextField(feature.MaxFeature), flags: flags, kinds: kinds}
	for _, d := range []destination{
		{"help", "every key", OpenHelp{}},
		{"history", "who changed what, when and why", OpenHistory{}},
		{"compare", "this scope with another", OpenPicker{Compare: true}},
		{"contexts", "the databases that are configured", OpenContexts{}},
		{"enabled", "all that is on for a project or a section", OpenOverview{}},
		{"refresh", "read everything again", Refresh{}},
		{"quit", "leave", Quit{}},
	} {
		switch d.intent.(type) {
		case OpenContexts:
			if !m.Contexts.Enabled() {
				continue
			}
		case OpenOverview:
			if !m.Overview.Enabled() {
				continue
			}
		}
		j.views = append(j.views, d)
	}
	if slices.Contains(kinds, feature.System) {
		j.views = append([]destination{{"system", "the whole system", GoTo{Info: feature.ScopeInfo{Scope: feature.SystemScope()}}}}, j.views...)
	}
	j.search()
	return j
}

// Query is the text to search scopes for, and the kinds to search. A text
// such as tenant:acme asks for one kind.
func (j *Jump) Query() (text string, kinds []feature.Kind) {
	text = j.input.value()
	if kind, rest, ok := strings.Cut(text, ":"); ok && slices.Contains(j.kinds, feature.Kind(kind)) {
		return rest, []feature.Kind{feature.Kind(kind)}
	}
	return text, slices.DeleteFunc(slices.Clone(j.kinds), func(k feature.Kind) bool { return k == feature.System })
}

// Show gives the screen the scopes that the text finds.
func (j *Jump) Show(scopes []feature.ScopeInfo) {
	j.scopes, j.loadingScopes = scopes, false
	j.rows.resize(j.count(), j.rows.height)
}

// Failed lets the scopes be asked for again.
func (j *Jump) Failed() { j.loadingScopes = false }

// search finds the views and the flags; those that start with the text come
// first.
func (j *Jump) search() {
	text := strings.ToLower(j.input.value())
	var first, second []destination
	for _, d := range j.views {
		if strings.HasPrefix(d.name, text) {
			first = append(first, d)
		}
	}
	for _, name := range j.flags {
		folded := strings.ToLower(name)
		d := destination{name, "flag", FindFlag{Name: name}}
		switch {
		case text == "":
		case strings.HasPrefix(folded, text) && len(first) < maxFlagsListed:
			first = append(first, d)
		case strings.Contains(folded, text) && len(second) < maxFlagsListed:
			second = append(second, d)
		}
	}
	j.matches = append(first, second[:max(0, min(len(second), maxFlagsListed-len(first)))]...)
	j.rows = rows{height: j.rows.height}
	j.rows.resize(j.count(), j.rows.height)
}

func (j *Jump) count() int { return len(j.matches) + len(j.scopes) }

// at is a line of the list: the views, the flags, and then the scopes.
func (j *Jump) destinationAt(i int) destination {
	if i < len(j.matches) {
		return j.matches[i]
	}
	info := j.scopes[i-len(j.matches)]
	what := string(info.Scope.Kind)
	for _, text := range []string{info.Name, info.Slug} {
		if text != "" && text != info.Scope.ID {
			what += ", " + text
		}
	}
	return destination{info.Scope.String(), what, GoTo{Info: info}}
}

// Press takes a key: letters search.
func (j *Jump) Press(p keys.Press) Intent {
	switch {
	case p.Matches(j.Map.Leave):
		return Back{}
	case p.Matches(j.Map.Complete()) && j.rows.cursor < j.count():
		j.input.set(j.destinationAt(j.rows.cursor).name)
		return j.searchTyped()
	case p.Matches(j.Map.Choose) && j.rows.cursor < j.count():
		return j.destinationAt(j.rows.cursor).intent
	case p.Matches(j.Map.Choose) && !j.loadingScopes:
		if scope, err := feature.ParseScope(j.input.value()); err == nil && slices.Contains(j.kinds, scope.Kind) {
			return GoTo{Info: feature.ScopeInfo{Scope: scope}, Typed: true}
		}
		return ShowNotice{"Nothing is called that"}
	case j.rows.press(p, j.Map.WithoutLetters()):
	case j.input.press(p):
		return j.searchTyped()
	}
	return nil
}

// searchTyped searches for the typed text.
func (j *Jump) searchTyped() Intent {
	j.scopes, j.loadingScopes = nil, true // they belong to an older text
	j.search()
	return Search{}
}

// Title implements Screen.
func (j *Jump) Title() (title, count string) { return " Go to a view, a flag or a scope", "" }

// Resize implements Screen.
func (j *Jump) Resize(width, height int) {
	j.width = width
	j.rows.resize(j.count(), height-1)
}

// Body implements Screen.
func (j *Jump) Body() []string {
	t := j.Theme
	lines := []string{t.cut(" :"+j.input.draw(t, max(10, j.width-4)), j.width)}
	switch {
	case j.count() > 0:
		return append(lines, j.rows.draw(func(i int, marked bool) string {
			d := j.destinationAt(i)
			w := min(60, max(12, (j.width-2)*3/5))
			line := pad(t.cutMiddle(t.clean(d.name), w), w) + " " + t.cut(t.clean(d.description), j.width-2-w-1)
			if marked {
				return t.cursor.render("> " + line)
			}
			return "  " + line
		})...)
	case j.loadingScopes:
		return append(lines, "  Searching"+t.ellipsis)
	}
	return append(lines, "  Nothing is called that.")
}

// Foot implements Screen.
func (j *Jump) Foot() string {
	if j.count() == 0 {
		return ""
	}
	foot := fmt.Sprintf("%d/%d", j.rows.cursor+1, j.count())
	if j.loadingScopes {
		foot += "  searching scopes" + j.Theme.ellipsis
	}
	return foot
}

// Keys implements Screen.
func (j *Jump) Keys() keys.Group { return j.Map.JumpKeys() }
