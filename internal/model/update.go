package model

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// update handles a message; Update adds the layout.
func (m *Model) update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.frame.Width, m.frame.Height = msg.Width, msg.Height
	case tea.KeyMsg:
		return m, m.onKey(msg)
	case firstPageLoaded:
		return m, m.onFirstPageLoaded(msg)
	case scopeLoaded:
		return m, m.onScopeLoaded(msg)
	case flagReread:
		return m, m.onFlagReread(msg)
	case countsLoaded:
		return m, m.onCountsLoaded(msg)
	case refreshTimer:
		m.loader.timerFired()
		return m, m.refreshIfChanged()
	case agesTimer:
		m.agesTimerSet = false
	case restTimer:
		return m, m.onRestTimer()
	case retry:
		return m, m.onRetry()
	case fileRead:
		return m, m.onFileRead(msg)
	case accessTimer:
		return m, m.onAccessTimer()
	case accessRead:
		m.onAccessRead(msg)
	case cursorRested:
		return m, m.onCursorRested(msg)
	case previewSlow:
		m.onPreviewSlow(msg)
	case previewRead:
		m.onPreviewRead(msg)
	case lastChangesRead:
		m.onLastChangesRead(msg)
	case changesRead:
		m.onChangesRead(msg)
	case recentLoaded:
		m.onRecentLoaded(msg)
	case contextChecked:
		onContextChecked(msg)
	case diagnosisRead:
		m.onDiagnosisRead(msg)
	case rowsChecked:
		return m, onRowsChecked(msg)
	case tabsCounted:
		onTabsCounted(msg)
	case layerRead:
		return m, m.onLayerRead(msg)
	case watchSignal:
		return m, m.onWatchSignal(msg)
	case newsTimer:
		return m, m.onNewsTimer()
	case newsRead:
		m.onNewsRead(msg)
	case exported:
		m.onExported(msg)
	case copied:
		m.onCopied(msg)
	case tea.MouseMsg:
		return m, m.onMouse(msg)
	case scopeLookedUp:
		return m, m.onScopeLookedUp(msg)
	case contextOpened:
		return m, m.onContextOpened(msg)
	case reviewLoaded:
		return m, m.onReviewLoaded(msg)
	case impactLoaded:
		m.onImpactLoaded(msg)
	case toggleArmed:
		if msg.number == m.armNumber {
			msg.screen.Arm()
		}
	case proposalApplied:
		return m, m.onProposalApplied(msg)
	case stepEnded:
		m.onStepEnded(msg)
	case liveConfirmed:
		m.onLiveConfirmed(msg)
	case appAsked:
		m.onAppAsked(msg)
	}
	return m, nil
}

func (m *Model) onRecentLoaded(msg recentLoaded) {
	switch {
	case !m.recent.done(msg.seq):
	case msg.err != nil:
		m.fail(subject{kind: sorting}, msg.err)
	case msg.again && !m.browse.SortedByChange(): // the user has chosen another order
	default:
		if msg.names == nil {
			msg.names = []string{}
		}
		m.browse.SortByChange(msg.names)
		m.limitRest(msg.took)
	}
}

// onImpactLoaded shows how many tenants a change affects. It drops the error of a
// confirmation that was left.
func (m *Model) onImpactLoaded(msg impactLoaded) {
	switch {
	case msg.err == nil:
		msg.toggle.SetImpact(msg.impact)
	case any(m.screen()) == any(msg.toggle):
		m.fail(subject{kind: impactReading}, msg.err)
		fallthrough
	default:
		msg.toggle.ImpactUnknown()
	}
}

// onScopeLookedUp goes to the scope whose id was typed. If the database does not know
// the scope, the picker asks for confirmation.
func (m *Model) onScopeLookedUp(msg scopeLookedUp) tea.Cmd {
	if !m.scopeLookup.done(msg.seq) {
		return nil
	}
	switch {
	case errors.Is(msg.err, feature.ErrUnknown):
		if picker, ok := m.screen().(*views.Picker); ok {
			question := msg.err.Error() + "."
			if hint := feature.Hint(msg.err); hint != "" {
				question = msg.err.Error() + "; " + hint
			}
			picker.Ask(msg.info.Scope, question)
		} else {
			m.fail(subject{kind: lookingUp}, msg.err)
		}
	case msg.err != nil:
		m.fail(subject{kind: lookingUp}, msg.err)
	default:
		return m.goTo(msg.info)
	}
	return nil
}

// onContextOpened switches to another database. It refuses while a write is pending. It
// cancels the old database's requests, so that their replies are dropped.
func (m *Model) onContextOpened(msg contextOpened) tea.Cmd {
	switch {
	case !m.connecting.done(msg.seq):
		if msg.err == nil {
			return closeStore(msg.options.Store)
		}
	case msg.err != nil:
		m.fail(subject{kind: lookingUp}, msg.err)
	case m.writes.Pending():
		m.fail(subject{kind: lookingUp}, &feature.Problem{Text: "a change is still being saved", Hint: "try again in a moment"})
		return closeStore(msg.options.Store)
	default:
		old := m.store
		for _, r := range []*request{&m.counts, &m.recent, &m.changes, &m.scopeLookup, &m.connecting, &m.review, &m.news.request, &m.accessCheck.request, &m.file.request} {
			r.cancel()
		}
		flag := m.browse.PreviewFlag()
		was, scope := m.frame.Session, m.loader.target
		if is := msg.options.Session; is.Context == was.Context && is.Database == was.Database {
			msg.options.Scope = scope // the same database, opened otherwise
		}
		m.adopt(msg.options)
		m.focusFlag = flag
		if msg.answer != "" {
			m.setAnswer(msg.answer)
		}
		return tea.Batch(closeStore(old), m.loadFirstPage(), m.watch())
	}
	return nil
}
