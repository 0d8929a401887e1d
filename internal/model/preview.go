package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// debounce is the time without a move of the cursor after which what belongs to the
// flag under it is read and shown. A move costs nothing more until then.
const debounce = 100 * time.Millisecond

// slowReading is the time after which the pane says that a flag is being read. A reply
// that comes sooner is shown at once, so that the pane does not flicker.
const slowReading = 150 * time.Millisecond

// maxPreviews is the number of flags whose previews are kept.
const maxPreviews = 500

// previewState is the state of reading what the list shows beside its rows: the
// preview pane, and the column of last changes.
type previewState struct {
	on       bool                     // the user wants the pane
	cached   map[flagAt]views.Preview // what was read since the last change
	version  int                      // increases with each change: what was read before is not cached
	asked    flagAt                   // what was read or is being read for the pane
	current  bool                     // and nothing has changed since
	position listPosition             // the position that the newest timer waits at
	timer    int                      // the number of the newest timer
	reading  request                  // the newest reading for the pane
	abort    context.CancelFunc       // ends that reading; nil: there was none
	changes  request                  // the newest reading for the column
}

// flagAt is a flag at a scope.
type flagAt struct {
	scope feature.Scope
	flag  string
}

// listPosition is what the list shows and where its cursor is.
type listPosition struct {
	flagAt
	first string // the flag in the first row
	pane  bool
}

// cursorRested says that the cursor has not moved for the time of debounce.
type cursorRested struct{ timer int }

// previewSlow says that the reply to a reading has not come for the time of
// slowReading.
type previewSlow struct{ seq int }

// previewRead is the reply to readPreview.
type previewRead struct {
	seq, version int
	flagAt
	preview    views.Preview
	background bool // the user has not asked for it
	took       time.Duration
}

// lastChangesRead is the reply to readLastChanges.
type lastChangesRead struct {
	seq        int
	names      []string
	last       map[string]feature.Entry
	background bool // the user has not asked for it
	at         time.Time
	took       time.Duration
	err        error
}

// togglePreview shows the preview pane, or hides it.
func (m *Model) togglePreview() {
	m.preview.on, m.preview.position = !m.preview.on, listPosition{}
	m.browse.SetPreview(m.preview.on)
}

// forgetPreviews drops what was read for the preview: it may have changed. What is
// shown stays until it is read again.
func (m *Model) forgetPreviews() {
	m.preview.cached, m.preview.current = nil, false
	m.preview.version++
}

// resetPreview prepares the preview for another database.
func (m *Model) resetPreview() {
	p := &m.preview
	m.forgetPreviews()
	p.asked, p.position = flagAt{}, listPosition{}
	p.timer++
	p.changes.cancel()
	m.cancelPreview()
	m.browse.SetPreview(p.on)
}

// watchCursor starts the timer of debounce when the list shows something that has not
// been read. It runs after each message.
func (m *Model) watchCursor() tea.Cmd {
	if !m.loader.loaded {
		return nil
	}
	if m.screen() != screen(m.browse) {
		m.preview.position = listPosition{} // what is wanted by then is read when the list is shown again
		return nil
	}
	at := listPosition{m.flagUnderCursor(), m.browse.FirstRow(), m.browse.PreviewShown()}
	if at == m.preview.position || m.preview.changes.pending && !m.previewWanted() {
		return nil
	}
	m.preview.position = at
	m.preview.timer++
	if !m.previewWanted() && len(m.browse.WithoutLastChange()) == 0 {
		return nil
	}
	timer := m.preview.timer
	return m.tick(debounce, func(time.Time) tea.Msg { return cursorRested{timer} })
}

// flagUnderCursor is the flag that the pane is to show; its name is empty if there is
// none.
func (m *Model) flagUnderCursor() flagAt {
	return flagAt{m.browse.Scope().Scope, m.browse.PreviewFlag()}
}

// previewWanted reports whether the pane is on the screen and does not show the flag
// under the cursor as it is stored.
func (m *Model) previewWanted() bool {
	return m.browse.PreviewShown() && (m.preview.asked != m.flagUnderCursor() || !m.preview.current)
}

func (m *Model) onCursorRested(msg cursorRested) tea.Cmd {
	if msg.timer != m.preview.timer || m.screen() != screen(m.browse) {
		return nil
	}
	return tea.Batch(m.readPreview(byUser), m.readLastChanges(m.browse.WithoutLastChange(), byUser))
}

// readBesides reads what the list shows beside its rows, after they have been loaded.
func (m *Model) readBesides(reason loadReason) tea.Cmd {
	var names []string
	if m.browse.LastChangeShown() {
		names = m.browse.RowsShown()
	}
	return tea.Batch(m.readPreview(reason), m.readLastChanges(names, reason))
}

// readPreview shows the flag under the cursor in the preview pane, and reads what is
// not known of it.
func (m *Model) readPreview(reason loadReason) tea.Cmd {
	p := &m.preview
	if !m.previewWanted() || m.screen() != screen(m.browse) {
		return nil
	}
	m.cancelPreview()
	p.asked, p.current = m.flagUnderCursor(), true
	if known, ok := p.cached[p.asked]; ok && m.loader.watchWorks {
		m.browse.ShowPreview(p.asked.flag, &known)
		return nil
	}
	view, ok := feature.Find(m.browse.Views(), p.asked.flag)
	if !ok { // no flag is shown
		m.browse.ShowPreview(p.asked.flag, nil)
		return nil
	}
	store, started := m.store, now()
	read := previewRead{seq: p.reading.next(), version: p.version, flagAt: p.asked, background: reason == byWatch}
	reply := func(preview views.Preview) tea.Msg {
		msg := read
		msg.preview, msg.took = preview, now().Sub(started)
		msg.preview.ReadAt = now()
		return msg
	}
	ctx, cancel := context.WithTimeout(m.ctx, previewDeadline)
	p.abort = cancel
	return tea.Batch(m.tick(slowReading, func(time.Time) tea.Msg { return previewSlow{read.seq} }), command(ctx, func(ctx context.Context) (tea.Msg, error) {
		defer cancel()
		preview, err := previewOf(ctx, store, read.scope, view)
		return reply(preview), err
	}, func(err error) tea.Msg { return reply(views.Preview{Problem: err.Error()}) }))
}

// onPreviewSlow shows what is known of a flag whose reading takes long. Where the pane
// shows the flag already, that stays until the reply.
func (m *Model) onPreviewSlow(msg previewSlow) {
	if p := &m.preview; msg.seq == p.reading.seq && m.browse.Previewed() != p.asked.flag {
		m.browse.ShowPreview(p.asked.flag, nil)
	}
}

// cancelPreview ends the reading for the pane, and has its reply dropped.
func (m *Model) cancelPreview() {
	m.preview.reading.cancel()
	if m.preview.abort != nil {
		m.preview.abort()
	}
}

func (m *Model) onPreviewRead(msg previewRead) {
	p := &m.preview
	if msg.background {
		m.loader.delay(nextRefresh(now(), msg.took))
	}
	if msg.version == p.version && msg.preview.Problem == "" && m.loader.watchWorks { // else nothing says when it is out of date
		if p.cached == nil || len(p.cached) >= maxPreviews {
			p.cached = map[flagAt]views.Preview{}
		}
		p.cached[msg.flagAt] = msg.preview
	}
	if p.reading.done(msg.seq) {
		p.current = p.current && msg.preview.Problem == "" // it is read again when the cursor has moved and rests
		m.browse.ShowPreview(msg.flag, &msg.preview)
	}
}

// readLastChanges reads the last changes of the overrides at the scope shown.
func (m *Model) readLastChanges(names []string, reason loadReason) tea.Cmd {
	if len(names) == 0 {
		return nil
	}
	store, started := m.store, now()
	scope := m.browse.Scope().Scope
	read := lastChangesRead{seq: m.preview.changes.next(), names: names, background: reason == byWatch}
	reply := func(last map[string]feature.Entry, err error) tea.Msg {
		msg := read
		msg.last, msg.err, msg.at, msg.took = last, err, now(), now().Sub(started)
		return msg
	}
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		ctx, cancel := context.WithTimeout(ctx, previewDeadline)
		defer cancel()
		last, err := store.LastChanges(ctx, scope, names...)
		return reply(last, err), nil
	}, func(err error) tea.Msg { return reply(nil, err) })
}

// onLastChangesRead shows the last changes. If they could not be read the column stays
// as it is: what else is read reports a database that is away.
func (m *Model) onLastChangesRead(msg lastChangesRead) {
	if msg.background {
		m.loader.delay(nextRefresh(now(), msg.took))
	}
	if m.preview.changes.done(msg.seq) && msg.err == nil {
		m.browse.SetLastChanges(msg.at, msg.names, msg.last, !msg.background)
	}
}
