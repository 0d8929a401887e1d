// Package model holds the dashboard's state and its only tea.Model. The model
// receives messages, asks the screens what a key means, performs the intent
// that they return, and draws the screen.
package model

import (
	"context"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/doctor"
	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/views"
)

// Options are what a dashboard is opened with.
type Options struct {
	Store   data.Store
	Session views.Session
	Theme   views.Theme
	Keys    *keys.Map         // nil: keys.Default()
	Scope   feature.ScopeInfo // the scope shown first

	// Definitions are the catalogue given as a file; nil: it is in the
	// database, if anywhere.
	Definitions []feature.Definition
	// ReadDefinitions reads that file again; nil: there is none.
	ReadDefinitions func() ([]feature.Definition, error)

	// Contexts are the configured databases that can be switched to. Connect opens
	// one of them, ConnectReadOnly does so for reading only, and ReachContext tries
	// whether that would work; nil: it is not tried.
	Contexts                 []views.ContextInfo
	Connect, ConnectReadOnly func(ctx context.Context, name string) (Options, error)
	ReachContext             func(ctx context.Context, name string) error
	// ReopenReadOnly opens this database again, for reading only; nil: it cannot.
	ReopenReadOnly func(ctx context.Context) (Options, error)
	// Preview shows the preview pane where the terminal has room for it.
	Preview bool
	// ReadFindings reads what doctor finds in the database, and calls progress now
	// and then with how many rows it has read; nil: there is no doctor.
	ReadFindings func(ctx context.Context, progress func(rows int)) (doctor.Result, error)
	// Notice is shown when the database is opened.
	Notice string
	// Timeout limits each operation of the database.
	Timeout time.Duration

	// Clipboard copies text to the terminal's clipboard.
	Clipboard func(text string) error
}

// Model is the dashboard.
type Model struct {
	ctx    context.Context
	store  data.Store
	writes *Writes
	keys   keys.Map
	frame  views.Frame

	browse *views.Browse
	layers []*layer // the screens above browse; the last one receives the keys
	trail  []place  // where esc leads from the scope shown; the last one first

	session [][]feature.Entry // the change-sets made in this session, oldest first

	options Options // of the open database

	readFindings func(ctx context.Context, progress func(rows int)) (doctor.Result, error)
	diagnosis    diagnosis

	fromFile    []feature.Definition // the catalogue's file as read last; nil: there is no file
	file        catalogueFile
	definitions []feature.Definition // the definitions that are shown

	loader loader // when the scope is loaded, and which replies count

	stored change.Snapshot // what decides at the scope shown, as read last

	// The newest request of each kind. Replies to older requests are dropped.
	counts, recent          request
	changes                 request // reads the last change of every flag
	scopeLookup, connecting request
	connectingTo            string  // the context or the database
	writing                 int     // the changes of the newest write
	accessCheck             request // reads whether the database may be written to
	review                  request // reads what an undo or a kill would change
	armNumber               int     // the number of the newest timer that arms a confirmation
	countsStale             bool    // the tenants' overrides may have changed since they were counted

	watchState
	preview previewState

	configuredKeys keys.Map // the configured keys, before any is disabled for this database
	readOnlyReason string   // why the database may not be written to, as shown last; empty: it may

	clipboard func(text string) error

	focusFlag    string              // the flag that gets the cursor when the scope is loaded
	recentScopes []feature.ScopeInfo // the scopes visited, newest first

	notices

	timeout time.Duration

	// tick is tea.Tick; tests do not wait.
	tick func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
}

// request is the newest request of one kind: its number, and whether its reply
// is still to come.
type request struct {
	seq     int
	pending bool
}

// next starts a request and returns its number.
func (r *request) next() int {
	r.seq, r.pending = r.seq+1, true
	return r.seq
}

// cancel makes the model drop the request's reply.
func (r *request) cancel() { r.seq, r.pending = r.seq+1, false }

// done reports whether seq is the number of the newest request, and ends that.
func (r *request) done(seq int) bool {
	if seq != r.seq {
		return false
	}
	r.pending = false
	return true
}

// New makes a dashboard. When ctx ends, reads are cancelled; a write continues,
// and stays in writes until it has ended.
func New(ctx context.Context, o Options, writes *Writes) *Model {
	m := &Model{ctx: ctx, writes: writes, tick: tea.Tick, preview: previewState{on: o.Preview}}
	m.adopt(o)
	return m
}

// adopt resets the model for the database of o.
func (m *Model) adopt(o Options) {
	m.configuredKeys = keys.Default()
	if o.Keys != nil {
		m.configuredKeys = *o.Keys
	}
	m.store, m.fromFile = o.Store, o.Definitions
	m.file.read, m.file.at = o.ReadDefinitions, now()
	m.options = o
	m.stopDiagnosis()
	m.readFindings = o.ReadFindings
	if o.Clipboard != nil { // the terminal stays the same
		m.clipboard = o.Clipboard
	}
	reasons := m.frame.Session.Reasons
	m.frame.Theme, m.frame.Session, m.frame.Status = o.Theme, o.Session, views.Status{}
	m.frame.Session.Kinds = o.Store.Info().Kinds
	m.frame.Session.Reasons = reasons
	m.readOnlyReason = o.Store.Info().ReadOnly
	m.setKeys()
	m.browse, m.layers, m.trail = views.NewBrowse(o.Theme, m.keys), nil, nil
	m.browse.Kinds, m.browse.HasCatalogueTable = o.Store.Info().Kinds, o.Store.Info().HasDefinitions
	m.loader.reset(o.Scope)
	m.definitions, m.notices = nil, notices{}
	m.session, m.recentScopes, m.focusFlag, m.countsStale = nil, nil, "", false
	m.stored = change.Snapshot{}
	m.timeout = o.Timeout
	m.setNotice(o.Notice)
	m.watchState = watchState{unwatch: m.unwatch, news: m.news, ownChanges: map[string]bool{}}
	m.browse.Show(o.Scope, nil, true)
	m.resetPreview()
}

// Timeout limits each operation of the open database.
func (m *Model) Timeout() time.Duration { return m.timeout }

// setKeys enables the keys that work on this database: those of the kinds of
// scope that it has and, unless it is read-only, those that write.
func (m *Model) setKeys() {
	m.keys = m.configuredKeys
	if m.frame.Session.ReadOnly != "" {
		m.keys = m.keys.ReadOnly()
	}
	m.keys.Contexts.SetEnabled(len(m.options.Contexts) > 0)
	m.keys.Doctor.SetEnabled(m.readFindings != nil)
	m.keys.OpenReadOnly.SetEnabled(m.options.ReopenReadOnly != nil)
	m.keys.Overview.SetEnabled(len(m.store.Info().Kinds.InheritingNothing()) > 0)
	kinds := m.pickable()
	m.keys.Kind.SetEnabled(len(kinds) > 1)
	m.keys.Kind.SetHelp(m.keys.Kind.Help().Key, strings.Join(kinds.Plurals(), " / "))
	m.keys.Tenants.SetHelp(m.keys.Tenants.Help().Key, kinds[0].Plural)
	m.frame.Back, m.frame.Quit = m.keys.Back, m.keys.Quit
}

// Close closes the open database.
func (m *Model) Close() error { return m.store.Close() }

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd { return tea.Batch(m.loadFirstPage(), m.watch()) }

// Update implements tea.Model. It lays the screens out, so that View changes
// nothing.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := m.update(msg)
	m.stopUnseenDiagnosis()
	if toggle, ok := m.screen().(*views.Toggle); ok {
		m.currentFrame().LayoutOver(m.below(), toggle)
	} else {
		m.currentFrame().Layout(m.screen())
	}
	return m, tea.Batch(cmd, m.watchCursor())
}

// View implements tea.Model.
func (m *Model) View() string {
	if m.frame.Width == 0 {
		return "" // the terminal has not reported its size yet
	}
	if toggle, ok := m.screen().(*views.Toggle); ok {
		return m.currentFrame().DrawOver(m.below(), toggle)
	}
	return m.currentFrame().Draw(m.screen())
}

// currentFrame is the frame, with what the user waits for.
func (m *Model) currentFrame() views.Frame {
	frame := m.frame
	frame.Status.Pending = m.pending()
	frame.Path = m.path()
	m.fill(&frame.Status)
	return frame
}

// path returns what the screens below the top one are called.
func (m *Model) path() []string {
	screens := []views.Screen{m.browse}
	for _, l := range m.layers {
		screens = append(screens, l.screen)
	}
	return views.Path(screens)
}

// pending names the operation that the user waits for.
func (m *Model) pending() string {
	switch {
	case m.writes.Pending() && m.writing > 1:
		return "Applying " + feature.Amount(m.writing, "change")
	case m.writes.Pending():
		return "Saving"
	case m.review.pending:
		return "Reading"
	case m.scopeLookup.pending:
		return "Looking the id up"
	case m.changes.pending && m.browse.WantsChanges():
		return "Reading who changed what"
	case m.connecting.pending:
		return "Connecting to " + m.connectingTo
	case m.loader.state == loading:
		return "Loading"
	case m.loader.state == refreshing && m.loader.reason != byWatch && !(m.saved != "" && m.browse.Reading()): // then the notice and the flag's row say so
		return m.readingText()
	}
	return ""
}

// manyFlags is the number of flags from which it takes a moment to read them.
const manyFlags = 1000

// readingText says what is read again.
func (m *Model) readingText() string {
	if n := len(m.definitions); n >= manyFlags {
		return "Reading " + feature.Amount(n, "flag")
	}
	return "Reading"
}

// now is time.Now; tests stop the clock.
var now = time.Now
