package views

import (
	"maps"
	"slices"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// Details is the screen of one flag at one scope: where its value comes from, the
// scopes that override it, and its last changes.
type Details struct {
	Theme Theme
	Map   keys.Map
	Kinds feature.KindList // the kinds of scope in the database
	Live  LiveStates       // what is known of the running application

	scope       feature.ScopeInfo
	flag        feature.View      // the flag's definition
	system, own *feature.Override // the overrides that decide here, or nil
	// what is stored at the system and at this scope, or nil if nothing is
	systemStored, ownStored *feature.Stored
	count                   feature.Count // the number of scopes that override the flag
	// the overrides read so far, other than system and own
	others        []feature.Override
	overridesRead int // the number of overrides read, including system and own
	entries       []feature.Entry
	rollouts      feature.FeatureRollouts
	impact        *feature.Impact                         // the tenants that inherit the system's value, or nil until known
	scopeRollouts map[feature.Scope]feature.ScopeRollouts // what decides a canary feature at a scope
	catalogue     bool                                    // whether definitions are known

	undefined bool // whether the catalogue lacks the flag

	names      map[feature.Scope]string // the scopes' names in the app's tables
	inheriting inheritingSection

	loaded      bool // whether system and own have been read
	hasMore     bool // whether the database has more of others
	loadingPage bool // whether a page is being read

	items []item
	rows  rows
	intro []string // the lines above the list
	width int
}

// item is a line of the list: a scope, an entry of the history, or a heading.
type item struct {
	scope    feature.Scope
	override *feature.Override // nil if the scope has no override
	entry    *feature.Entry
	heading  string
	section  section // for a heading
	chain    bool    // whether the line decides the value here
}

// section is a part of the list with a heading.
type section int

const (
	noSection section = iota
	sectionOff
	sectionOn
	sectionRows // rows of a canary feature, which do not decide
	sectionInheriting
	sectionHistory
)

// NewDetails returns the screen of a flag at a scope. catalogue reports whether
// definitions are known.
func NewDetails(t Theme, m keys.Map, scope feature.ScopeInfo, view feature.View, count feature.Count, catalogue bool) *Details {
	return &Details{Theme: t, Map: m, scope: scope, flag: view, undefined: catalogue && !view.Registered, catalogue: catalogue, count: count, loadingPage: true}
}

// OverridesRead returns the number of overrides of the flag that have been read,
// including this scope's and the system's.
func (d *Details) OverridesRead() int { return d.overridesRead }

// ShowChain sets the overrides that decide the value here: the system's and the scope's
// own. Either may be nil. For the system, own is nil.
func (d *Details) ShowChain(system, own *feature.Override) {
	d.system, d.own, d.loaded = system, own, true
	d.systemStored, d.ownStored = storedOf(system), storedOf(own)
	d.rebuild()
}

// ShowStored sets what is stored at the system and at this scope, which holds more than
// the overrides. Either may be nil. For the system, own is nil.
func (d *Details) ShowStored(system, own *feature.Stored) {
	d.systemStored, d.ownStored = system, own
	d.rebuild()
}

// ShowOthers adds a page of the flag's overrides. If first is true, the page replaces
// the list.
func (d *Details) ShowOthers(overrides []feature.Override, first, more bool) {
	if first {
		d.others, d.overridesRead = nil, 0
	}
	if first && !d.inheriting.open { // an open section reads its scopes again
		d.inheriting = inheritingSection{}
	}
	d.overridesRead += len(overrides)
	for _, o := range overrides {
		if o.Scope != d.scope.Scope && !o.Scope.IsSystem() {
			d.others = append(d.others, o)
		}
	}
	d.hasMore, d.loadingPage = more, false
	d.rebuild()
}

// ShowHistory sets the flag's last changes, newest first, and its rollouts.
func (d *Details) ShowHistory(entries []feature.Entry, rollouts feature.FeatureRollouts) {
	d.entries, d.rollouts = entries, rollouts
	d.rebuild()
}

// Failed records that a page could not be read, so that the screen may ask again.
func (d *Details) Failed() { d.loadingPage = false }

// view returns the flag's view at a scope, given the scope's override.
func (d *Details) view(scope feature.Scope, own *feature.Override) feature.View {
	stored := storedOf(own)
	if scope == d.scope.Scope && !scope.IsSystem() {
		stored = d.ownStored
	}
	return d.scopeRollouts[scope].Decide(d.flag.At(d.Kinds.Of(scope.Kind), d.systemStored, stored), d.catalogue)
}

// SetRollouts adds the rollouts that decide a canary feature at some scopes.
func (d *Details) SetRollouts(rollouts map[feature.Scope]feature.ScopeRollouts) {
	if d.scopeRollouts == nil {
		d.scopeRollouts = map[feature.Scope]feature.ScopeRollouts{}
	}
	maps.Copy(d.scopeRollouts, rollouts)
}

func storedOf(o *feature.Override) *feature.Stored {
	if o == nil {
		return nil
	}
	stored := &feature.Stored{Enabled: o.Enabled, Misplaced: o.Misplaced, Unset: o.Unset, Locked: o.Locked}
	if o.Depends != "" {
		stored.Depends = []string{o.Depends}
		stored.DependsBelow = stored.Depends
	}
	return stored
}

// kind describes the kind of the scope shown.
func (d *Details) kind() feature.KindInfo { return d.Kinds.Of(d.scope.Scope.Kind) }

// rebuild rebuilds the list. The cursor stays on its item.
func (d *Details) rebuild() {
	was, had := d.selected()
	d.items = d.items[:0]
	if d.kind().Has(feature.Inherit) {
		d.items = append(d.items, item{heading: "default", chain: true})
	}
	if d.kind().SeesSystem() {
		d.items = append(d.items, item{scope: feature.SystemScope(), override: d.system, chain: true})
	}
	if scope := d.scope.Scope; !scope.IsSystem() && !scope.IsZero() {
		d.items = append(d.items, item{scope: scope, override: d.own, chain: true})
	}
	if !had {
		d.rows.cursor = max(0, len(d.items)-1) // at first the cursor is on the scope itself
	}
	d.addOverrides()
	d.addInheriting()
	if len(d.entries) > 0 {
		d.items = append(d.items, item{heading: d.Theme.Say(words.DetailsChanges), section: sectionHistory})
		for i := range d.entries {
			d.items = append(d.items, item{scope: d.entries[i].Scope, entry: &d.entries[i]})
		}
	}
	if had {
		for i, it := range d.items {
			if was.section != noSection && it.section == was.section {
				d.rows.cursor = i
			}
			if it.heading == "" && was.heading == "" && it.scope == was.scope && (it.entry == nil) == (was.entry == nil) && (it.entry == nil || it.entry.ID == was.entry.ID) {
				d.rows.cursor = i
			}
		}
	}
	d.rows.resize(len(d.items), d.rows.height)
}

// selected returns the item under the cursor.
func (d *Details) selected() (item, bool) {
	if d.rows.cursor >= len(d.items) {
		return item{}, false
	}
	return d.items[d.rows.cursor], true
}

// Press takes a key.
func (d *Details) Press(p keys.Press) Intent {
	if d.rows.press(p, d.Map) {
		return d.nextPage()
	}
	at, ok := d.selected()
	if intent, done := d.pressInheriting(p, at); done {
		return intent
	}
	onScope := ok && at.heading == ""
	switch {
	case p.Matches(d.Map.Leave):
		return Back{}
	case p.Matches(d.Map.Refresh):
		return Refresh{}
	case p.Matches(d.Map.NextSection):
		return d.toNextSection()
	case p.Matches(d.Map.AskApp):
		return AskApp{Scope: d.scope.Scope}
	case p.Matches(d.Map.History):
		return OpenHistory{Name: d.flag.Name, OfFlag: true}
	case p.Matches(d.Map.CopyName):
		return Copy{Text: d.flag.Name, What: d.Theme.Say(words.TheFlagsName)}
	case p.MatchesAlone(d.Map.Kill):
		return ReviewKill{Name: d.flag.Name}
	case p.Matches(d.Map.Choose) && onScope && at.scope != d.scope.Scope:
		return GoTo{Info: feature.ScopeInfo{Scope: at.scope}, Name: d.flag.Name}
	case p.Matches(d.Map.Choose) && onScope:
		return Back{} // the list below shows this scope already
	case p.MatchesAlone(d.Map.Change) && onScope && at.override == nil && at.entry == nil && d.flag.Registered && !d.flag.Allows(d.Kinds.Of(at.scope.Kind)):
		return ShowNotice{feature.WrongScope(d.flag.Name, d.Kinds.Of(at.scope.Kind))}
	case p.MatchesAlone(d.Map.Change) && onScope && at.override == nil && at.entry == nil && d.undefined:
		return ShowNotice{feature.Refusal(nil, d.Kinds.Of(at.scope.Kind), at.scope, d.flag.Name)}
	case p.MatchesAlone(d.Map.Change) && onScope && at.entry == nil && d.loaded:
		view, info := d.view(at.scope, at.override), feature.ScopeInfo{Scope: at.scope}
		if at.scope == d.scope.Scope {
			info = d.scope
		}
		return Propose{Scope: info, View: view, After: oppositeSetting(view, d.Kinds.Of(info.Scope.Kind))}
	case p.MatchesAlone(d.Map.Change):
		return ShowNotice{d.Theme.Say(words.DetailsNoScope)}
	case p.MatchesAlone(d.Map.Clear):
		return d.clear(at)
	case p.MatchesAlone(d.Map.Undo):
		return d.undoOf(at.entry)
	}
	return nil
}

// Title implements Screen.
func (d *Details) Title() (title, count string) {
	return " " + d.Theme.clean(d.flag.Name), ""
}

// Resize implements Screen.
func (d *Details) Resize(width, height int) {
	t := d.Theme
	d.width, d.intro = width, nil
	var fields []formField
	if name := t.clean(d.flag.Name); ansi.StringWidth(name) > width/2 {
		fields = append(fields, formField{label: t.Say(words.DetailsFlag), text: name})
	}
	if text := t.clean(d.flag.Description); text != "" && height >= 12 {
		fields = append(fields, formField{label: t.Say(words.DetailsAbout), text: text})
	}
	if d.loaded && !d.scope.Scope.IsZero() {
		fields = append(fields, d.valueFields()...)
		view := d.view(d.scope.Scope, d.own)
		if state, ok := d.Live.Of(d.scope.Scope, &view); ok {
			fields = append(fields, t.liveField(state))
		}
	} else {
		fields = append(fields, d.rolloutFields(t.Say(words.DetailsDecides))...)
	}
	if below := d.below(); d.loaded && d.impact != nil && len(below) > 0 && height >= 10 {
		fields = append(fields, formField{label: capitalized(t.clean(below.Noun().In(t.Language).Many)), text: t.coverageText(*d.impact, below, d.inherited())})
	}
	if lines := t.layOutForm(fields, width, height/2); len(lines) > 0 && len(lines) <= height/2 {
		if bar := d.coverageBar(textColumn(fields), height); bar != "" && len(lines) < height/2 {
			lines = append(lines, bar)
		}
		d.intro = append(lines, "")
	} else if len(lines) > 0 {
		d.intro = lines[:max(1, height/2)]
	}
	d.rows.resize(len(d.items), height-len(d.intro))
}

// Body implements Screen.
func (d *Details) Body() []string {
	if !d.loaded {
		return slices.Concat(d.intro, []string{"  " + d.Theme.reading()})
	}
	return slices.Concat(d.intro, d.rows.draw(d.Theme, d.width, d.row))
}
