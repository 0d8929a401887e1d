package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// Overview is the screen that lists the features that are on for any project or
// section, and the app's flags for the whole system.
type Overview struct {
	Theme Theme
	Map   keys.Map
	Kinds feature.KindList // the kinds of scope in the database

	canary      map[string]bool                    // the names of canary features
	rollouts    map[string]feature.FeatureRollouts // by feature, including exemptions
	noCatalogue bool                               // whether there is no catalogue

	all         []overviewLine
	searchTexts []string // for each line of all, the text that the filter searches
	shown       []int
	loaded      bool // whether Show has been called

	sortOrder int // an index of sortings
	filter    textField
	typing    bool
	rows      rows
	width     int
}

// overviewLine is a feature and one scope, rollout or exemption for which it is on.
type overviewLine struct {
	feature, kind, title string
	since                time.Time
	scope                feature.Scope // zero if the line is not an override
	systemWide           bool          // whether the line is of the whole system
	state                string        // the stored state of such a line
	info                 feature.ScopeInfo
}

// sortings are the orders of the list. Lines that compare equal are sorted by the other
// orders.
var sortings = []struct {
	name    words.Text
	compare func(a, b overviewLine) int
}{
	{words.OverviewByFeature, func(a, b overviewLine) int { return cmp.Compare(a.feature, b.feature) }},
	{words.OverviewByKind, func(a, b overviewLine) int { return cmp.Compare(a.kind, b.kind) }},
	{words.OverviewByTitle, func(a, b overviewLine) int { return cmp.Compare(strings.ToLower(a.title), strings.ToLower(b.title)) }},
	{words.OverviewBySince, func(a, b overviewLine) int { return b.since.Compare(a.since) }},
}

// NewOverview returns the screen, which waits for its list.
func NewOverview(t Theme, m keys.Map) *Overview {
	return &Overview{Theme: t, Map: m, filter: newTextField(feature.MaxName)}
}

// SetRollouts sets the rollouts and exemptions, which decide canary features instead of
// rows. definitions is the catalogue.
func (o *Overview) SetRollouts(definitions []feature.Definition, rollouts map[string]feature.FeatureRollouts) {
	o.canary, o.rollouts, o.noCatalogue = map[string]bool{}, rollouts, len(definitions) == 0
	for _, def := range definitions {
		if def.Canary {
			o.canary[def.Name] = true
		}
	}
}

// rolloutLines returns the lines of rollouts and exemptions that turn a canary feature
// on. If no catalogue is known, any feature may be a canary feature.
func (o *Overview) rolloutLines() (lines []overviewLine) {
	for name, rollouts := range o.rollouts {
		if !o.canary[name] && !o.noCatalogue {
			continue // the app ignores the rollouts
		}
		kind := o.Theme.Say(words.OverviewCanary)
		if o.noCatalogue {
			kind = o.Theme.Say(words.OverviewIfCanary)
		}
		for _, r := range rollouts.Rollouts {
			if setting, text := r.Coverage(); setting != feature.Off {
				lines = append(lines, overviewLine{feature: name, kind: kind, title: o.Theme.Say(words.OverviewRollout, text, r.Scope), since: r.At})
			}
		}
		for _, e := range rollouts.Exemptions {
			if e.Effect == "deny" {
				continue
			}
			lines = append(lines, overviewLine{feature: name, kind: kind, title: o.Theme.Say(words.OverviewExemption, e.Effect, cmp.Or(e.Publisher, e.PublisherID)), since: e.At})
		}
	}
	return lines
}

// Show sets the list. The cursor stays on its line.
func (o *Overview) Show(placed []feature.TitledOverride, states []feature.FeatureState) {
	was, had := o.selected()
	o.loaded, o.all = true, nil
	for _, p := range placed {
		since, _ := p.Changed()
		o.all = append(o.all, overviewLine{feature: p.Name, kind: o.Theme.Known(string(p.Scope.Kind)), title: cmp.Or(p.Title, p.Slug, p.Scope.ID), since: since, scope: p.Scope,
			info: feature.ScopeInfo{Scope: p.Scope, Name: p.Title, Slug: p.Slug, Status: p.Status}})
	}
	o.all = append(o.all, o.rolloutLines()...)
	for _, s := range states {
		o.all = append(o.all, overviewLine{feature: s.Label, kind: o.Theme.Say(words.OverviewSystemWide), title: o.Theme.Say(words.OverviewState), systemWide: true, state: s.State})
	}
	o.sort(was, had)
}

// sort sorts the list. If had is true, it puts the cursor on the line in was.
func (o *Overview) sort(was overviewLine, had bool) {
	slices.SortStableFunc(o.all, func(a, b overviewLine) int {
		by := sortings[o.sortOrder].compare(a, b)
		for _, s := range sortings {
			by = cmp.Or(by, s.compare(a, b))
		}
		return by
	})
	o.searchTexts = make([]string, len(o.all))
	for i, e := range o.all {
		o.searchTexts[i] = strings.ToLower(e.feature + "\n" + e.kind + "\n" + e.title + "\n" + e.info.Slug)
	}
	o.applyFilter(was, had)
}

// applyFilter selects the lines that the filter finds. If had is true, it puts the
// cursor on the line in was.
func (o *Overview) applyFilter(was overviewLine, had bool) {
	text := strings.ToLower(o.filter.value())
	o.shown = o.shown[:0]
	for i := range o.all {
		if strings.Contains(o.searchTexts[i], text) {
			o.shown = append(o.shown, i)
		}
	}
	o.rows.resize(len(o.shown), o.rows.height)
	at := slices.IndexFunc(o.shown, func(i int) bool { return o.all[i].feature == was.feature && o.all[i].scope == was.scope })
	if had && at >= 0 {
		o.rows.moveTo(at)
	}
}

func (o *Overview) selected() (overviewLine, bool) {
	if o.rows.cursor >= len(o.shown) {
		return overviewLine{}, false
	}
	return o.all[o.shown[o.rows.cursor]], true
}

// Press takes a key.
func (o *Overview) Press(p keys.Press) Intent {
	if o.typing {
		switch {
		case p.Matches(o.Map.Choose):
			o.typing = false
		case p.Matches(o.Map.Leave):
			o.typing, o.filter = false, newTextField(feature.MaxName)
			o.applyFilter(o.selected())
		case o.rows.press(p, o.Map.WithoutLetters()):
		case o.filter.press(p):
			o.applyFilter(o.selected())
		}
		return nil
	}
	if o.rows.press(p, o.Map) {
		return nil
	}
	at, ok := o.selected()
	switch {
	case p.Matches(o.Map.Leave) && o.filter.value() != "":
		o.filter = newTextField(feature.MaxName)
		o.applyFilter(o.selected())
	case p.Matches(o.Map.Leave):
		return Back{}
	case p.Matches(o.Map.Refresh):
		return Refresh{}
	case p.Matches(o.Map.Filter):
		o.typing = true
	case p.Matches(o.Map.Sort):
		o.sortOrder = (o.sortOrder + 1) % len(sortings)
		o.sort(o.selected())
	case !ok:
	case p.Matches(o.Map.CopyName):
		return Copy{Text: at.feature, What: o.Theme.Say(words.TheFlagsName)}
	case at.scope.IsZero() && !at.systemWide && (p.Matches(o.Map.Choose) || p.MatchesAlone(o.Map.Change)):
		return ShowNotice{o.Theme.Say(words.OverviewIsRollout)}
	case p.MatchesAlone(o.Map.Change) && o.canary[at.feature]:
		return ShowNotice{o.Theme.Say(words.OverviewIsCanary)}
	case at.scope.IsZero() && (p.Matches(o.Map.Choose) || p.MatchesAlone(o.Map.Change)):
		return ShowNotice{o.Theme.Say(words.OverviewIsState)}
	case p.Matches(o.Map.Choose):
		return GoTo{Info: at.info, Name: at.feature}
	case p.MatchesAlone(o.Map.Change):
		view := feature.View{Definition: &feature.Definition{Name: at.feature}}.At(o.Kinds.Of(at.scope.Kind), nil, &feature.Stored{Enabled: true})
		return Propose{Scope: at.info, View: view, After: feature.Off}
	}
	return nil
}

// Title implements Screen.
func (o *Overview) Title() (title, count string) {
	if o.loaded {
		count = fmt.Sprint(len(o.all))
	}
	if len(o.shown) != len(o.all) {
		count = o.Theme.Say(words.OverviewCount, len(o.shown), len(o.all))
	}
	return o.Theme.Say(words.OverviewTitle), count
}

// Resize implements Screen.
func (o *Overview) Resize(width, height int) {
	o.width = width
	o.rows.resize(len(o.shown), height-1)
}

// Body implements Screen.
func (o *Overview) Body() []string {
	t := o.Theme
	head := t.heading.render(o.layOutRow("  ", t.Say(words.OverviewFeature), t.Say(words.HeadKind), t.Say(words.OverviewTitled), t.Say(words.OverviewSince)))
	switch {
	case !o.loaded:
		return []string{head, "  " + t.reading()}
	case len(o.all) == 0:
		return []string{head, t.Say(words.OverviewNothing)}
	case len(o.shown) == 0:
		return []string{head, "  " + t.Say(words.NoMatchShowAll, o.Map.Leave.Help().Key)}
	}
	return append([]string{head}, o.rows.draw(t, o.width, o.row)...)
}

// row draws one line of the list.
func (o *Overview) row(i int, marked bool) string {
	e, t := o.all[o.shown[i]], o.Theme
	since := t.clean(e.state)
	if !e.since.IsZero() {
		since = e.since.Format(minute)
	}
	title, style := e.title, ansiStyle{}
	if status := e.info.Status; status != "" && status != "active" {
		title, style = title+" ("+status+")", t.faint
	}
	if !e.scope.IsZero() && o.canary[e.feature] {
		title, style = t.Say(words.OverviewRowOnly, title), t.warning
	}
	mark := "  "
	if marked {
		mark = "> "
	}
	return o.layOutRow(mark, t.clean(e.feature), t.accent.render(e.kind), style.render(t.clean(title)), t.faint.render(since))
}

// layOutRow lays out one line. A narrow terminal has no room for the time.
func (o *Overview) layOutRow(mark, feature, kind, title, since string) string {
	t, room := o.Theme, o.width-2-12
	if o.width < defaultMinWidth {
		since = ""
	} else {
		room -= len(minute) + 2
	}
	name := min(room/2, 40)
	line := mark + pad(t.cutMiddle(feature, name-1), name) + pad(kind, 12)
	if since == "" {
		return line + t.cut(title, room-name)
	}
	return line + pad(t.cut(title, room-name), min(room-name, 48)) + "  " + t.cut(since, len(minute))
}

// Foot implements Screen.
func (o *Overview) Foot() string {
	foot := o.Theme.Say(sortings[o.sortOrder].name)
	if len(o.shown) > 0 {
		foot = fmt.Sprintf("%d/%d  ", o.rows.cursor+1, len(o.shown)) + foot
	}
	switch {
	case o.typing:
		foot = "/" + o.filter.draw(o.Theme, max(10, o.width/3)) + "  " + foot
	case o.filter.value() != "":
		foot += "  /" + o.Theme.clean(o.filter.value())
	}
	return foot
}

// Keys implements Screen.
func (o *Overview) Keys() keys.Group {
	if o.typing {
		return o.Map.FieldKeys("keep", "clear")
	}
	return o.Map.OverviewKeys()
}
