// Package model is the dashboard's state and its one tea.Model: it takes
// messages, asks the screens what a key means, performs that, and draws.
package model

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
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

	// Contexts are the configured databases that can be switched to, and
	// Connect opens one of them.
	Contexts []string
	Connect  func(ctx context.Context, name string) (Options, error)
	// Notice is what is to be said when the database is opened.
	Notice string
	// Timeout is how long a step of the database may take.
	Timeout time.Duration

	// Clipboard takes a text to the terminal's clipboard.
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
	layers []*layer // the screens above browse; the last one has the keys
	trail  []place  // where back leads from the scope that is shown

	session [][]feature.Entry // the change-sets made in this session, the oldest first

	contexts []string
	connect  func(ctx context.Context, name string) (Options, error)

	// The definitions read last. Those of a file are read again where the user
	// asks for it.
	fromFile    []feature.Definition
	file        catalogueFile
	definitions []feature.Definition

	// goal is the scope that is shown or, while a load is under way, will be.
	// due: the next load is to read the definitions; one that was to bring them
	// has not done so.
	goal   feature.ScopeInfo
	due    bool
	system map[string]feature.Stored // the system's overrides, as read last
	own    map[string]feature.Stored // those of the scope that is shown
	gates  feature.ScopeRollouts     // what decides canary features there

	// The newest request of each kind, and whether it is still under way. The
	// answer to an older one is dropped.
	load, counts, recent, lookup request
	accessing                    request // for whether the database may be written to
	review                       request // what an undo or a kill would change, to be confirmed
	arming                       int     // numbers the timers that let a confirmation take keys
	looking                      string  // what the lookup is, in a word
	uncounted                    bool    // the tenants' overrides may have changed since they were counted

	vigil

	given    keys.Map // as configured, whatever the database takes
	access   string   // why the database may not be written to, as it was said last
	retrying bool     // a timer is to try the first reading again

	clipboard func(text string) error

	wanted       string              // the flag to put the cursor on once the scope is there
	recentScopes []feature.ScopeInfo // those visited, the last one first

	problems []problem // the newest first
	unseen   bool      // no key was pressed since a write was reported
	written  string    // what the last write has done, until it has been read again

	timeout time.Duration

	// tick is tea.Tick; tests do not wait.
	tick func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
}

// request numbers the requests of one kind.
type request struct {
	seq     int
	pending bool
}

// next starts a request and returns its number.
func (r *request) next() int {
	r.seq, r.pending = r.seq+1, true
	return r.seq
}

// cancel makes the request's answer one to drop.
func (r *request) cancel() { r.seq, r.pending = r.seq+1, false }

// done tells whether this is the answer to the newest request.
func (r *request) done(seq int) bool {
	if seq != r.seq {
		return false
	}
	r.pending = false
	return true
}

// New makes a dashboard. ctx ends its reading; a write under way goes on, and
// is in writes until it has ended.
func New(ctx context.Context, o Options, writes *Writes) *Model {
	m := &Model{ctx: ctx, writes: writes, tick: tea.Tick}
	m.adopt(o)
	return m
}

// adopt starts afresh on a database.
func (m *Model) adopt(o Options) {
	m.given = keys.Default()
	if o.Keys != nil {
		m.given = *o.Keys
	}
	m.store, m.fromFile = o.Store, o.Definitions
	m.file.read, m.file.at = o.ReadDefinitions, now()
	m.contexts, m.connect = o.Contexts, o.Connect
	if o.Clipboard != nil { // the terminal stays the same
		m.clipboard = o.Clipboard
	}
	m.frame.Theme, m.frame.Session, m.frame.Status = o.Theme, o.Session, views.Status{}
	m.access = o.Store.Info().ReadOnly
	m.setKeys()
	m.browse, m.layers, m.trail = views.NewBrowse(o.Theme, m.keys), nil, nil
	m.browse.Live, m.browse.HasCatalogueTable = o.Session.LiveScoped, o.Store.Info().HasDefinitions
	m.definitions, m.goal, m.due, m.problems = nil, o.Scope, true, nil
	m.session, m.recentScopes, m.wanted, m.uncounted = nil, nil, "", false
	m.system, m.own = nil, nil
	m.written, m.unseen, m.timeout = "", false, o.Timeout
	m.say(o.Notice)
	m.vigil = vigil{unwatch: m.unwatch, news: m.news, mine: map[string]bool{}}
	m.browse.Show(o.Scope, nil, true)
}

// Timeout is how long a step of the database that is open may take.
func (m *Model) Timeout() time.Duration { return m.timeout }

// setKeys enables the keys for what the database has, and takes.
func (m *Model) setKeys() {
	m.keys = m.given
	if m.frame.Session.ReadOnly != "" {
		m.keys = m.keys.ReadOnly()
	}
	m.keys.Contexts.SetEnabled(len(m.contexts) > 0)
	m.keys.Overview.SetEnabled(m.store.Info().Has(feature.Project) || m.store.Info().Has(feature.Section))
	kinds := m.pickable()
	m.keys.Kind.SetEnabled(len(kinds) > 1)
	m.keys.Tenants.SetHelp(m.keys.Tenants.Help().Key, kinds[0].Plural())
	m.frame.Back, m.frame.Quit = m.keys.Back, m.keys.Quit
}

// Close gives up the database that is open.
func (m *Model) Close() error { return m.store.Close() }

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd { return tea.Batch(m.begin(), m.watch()) }

// View implements tea.Model.
func (m *Model) View() string {
	if m.frame.Width == 0 {
		return "" // the terminal's size is on its way
	}
	m.frame.Status.Pending = m.pending()
	if toggle, ok := m.screen().(*views.Toggle); ok {
		return m.frame.DrawOver(m.below(), toggle)
	}
	return m.frame.Draw(m.screen())
}

// pending says what is being waited for.
func (m *Model) pending() string {
	switch {
	case m.writes.Pending():
		return "Saving"
	case m.review.pending:
		return "Reading"
	case m.lookup.pending:
		return m.looking
	case m.load.pending && m.frame.Status.ReadAt.IsZero():
		return "Loading"
	case m.load.pending && !m.unasked && !(m.unseen && m.browse.Reading()): // what was saved is said, and the flag itself says so
		return "Reading"
	}
	return ""
}

// now is the time that a reply arrives; tests stop the clock.
var now = time.Now
