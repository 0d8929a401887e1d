// Package model holds the dashboard's state and its only tea.Model. The model passes
// each key to the top screen, carries out the intent that the screen returns, and draws
// the screen.
package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/doctor"
	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// Options are the inputs of a dashboard.
type Options struct {
	Store   data.Store
	Session views.Session
	Theme   views.Theme
	Keys    *keys.Map         // a nil map selects keys.Default()
	Scope   feature.ScopeInfo // the scope shown first

	// Definitions are those of the catalogue file or URL. They are nil without one; the
	// database may have a catalogue then.
	Definitions []feature.Definition
	// ReadDefinitions reads the catalogue file or URL again. It is nil without --flags.
	ReadDefinitions func(context.Context) ([]feature.Definition, error)

	// Contexts are the configured databases that the user can switch to. Connect opens a
	// context, and ConnectReadOnly opens it for reading only. ReachContext tries to
	// reach a context's database. A nil ReachContext disables the check.
	Contexts                 []views.ContextInfo
	Connect, ConnectReadOnly func(ctx context.Context, name string) (Options, error)
	ReachContext             func(ctx context.Context, name string) error
	// ReopenReadOnly opens this database again for reading only. A nil ReopenReadOnly
	// disables the command.
	ReopenReadOnly func(ctx context.Context) (Options, error)
	// Preview shows the preview pane if the terminal has room for it.
	Preview bool
	// ReadFindings reads the doctor's findings. It calls progress now and then with the
	// number of rows read. A nil ReadFindings disables the doctor.
	ReadFindings func(ctx context.Context, progress func(rows int)) (doctor.Result, error)
	// Steps follow each saved change-set.
	Steps change.Steps
	// StepsErr says why a read-only session has no Steps. It is nil if they are complete.
	StepsErr error
	// Notice is shown when the database is opened.
	Notice string
	// Timeout limits each operation of the store.
	Timeout time.Duration

	// Remote reports whether the user is at another machine. The dashboard then writes no
	// files and cannot be suspended.
	Remote bool

	// Clipboard copies text to the terminal's clipboard.
	Clipboard func(text string) error

	// Now returns the present time. A nil Now selects time.Now. Only the first Options
	// bring a clock.
	Now func() time.Time
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
	trail  []place  // the places that esc returns to; the last one comes first

	session [][]feature.Entry // the change-sets made in this session, oldest first

	options Options // of the open database

	readFindings func(ctx context.Context, progress func(rows int)) (doctor.Result, error)
	diagnosis    diagnosis

	fromFile    []feature.Definition // the catalogue file's definitions; nil without a file
	file        catalogueFile
	definitions []feature.Definition // the definitions shown

	loader loader

	stored change.Snapshot // the stored values that decide at the scope shown

	// The newest request of each kind. Replies to older requests are dropped.
	counts, recent          request
	changes                 request // reads the last change of every flag
	scopeLookup, connecting request
	connectingTo            string // name of the context or the database
	writing                 int    // number of changes in the newest write
	accessCheck             access
	review                  request // reads what an undo or a kill would change
	armNumber               int     // the number of the newest timer that arms a confirmation
	countsStale             bool    // the counts may be out of date

	watchState
	preview previewState
	live    *liveState

	configuredKeys keys.Map // the configured keys, all enabled
	readOnlyReason string   // reason last shown; empty if the database is writable

	clipboard func(text string) error

	focusFlag    string              // the flag that gets the cursor after the next load
	recentScopes []feature.ScopeInfo // the scopes visited, newest first

	notices

	timeout    time.Duration
	retryDelay time.Duration // the last delay of a retry while the server has no free connection

	now func() time.Time

	agesTimerSet bool // an agesTimer is running

	// tick is tea.Tick until ctx ends; tests replace it to avoid waiting.
	tick func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
}

// request tracks the newest request of one kind.
type request struct {
	seq     int
	pending bool
}

// next starts a request and returns its number.
func (r *request) next() int {
	r.seq, r.pending = r.seq+1, true
	return r.seq
}

// cancel makes the model drop the pending reply.
func (r *request) cancel() { r.seq, r.pending = r.seq+1, false }

// done reports whether seq is the newest request's number. If so, the request is no
// longer pending.
func (r *request) done(seq int) bool {
	if seq != r.seq {
		return false
	}
	r.pending = false
	return true
}

// New makes a dashboard. When ctx ends, reads are cancelled; writes continue and stay in
// writes until they end.
func New(ctx context.Context, o Options, writes *Writes) *Model {
	m := &Model{ctx: ctx, writes: writes, now: o.Now, tick: tickUntil(ctx), preview: previewState{on: o.Preview}}
	if m.now == nil {
		m.now = time.Now
	}
	m.adopt(o)
	return m
}

// adopt resets the model for the database in o.
func (m *Model) adopt(o Options) {
	m.configuredKeys = keys.Default()
	if o.Keys != nil {
		m.configuredKeys = *o.Keys
	}
	m.store, m.fromFile = o.Store, o.Definitions
	m.file.read, m.file.at = o.ReadDefinitions, m.now()
	m.options = o
	m.stopDiagnosis()
	m.readFindings = o.ReadFindings
	if o.Clipboard != nil { // only the first Options bring a clipboard
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
	m.watchState = watchState{unwatch: m.unwatch, news: news{request: m.news.request}, ownChanges: map[string]bool{}}
	m.browse.Show(o.Scope, nil, true)
	m.resetPreview()
	m.resetLive()
}

// Timeout returns the time limit of each store operation.
func (m *Model) Timeout() time.Duration { return m.timeout }

// StepsLimit returns the longest time that the steps after a change take.
func (m *Model) StepsLimit() time.Duration { return m.options.Steps.Limit() }

// setKeys enables the keys that work on this database. They depend on its kinds of
// scope, and on whether it is writable.
func (m *Model) setKeys() {
	m.keys = m.configuredKeys
	if m.frame.Session.ReadOnly != "" {
		m.keys = m.keys.ReadOnly()
	}
	m.keys.Contexts.SetEnabled(len(m.options.Contexts) > 0)
	m.keys.Doctor.SetEnabled(m.readFindings != nil)
	m.keys.Export.SetEnabled(!m.options.Remote)
	m.keys.Suspend.SetEnabled(!m.options.Remote)
	m.keys.OpenReadOnly.SetEnabled(m.options.ReopenReadOnly != nil)
	m.keys = m.keys.WithKinds(m.store.Info().Kinds)
	m.frame.Back, m.frame.Quit = m.keys.Back, m.keys.Quit
}

// Close closes the open database.
func (m *Model) Close() error { return m.store.Close() }

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd { return tea.Batch(m.loadFirstPage(), m.watch()) }

// Update implements tea.Model. It lays out the screens, because View must change
// nothing.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := m.update(msg)
	m.stopUnseenDiagnosis()
	if toggle, ok := m.screen().(*views.Toggle); ok {
		m.currentFrame().LayoutOver(m.below(), toggle)
	} else {
		m.currentFrame().Layout(m.screen())
	}
	return m, tea.Batch(cmd, m.watchCursor(), m.watchAges())
}

// View implements tea.Model.
func (m *Model) View() string {
	if toggle, ok := m.screen().(*views.Toggle); ok {
		return m.currentFrame().DrawOver(m.below(), toggle)
	}
	return m.currentFrame().Draw(m.screen())
}

// currentFrame returns the frame with its present status and path.
func (m *Model) currentFrame() views.Frame {
	frame := m.frame
	frame.Status.Pending = m.pending()
	frame.Path = m.path()
	m.fill(&frame.Status)
	return frame
}

// path returns the titles of the open screens.
func (m *Model) path() []string {
	screens := []views.Screen{m.browse}
	for _, l := range m.layers {
		screens = append(screens, l.screen)
	}
	return views.Path(screens)
}

// say returns a text in the language of the screens.
func (m *Model) say(text words.Text, args ...any) string { return m.frame.Theme.Say(text, args...) }
