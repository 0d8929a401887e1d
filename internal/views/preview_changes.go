package views

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// previewWeeks is the number of weeks in the sparkline.
const previewWeeks = 12

// previewChanges returns a sparkline with the number of changes in each week, and below
// it the newest changes that fit.
func (t Theme) previewChanges(kinds feature.KindList, p Preview, width, height int) []string {
	heading := t.heading.render(t.Say(words.PreviewChanges))
	sets := changeSets(p.Changes)
	sets = sets[:min(len(sets), max(1, height-1))]
	if len(sets) == 0 {
		return []string{heading + "  " + t.Say(words.PreviewNoChanges)}
	}
	lines := []string{heading + "  " + t.sparkline(changesByWeek(p)) + "  " + t.Say(words.PreviewWeeks, previewWeeks)}
	who := 0
	for _, set := range sets {
		who = max(who, ansi.StringWidth(t.who(set[0])))
	}
	who = min(who, 14)
	for _, set := range sets {
		when := t.previewTime(set[0].At, p.ReadAt)
		line := pad(when, t.previewTimeWidth()) + "  " + pad(t.cut(t.who(set[0]), who), who) + "  "
		lines = append(lines, t.faint.render(line)+t.cut(t.changeText(kinds, set), width-ansi.StringWidth(line)))
	}
	return lines
}

// previewTime returns the time of a change. In another year, it is only the date.
func (t Theme) previewTime(at, now time.Time) string {
	at = at.UTC()
	month := t.Known(at.Format("Jan"))
	switch {
	case at.IsZero():
		return t.Say(words.PreviewSomeTime)
	case at.Year() != now.UTC().Year():
		return t.Say(words.PreviewDate, at.Day(), month, at.Year())
	}
	return t.Say(words.PreviewDayTime, at.Day(), month, at.Format("15:04"))
}

// previewTimeWidth returns the width of the time of a change in this year.
func (t Theme) previewTimeWidth() int {
	return textWidth(t.Say(words.PreviewDayTime, 30, t.Known("Mar"), "15:04"))
}

// who returns a short name for the actor of a change.
func (t Theme) who(e feature.Entry) string {
	switch {
	case e.Origin == feature.FromOutside:
		return t.Say(words.Outside)
	case e.Actor == "":
		return t.Say(words.Unknown)
	}
	return t.clean(shortActor(e.Actor))
}

// changeSets groups entries by change-set, in their order.
func changeSets(entries []feature.Entry) (sets [][]feature.Entry) {
	for i, e := range entries {
		if i > 0 && e.Change != "" && e.Change == entries[i-1].Change {
			sets[len(sets)-1] = append(sets[len(sets)-1], e)
			continue
		}
		sets = append(sets, []feature.Entry{e})
	}
	return sets
}

// changeText returns the settings of a change-set and their scopes: "globex, granite →
// off".
func (t Theme) changeText(kinds feature.KindList, set []feature.Entry) string {
	var settings []string
	scopes := map[string][]string{}
	for _, e := range set {
		info := kinds.Of(e.Scope.Kind)
		setting, where := e.Made().AfterText(t.Language, info, false), e.Scope.ID
		switch {
		case e.Scope.IsSystem():
			where = t.Known("system")
		case len(kinds.WithIDs()) > 1:
			where = t.Known(info.Name) + " " + where
		}
		if scopes[setting] == nil {
			settings = append(settings, setting)
		}
		scopes[setting] = append(scopes[setting], t.clean(where))
	}
	for i, setting := range settings {
		names := scopes[setting]
		text := strings.Join(names[:min(maxScopesNamed, len(names))], ", ")
		if more := len(names) - maxScopesNamed; more > 0 {
			text = t.Say(words.AndMore, text, more)
		}
		settings[i] = text + t.arrow + setting
	}
	return strings.Join(settings, "; ")
}

// changesByWeek returns the number of changes in each week before the reading, the
// oldest week first. Weeks that were not read are -1.
func changesByWeek(p Preview) []int {
	const week = 7 * 24 * time.Hour
	counts := make([]int, previewWeeks)
	read := previewWeeks // the number of weeks that the changes cover
	for i, e := range p.Changes {
		back := int(p.ReadAt.Sub(e.At) / week)
		if e.At.IsZero() {
			continue
		}
		if back >= 0 && back < previewWeeks {
			counts[previewWeeks-1-back]++
		}
		if p.MoreChanges && i == len(p.Changes)-1 {
			read = min(previewWeeks, back+1)
		}
	}
	for i := range counts[:previewWeeks-read] {
		counts[i] = -1
	}
	return counts
}
