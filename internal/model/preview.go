package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// debounce is the time that the cursor must rest before the flag's preview is read.
const debounce = 100 * time.Millisecond

// slowReading is the time after which the pane shows that a flag is being read. A
// shorter wait would make the pane flicker.
const slowReading = 150 * time.Millisecond

// previewState is the state of reading the preview pane and the column of last changes.
type previewState struct {
	on       bool                     // the user wants the pane
	cached   map[flagAt]views.Preview // previews read since the last change
	version  int                      // increases with each change; older readings are not cached
	asked    flagAt                   // the flag last read for the pane, or being read
	position listPosition             // the position of the newest timer
	timer    int                      // the number of the newest timer
	reading  request                  // the newest reading for the pane
	abort    context.CancelFunc       // ends the newest reading for the pane; may be nil
	changes  request                  // the newest reading for the column
}

// flagAt is a flag at a scope.
type flagAt struct {
	scope feature.Scope
	flag  string
}

// listPosition is the visible part of the list and the flag under the cursor.
type listPosition struct {
	flagAt
	first string // the flag in the first row
	pane  bool
}

// cursorRested is the message of the debounce timer.
type cursorRested struct{ timer int }

// previewSlow is the message of the slowReading timer.
type previewSlow struct{ seq int }

// previewRead is the reply to readPreview.
type previewRead struct {
	seq, version int
	flagAt
	preview    views.Preview
	background bool // the watch caused the reading
	took       time.Duration
}

// lastChangesRead is the reply to readLastChanges.
type lastChangesRead struct {
	seq        int
	names      []string
	last       map[string]feature.Entry
	background bool // the user has not asked for it
	took       time.Duration
	err        error
}

// togglePreview shows or hides the preview pane.
func (m *Model) togglePreview() {
	m.preview.on, m.preview.position = !m.preview.on, listPosition{}
	m.browse.SetPreview(m.preview.on)
}

// forgetPreviews empties the cache, because stored values may have changed. The pane
// stays as it is until the next reading.
func (m *Model) forgetPreviews() {
	m.preview.cached = nil
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

// watchCursor starts the debounce timer when the list shows something unread. Update
// calls watchCursor after each message.
func (m *Model) watchCursor() tea.Cmd {
	if !m.loader.loaded {
		return nil
	}
	if m.screen() != screen(m.browse) {
		m.preview.position = listPosition{} // read again when the list is back
		return nil
	}
	at := listPosition{m.flagUnderCursor(), m.browse.FirstRow(), m.browse.PreviewShown()}
	if at == m.preview.position || m.preview.changes.pending && !m.browse.PreviewShown() {
		return nil
	}
	m.preview.position = at
	m.preview.timer++
	if !m.browse.PreviewShown() && len(m.browse.WithoutLastChange()) == 0 {
		return nil
	}
	timer := m.preview.timer
	return m.tick(debounce, func(time.Time) tea.Msg { return cursorRested{timer} })
}

// flagUnderCursor returns the flag for the pane, with an empty name if no row is
// selected.
func (m *Model) flagUnderCursor() flagAt {
	return flagAt{m.browse.Scope().Scope, m.browse.PreviewFlag()}
}

func (m *Model) onCursorRested(msg cursorRested) tea.Cmd {
	if msg.timer != m.preview.timer || m.screen() != screen(m.browse) {
		return nil
	}
	return tea.Batch(m.readPreview(byUser), m.readLastChanges(m.browse.WithoutLastChange(), byUser))
}

// readPreviewAndChanges reads the preview and the last changes after a load of the rows.
func (m *Model) readPreviewAndChanges(reason loadReason) tea.Cmd {
	var names []string
	if m.browse.LastChangeShown() {
		names = m.browse.RowsShown()
	}
	return tea.Batch(m.readPreview(reason), m.readLastChanges(names, reason))
}

// readPreview shows the flag under the cursor in the pane. It reads the preview unless
// the cache has it.
func (m *Model) readPreview(reason loadReason) tea.Cmd {
	p := &m.preview
	if !m.browse.PreviewShown() || m.screen() != screen(m.browse) {
		return nil
	}
	m.cancelPreview()
	p.asked = m.flagUnderCursor()
	if known, ok := p.cached[p.asked]; ok && m.loader.watchWorks {
		m.browse.ShowPreview(p.asked.flag, &known)
		return nil
	}
	view, ok := feature.Find(m.browse.Views(), p.asked.flag)
	if !ok { // the list is empty
		m.browse.ShowPreview(p.asked.flag, nil)
		return nil
	}
	store, started := m.store, m.now()
	read := previewRead{seq: p.reading.next(), version: p.version, flagAt: p.asked, background: reason.isWatch()}
	reply := func(preview views.Preview) tea.Msg {
		msg := read
		msg.preview, msg.took = preview, m.now().Sub(started)
		msg.preview.ReadAt = m.now()
		return msg
	}
	ctx, cancel := context.WithTimeout(m.readContext(reason), m.previewDeadline(reason))
	p.abort = cancel
	return tea.Batch(m.tick(slowReading, func(time.Time) tea.Msg { return previewSlow{read.seq} }), command(ctx, func(ctx context.Context) (tea.Msg, error) {
		defer cancel()
		preview, err := previewOf(ctx, store, read.scope, view)
		return reply(preview), err
	}, func(err error) tea.Msg { return reply(views.Preview{Problem: err.Error()}) }))
}

// onPreviewSlow shows the flag without the values that are still being read. If the pane
// shows the flag already, the pane stays until the reply.
func (m *Model) onPreviewSlow(msg previewSlow) {
	if p := &m.preview; msg.seq == p.reading.seq && m.browse.Previewed() != p.asked.flag {
		m.browse.ShowPreview(p.asked.flag, nil)
	}
}

// cancelPreview ends the pane's pending reading. Its reply will be dropped.
func (m *Model) cancelPreview() {
	m.preview.reading.cancel()
	if m.preview.abort != nil {
		m.preview.abort()
	}
}

func (m *Model) onPreviewRead(msg previewRead) {
	p := &m.preview
	if msg.background {
		m.limitRest(msg.took)
	}
	if msg.version == p.version && msg.preview.Problem == "" && m.loader.watchWorks { // without a watch, the cache would become out of date
		if p.cached == nil || len(p.cached) >= maxPreviews {
			p.cached = map[flagAt]views.Preview{}
		}
		p.cached[msg.flagAt] = msg.preview
	}
	if p.reading.done(msg.seq) {
		m.browse.ShowPreview(msg.flag, &msg.preview)
	}
}

// readLastChanges reads the last change of each named flag at the scope shown.
func (m *Model) readLastChanges(names []string, reason loadReason) tea.Cmd {
	if len(names) == 0 {
		return nil
	}
	store, started := m.store, m.now()
	scope := m.browse.Scope().Scope
	read := lastChangesRead{seq: m.preview.changes.next(), names: names, background: reason.isWatch()}
	reply := func(last map[string]feature.Entry, err error) tea.Msg {
		msg := read
		msg.last, msg.err, msg.took = last, err, m.now().Sub(started)
		return msg
	}
	deadline := m.previewDeadline(reason)
	return command(m.readContext(reason), func(ctx context.Context) (tea.Msg, error) {
		ctx, cancel := context.WithTimeout(ctx, deadline)
		defer cancel()
		last, err := store.LastChanges(ctx, scope, names...)
		return reply(last, err), nil
	}, func(err error) tea.Msg { return reply(nil, err) })
}

// onLastChangesRead shows the last changes. After an error the column stays, because
// other reads report that the database is unreachable.
func (m *Model) onLastChangesRead(msg lastChangesRead) {
	if msg.background {
		m.limitRest(msg.took)
	}
	if m.preview.changes.done(msg.seq) && msg.err == nil {
		m.browse.SetLastChanges(msg.names, msg.last)
	}
}
