package views

import (
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// historyCells holds the texts of a row, without styles.
type historyCells struct{ when, age, who, where, what, change, effect, source, reason string }

// historyColumns holds the widths of the columns. A column of width 0 is left out.
type historyColumns struct {
	when, age, who, where, what, change, effect, source, reason int
	gap                                                         int
	briefAge, briefSource                                       bool

	width int // the width of the screen that the columns are fitted to
}

// Limits of the columns' widths. The column of reasons has at least minReason.
const (
	maxWho    = 22
	maxWhere  = 20
	maxName   = 40
	minReason = 16
)

func (c *historyColumns) all() []*int {
	return []*int{&c.when, &c.age, &c.who, &c.where, &c.what, &c.change, &c.effect, &c.source, &c.reason}
}

func (c historyCells) all() []string {
	return []string{c.when, c.age, c.who, c.where, c.what, c.change, c.effect, c.source, c.reason}
}

func (c *historyColumns) total() int {
	total := 2
	for _, w := range c.all() {
		if *w > 0 {
			total += *w + c.gap
		}
	}
	return total - c.gap
}

// fitColumns divides the width among the columns. On a narrow screen it applies one
// step after another until the columns fit. The names are cut last.
func (h *History) fitColumns() {
	h.columns = historyColumns{}
	c, reason := historyColumns{gap: 2, width: h.width}, 0
	for _, line := range h.lines {
		if line.day != "" || line.more > 0 {
			continue
		}
		cells := h.cells(line)
		reason = max(reason, textWidth(cells.reason))
		for i, text := range cells.all() {
			*c.all()[i] = max(*c.all()[i], textWidth(text))
		}
	}
	c.who, c.where, c.what, c.reason = min(c.who, maxWho), min(c.where, maxWhere), min(c.what, maxName+2), 0
	if c.effect > 0 {
		c.effect = max(c.effect, h.Theme.widest(words.HeadEffectHere))
	}
	if c.source > 0 {
		c.source = max(c.source, h.Theme.widest(words.HeadSource))
	}
	shrink := func(column *int, to int) func() { return func() { *column = min(*column, to) } }
	for _, step := range []func(){
		func() {},
		func() { c.who, c.where = min(c.who, 16), min(c.where, 14) },
		func() { c.briefAge, c.age = true, min(c.age, max(3, h.Theme.widest(words.AgeNow))) },
		func() { c.effect = min(c.effect, len("on -> OFF")) }, // in both languages
		func() { c.briefSource, c.source = true, min(c.source, 3) },
		func() { c.age, c.when = 0, h.Theme.dayWidth() },
		func() { c.who, c.where = min(c.who, 10), min(c.where, 12) },
		func() { c.gap = 1 },
		func() { c.what = min(c.what, max(20, c.what-(c.total()-h.width))) },
		shrink(&c.where, 0),
		shrink(&c.source, 0),
		shrink(&c.who, 6),
		shrink(&c.effect, 0),
		func() { c.what = max(4, c.what-(c.total()-h.width)) },
	} {
		if step(); c.total() <= h.width {
			break
		}
	}
	if reason > 0 {
		reason = max(reason, h.Theme.widest(words.HeadReason))
	}
	if room := h.width - c.total() - c.gap; room >= minReason || room >= reason {
		c.reason = min(room, reason)
	}
	h.columns = c
}

// headings returns the headings of the columns. The first heading is the day if the
// day's own line has scrolled off the screen.
func (h *History) headings() string {
	t, c := h.Theme, h.columns
	cells := historyCells{when: t.Say(words.HeadWhen), who: t.Say(words.HeadWho), where: t.Say(words.HeadWhere), what: t.Say(words.HeadWhat),
		effect: t.Say(words.HeadEffectHere), source: t.Say(words.HeadSource), reason: t.Say(words.HeadReason)}
	if top := h.lines[h.rows.top]; top.day == "" { // the day's own line is above the screen
		cells.when = t.dayOfMonth(h.sets[top.set].first().At.UTC())
	}
	if c.age > 0 {
		cells.when, c.when, c.age = cells.when+" (UTC)", c.when+c.gap+c.age, 0
	}
	if c.effect < textWidth(cells.effect) {
		cells.effect = t.Say(words.HeadHere)
	}
	if c.briefSource {
		cells.source = t.Say(words.HeadBy)
	}
	return t.heading.render(c.text(t, cells))
}

// cells returns the texts of a change-set's first row, or of an entry's row.
func (h *History) cells(line historyLine) historyCells {
	set := &h.sets[line.set]
	if line.number == 0 {
		return h.entryCells(set, line.entry)
	}
	t, e := h.Theme, set.first()
	c := historyCells{what: t.Count(set.flags(), words.Flag)}
	if line.entry == 0 {
		c = h.entryCells(set, 0)
		c.what = strings.TrimLeft(c.what, " ")
	}
	if set.oneScope() {
		c.where = h.where(e.Scope)
	}
	if set.oneName() {
		c.what = t.clean(e.Name)
	}
	if set.oneName() && !set.oneScope() {
		c.change = t.Count(len(set.entries), words.Scope)
	}
	if e.Undoes != "" && h.width >= 80 {
		c.change = strings.TrimPrefix(c.change+", "+t.Say(words.HistoryUndo), ", ")
	}
	c.when, c.age, c.who, c.reason = e.At.UTC().Format("15:04"), t.age(e.At, h.agesAt), t.clean(t.whoChanged(&e)), t.clean(e.Reason)
	if !h.columns.briefAge {
		c.age = t.ageAgo(e.At, h.agesAt)
	}
	switch brief := h.columns.briefSource; {
	case e.Origin == feature.FromApp:
		c.source = t.Say(words.HistoryByApp)
	case e.Origin == feature.FromOutside:
		c.source, c.reason = t.either(brief, words.HistoryByOutsideBrief, words.Outside), t.clean(e.OutsideText(t.Language))
	case !brief:
		c.source = string(e.Origin)
	}
	return c
}

// entryCells returns the texts of an entry. If the change-set has one flag, the entry
// shows its scope instead of the flag.
func (h *History) entryCells(set *changeSet, i int) historyCells {
	t, e := h.Theme, set.entries[i]
	c := historyCells{what: "  " + t.clean(e.Name), change: e.Text(t.Language, h.Kinds, t.arrow)}
	switch {
	case set.oneScope():
	case set.oneName():
		c.what = "  " + t.clean(e.Scope.String())
	default:
		c.where = h.where(e.Scope)
	}
	if i < len(set.effects) {
		c.effect = t.effectHere(set.effects[i])
	}
	return c
}

// where returns the words for a scope. The history of one scope shows only the kind.
func (h *History) where(scope feature.Scope) string {
	if h.subject == oneScope {
		return h.Theme.clean(string(scope.Kind))
	}
	return h.Theme.clean(scope.String())
}

// effectHere returns the effective value before and after a change: "on → OFF".
func (t Theme) effectHere(e feature.Effect) string {
	switch {
	case e.After == feature.Inherit && e.Before == feature.Inherit:
		return t.Say(words.Unknown)
	case e.Before == e.After:
		return t.Say(words.HistoryEffectNone)
	}
	return t.Known(e.Before.Effective()) + t.arrow + strings.ToUpper(t.Known(e.After.Effective()))
}

// text lays out cells without styles.
func (c historyColumns) text(t Theme, cells historyCells) string {
	return "  " + strings.Join(c.fitted(t, cells, nil), strings.Repeat(" ", c.gap))
}

// line draws a row. If faint is true, the whole row is faint.
func (c historyColumns) line(t Theme, cells historyCells, marked, faint bool) string {
	effect, text := t.faint, ansiStyle{}
	switch {
	case faint:
		text = t.faint
	case strings.HasSuffix(cells.effect, strings.ToUpper(t.setting(feature.On))):
		effect = t.on
	case strings.HasSuffix(cells.effect, strings.ToUpper(t.setting(feature.Off))):
		effect = t.warning
	}
	styles := []ansiStyle{text, t.faint, text, text, text, text, effect, t.faint, t.faint}
	line := strings.Join(c.fitted(t, cells, styles), strings.Repeat(" ", c.gap))
	if marked {
		return "> " + line
	}
	return "  " + line
}

// fitted returns the texts of the shown columns, cut and padded to their widths. A nil
// styles means no styles.
func (c historyColumns) fitted(t Theme, cells historyCells, styles []ansiStyle) []string {
	var fitted []string
	texts := cells.all()
	for i, w := range c.all() {
		if *w == 0 {
			continue
		}
		text := t.cutMiddle(texts[i], *w)
		blanks := strings.Repeat(" ", max(0, *w-textWidth(text)))
		if styles != nil {
			text = styles[i].render(text)
		}
		fitted = append(fitted, text+blanks)
	}
	return fitted
}
