package views

import (
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// Preview is the data of the preview pane for one flag.
type Preview struct {
	// Impact holds how many tenants inherit the system's value, and how many override
	// the flag. It is nil for a flag of projects and sections.
	Impact *feature.Impact
	// Listed holds the known numbers of projects and sections. It is nil for a flag of
	// tenants. Enabled lists the scopes that the flag is on for, and Names holds their
	// titles. MoreEnabled means that Enabled is incomplete.
	Listed      map[feature.Kind]int
	Enabled     []feature.Override
	Names       map[feature.Scope]string
	MoreEnabled bool

	Changes     []feature.Entry // the last changes at any scope, newest first
	MoreChanges bool            // whether older changes exist
	ReadAt      time.Time
	Problem     string // why the data could not be read, or ""
}

// PreviewMinWidth is the least width of a terminal with a preview pane.
const PreviewMinWidth = 140

// previewPane is the pane beside the list. The pane keeps its flag until the model
// chooses another, even if the cursor moves.
type previewPane struct {
	on    bool     // whether the user wants the pane
	name  string   // the flag that the pane shows, or ""
	data  *Preview // nil while the data is being read
	width int      // the width of the text, or 0 if the pane is hidden
	lines []string
	stale bool // whether lines are out of date
}

// SetPreview switches the preview pane on or off.
func (b *Browse) SetPreview(on bool) {
	b.preview.on, b.preview.stale = on, true
}

// PreviewShown reports whether the preview pane is visible.
func (b *Browse) PreviewShown() bool {
	return b.preview.width > 0 && b.views != nil && !b.firstPageOnly
}

// PreviewFlag returns the name of the flag that the pane should show, or "".
func (b *Browse) PreviewFlag() string { return b.selectedName() }

// Previewed returns the name of the flag that the pane shows, or "".
func (b *Browse) Previewed() string { return b.preview.name }

// previewPress returns the intent that switches the preview on or off. On a narrow
// terminal it returns a notice instead.
func (b *Browse) previewPress() Intent {
	if b.terminalWidth < PreviewMinWidth {
		return ShowNotice{b.Theme.Say(words.PreviewTooNarrow, PreviewMinWidth, b.terminalWidth)}
	}
	return TogglePreview{}
}

// ShowPreview sets the flag that the preview pane shows. A nil data means that the data
// is being read.
func (b *Browse) ShowPreview(name string, data *Preview) {
	b.preview.name, b.preview.data, b.preview.stale = name, data, true
}

// previewWidth returns the pane's width, including its border, on a terminal of some
// width.
func (b *Browse) previewWidth(width int) int {
	if !b.preview.on || width < PreviewMinWidth {
		return 0
	}
	return min(width*2/5, 76)
}

// previewBorder is the width of the border and the blanks around it.
const previewBorder = 3

// layOutPreview updates the pane's lines if they are out of date.
func (b *Browse) layOutPreview(width, height int) {
	p := &b.preview
	if text := max(0, width-previewBorder); text != p.width || height != len(p.lines) {
		p.width, p.stale = text, true
	}
	if !p.stale {
		return
	}
	p.stale = false
	var lines []string
	if view, ok := feature.Find(b.views, p.name); ok && p.width > 0 {
		lines = b.previewLines(view, p.width, height)
	}
	p.lines = make([]string, height)
	copy(p.lines, lines)
}

// besidePreview returns the lines of the list with the preview pane beside them.
func (b *Browse) besidePreview(list []string) []string {
	p, t := &b.preview, b.Theme
	if p.width == 0 {
		return list
	}
	border := "│"
	if t.ascii {
		border = "|"
	}
	border = " " + t.border.render(border) + " "
	lines := make([]string, len(p.lines))
	for i, text := range p.lines {
		row := ""
		if i < len(list) {
			row = t.cut(list[i], b.width)
		}
		lines[i] = pad(row, b.width) + border + text
	}
	return lines
}

// previewLines returns the pane's lines for a flag, at most height of them.
func (b *Browse) previewLines(view feature.View, width, height int) []string {
	t, p := b.Theme, b.preview.data
	var lines []string
	add := func(style ansiStyle, text string, most int) {
		for _, line := range t.wrap(text, width, most) {
			lines = append(lines, style.render(line))
		}
	}
	add(t.title, t.clean(view.Name), 4)
	lines = append(lines, "")
	if text := t.clean(view.Description); text != "" {
		add(ansiStyle{}, text, max(2, height-14))
		lines = append(lines, "")
	}
	lines = append(lines, b.previewStatus(view, width)...)
	if state := b.liveOf(&view); state.Stage != 0 {
		add(t.liveStyle(state), t.Say(words.PreviewApp, t.clean(t.liveText(state))), 3)
	}
	switch {
	case p == nil:
		lines = append(lines, "", t.faint.render(t.reading()))
	case p.Problem != "":
		lines = append(lines, "")
		add(t.warning, t.Say(words.PreviewNotRead, t.clean(p.Problem)), 4)
	default:
		lines = append(lines, b.previewCoverage(view, *p, width)...)
		lines = append(lines, "")
		lines = append(lines, t.previewChanges(b.Kinds, *p, width, height-len(lines))...)
	}
	return lines[:min(len(lines), height)]
}

// previewStatus returns the flag's value at the scope and its source.
func (b *Browse) previewStatus(view feature.View, width int) []string {
	t, scope := b.Theme, b.scope.Scope
	var reasons []string
	say := func(text string) { reasons = append(reasons, text) }
	switch {
	case scope.IsZero():
		say(t.Say(words.PreviewAllowed, t.clean(b.allowedKinds(view))))
	case view.Decision != nil:
		say(t.rules(view.Decision.Text))
		if view.Overridden() {
			say(t.Say(words.RowIgnored, view.Own()))
		}
	case view.Overridden() && view.Since != 0:
		say(t.Say(words.Since, sinceAt(&view).Format(minute)))
	case view.Overridden():
		say(t.Say(words.OverrideSet))
	case !b.Kinds.Of(scope.Kind).Has(feature.Inherit):
		say(t.Say(words.NotSet))
	case view.Source == feature.Source(feature.System):
		say(t.Say(words.PreviewInherited))
	}
	switch {
	case !b.Kinds.Of(scope.Kind).Has(feature.Inherit) || scope.IsZero():
	case view.Unknown:
		say(t.Say(words.PreviewDefaultUnknown))
	case len(reasons) == 0:
		say(t.Say(words.PreviewByDefault))
	default:
		say(t.Say(words.PreviewDefault, t.enabledWord(view.Default)))
	}
	if view.HasSystem && view.Overridden() {
		system := t.Say(words.Unknown)
		if !view.SystemUnknown() {
			system = t.enabledWord(view.SystemEnabled)
		}
		say(t.Say(words.PreviewSystem, system))
	}
	if !view.Registered && b.catalogue {
		say(t.Say(words.NotRegistered))
	}
	if view.Misplaced {
		say(t.Say(words.OddRow))
	}
	state, style := t.stateWord(view), ansiStyle{}
	switch {
	case scope.IsZero():
		state = ""
	case view.Is(true):
		style = t.on
	}
	text := strings.Join(reasons, ", ")
	if state != "" {
		text = state + "  " + text
	}
	lines := t.wrap(text, width, 3)
	if state != "" {
		lines[0] = style.render(state) + strings.TrimPrefix(lines[0], state)
	}
	return lines
}

// allowedKinds returns the kinds of scope that a flag may be set for: "projects and
// sections".
func (b *Browse) allowedKinds(view feature.View) string {
	var kinds []string
	for _, kind := range b.Kinds {
		if view.Allows(kind) {
			kinds = append(kinds, b.Theme.Known(kind.Plural))
		}
	}
	return strings.Join(kinds, b.Theme.Say(words.And))
}
