package views

import (
	"maps"
	"slices"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// inheritingSection holds the scopes that inherit the system's value. Opening the
// section reads them.
type inheritingSection struct {
	open    bool
	scopes  []feature.Scope
	loaded  bool // whether the first page has been read
	hasMore bool // whether the database has another page
	wanted  bool // whether the page asked for is one of this section
}

// SetNames adds names of scopes from the app's tables.
func (d *Details) SetNames(names map[feature.Scope]string) {
	if d.names == nil {
		d.names = map[feature.Scope]string{}
	}
	maps.Copy(d.names, names)
}

// scopeName returns a scope's name, or "".
func (d *Details) scopeName(scope feature.Scope) string {
	if scope == d.scope.Scope && !scope.IsSystem() && d.scope.Name != "" {
		return d.scope.Name
	}
	return d.names[scope]
}

// WantsInheriting reports whether the page to be read holds scopes that inherit.
func (d *Details) WantsInheriting() bool { return d.inheriting.wanted }

// InheritingOpen reports whether the section of inheriting scopes is open.
func (d *Details) InheritingOpen() bool { return d.inheriting.open }

// WantsMore reports whether to read a page at once. The user may have opened the
// section while another page was being read.
func (d *Details) WantsMore() bool {
	return d.inheriting.wanted && !d.inheriting.loaded && !d.loadingPage
}

// ShowInheriting adds a page of scopes that inherit the system's value. If first is
// true, the page replaces the list.
func (d *Details) ShowInheriting(scopes []feature.Scope, first, more bool) {
	if first {
		d.inheriting.scopes = nil
	}
	d.inheriting.scopes = append(d.inheriting.scopes, scopes...)
	d.inheriting.loaded, d.inheriting.hasMore, d.inheriting.wanted, d.loadingPage = true, more, false, false
	d.rebuild()
}

// pressInheriting takes a key that opens or closes the section of inheriting scopes.
func (d *Details) pressInheriting(p keys.Press, at item) (intent Intent, done bool) {
	if at.section != sectionInheriting {
		return nil, false
	}
	open := d.inheriting.open
	switch {
	case p.Matches(d.Map.Choose):
		open = !open
	case p.Matches(d.Map.Unfold):
		open = true
	case p.Matches(d.Map.Fold):
		open = false
	default:
		return nil, false
	}
	d.inheriting.open, d.inheriting.wanted = open, open && !d.inheriting.loaded
	d.rebuild()
	return d.nextPage(), true
}

// nextPage asks for the next page if the cursor is near the end of the pages read.
func (d *Details) nextPage() Intent {
	bottom := d.rows.cursor + d.rows.height
	afterOverrides := len(d.entries)
	if d.inheriting.open {
		afterOverrides += len(d.inheriting.scopes)
	}
	switch {
	case d.loadingPage:
		return nil
	case d.WantsMore():
	case d.hasMore && bottom >= len(d.items)-afterOverrides:
		d.inheriting.wanted = false
	case d.inheriting.open && d.inheriting.hasMore && bottom >= len(d.items)-len(d.entries):
		d.inheriting.wanted = true
	default:
		return nil
	}
	d.loadingPage = true
	return NextPage{}
}

// clear removes the override of an item's scope.
func (d *Details) clear(at item) Intent {
	switch {
	case at.heading != "" || at.entry != nil || !d.loaded:
		return ShowNotice{d.Theme.Say(words.DetailsNoRemove)}
	case at.override == nil:
		return ShowNotice{d.Theme.Say(words.DetailsNotSet)}
	}
	info := feature.ScopeInfo{Scope: at.scope}
	if at.scope == d.scope.Scope {
		info = d.scope
	}
	return Propose{Scope: info, View: d.view(at.scope, at.override), After: feature.Inherit}
}

// undoOf undoes the change of an entry, or this actor's last one if entry is nil.
func (d *Details) undoOf(entry *feature.Entry) Intent {
	switch {
	case entry == nil:
		return ReviewUndo{}
	case entry.Change == "" || entry.Origin == feature.FromApp || entry.Origin == feature.FromOutside:
		return ShowNotice{d.Theme.Say(words.HistoryOnlyOwn)}
	}
	return ReviewUndo{Change: entry.Change}
}

// toNextSection moves the cursor to the heading of the next section, and from the last one
// to the first row.
func (d *Details) toNextSection() Intent {
	from := min(d.rows.cursor+1, len(d.items))
	next := slices.IndexFunc(d.items[from:], func(it item) bool { return it.section != noSection })
	if next < 0 {
		from, next = 0, 0
	}
	d.rows.moveTo(from + next)
	return d.nextPage()
}

// addOverrides adds the other scopes' overrides. Overrides that differ from the
// inherited value come first.
func (d *Details) addOverrides() {
	add := func(section section, heading string, is func(feature.Override) bool) {
		var found []item
		for i := range d.others {
			if is(d.others[i]) {
				found = append(found, item{scope: d.others[i].Scope, override: &d.others[i]})
			}
		}
		if len(found) > 0 {
			d.items = append(append(d.items, item{heading: heading, section: section}), found...)
		}
	}
	count := d.countElsewhere()
	on := func() {
		add(sectionOn, d.sectionText(true, count.On), func(o feature.Override) bool { return o.Setting() == feature.On })
	}
	off := func() {
		add(sectionOff, d.sectionText(false, count.Off), func(o feature.Override) bool { return o.Setting() == feature.Off })
	}
	switch {
	case d.flag.Canary:
		add(sectionRows, d.Theme.Say(words.DetailsRowsIdle), func(feature.Override) bool { return true })
	case d.kind().Has(feature.Inherit) && d.inherited().Is(true):
		off()
		on()
	default:
		on()
		off()
	}
	if !d.flag.Canary {
		add(sectionRows, d.Theme.Say(words.DetailsRowsUnset), func(o feature.Override) bool { return o.Unset })
	}
}

// sectionText returns the heading of the other scopes' overrides that are on, or off.
func (d *Details) sectionText(on bool, n int) string {
	inherits, elsewhere := d.kind().Has(feature.Inherit), !d.scope.Scope.IsSystem() && !d.scope.Scope.IsZero()
	texts := [2]words.Text{words.DetailsOff, words.DetailsOn}
	switch {
	case inherits && elsewhere:
		texts = [2]words.Text{words.DetailsOffByElsewhere, words.DetailsOnByElsewhere}
	case inherits:
		texts = [2]words.Text{words.DetailsOffBy, words.DetailsOnBy}
	case elsewhere:
		texts = [2]words.Text{words.DetailsOffElsewhere, words.DetailsOnElsewhere}
	}
	if on {
		return d.Theme.Say(texts[1], n)
	}
	return d.Theme.Say(texts[0], n)
}

// countElsewhere returns the number of other scopes that override the flag. Until all
// are read, it returns the database's last count.
func (d *Details) countElsewhere() feature.Count {
	count := feature.Count{}
	add := func(o feature.Override, n int) {
		switch o.Setting() {
		case feature.On:
			count.On += n
		case feature.Off:
			count.Off += n
		}
	}
	if !d.hasMore {
		for _, o := range d.others {
			add(o, 1)
		}
		return count
	}
	if count = d.count; d.impact != nil {
		count = d.impact.Count
	}
	if d.own != nil && !d.scope.Scope.IsSystem() {
		add(*d.own, -1)
	}
	return count
}

// addInheriting adds the section of inheriting scopes.
func (d *Details) addInheriting() {
	if d.impact == nil || d.impact.Inheriting == 0 || len(d.below()) == 0 || d.flag.Canary {
		return
	}
	d.items = append(d.items, item{heading: "Inheriting", section: sectionInheriting})
	if !d.inheriting.open {
		return
	}
	for _, scope := range d.inheriting.scopes {
		if scope != d.scope.Scope {
			d.items = append(d.items, item{scope: scope})
		}
	}
}

// inheritingHeading returns the section's heading, with the number of scopes and the
// inherited value.
func (d *Details) inheritingHeading() string {
	mark := "▸ "
	switch {
	case d.inheriting.open && d.Theme.ascii:
		mark = "- "
	case d.inheriting.open:
		mark = "▾ "
	case d.Theme.ascii:
		mark = "+ "
	}
	t, noun := d.Theme, d.below().Noun()
	many := t.Say(words.DetailsEveryOther, t.every(noun))
	if n := d.impact.Inheriting; n > 0 {
		many = t.clean(noun.In(t.Language).Count(n))
	}
	text := mark + t.Say(words.DetailsInheriting, many, t.stateWord(d.inherited()))
	if d.inheriting.open && !d.inheriting.loaded {
		text += "  " + t.reading()
	}
	return text
}
