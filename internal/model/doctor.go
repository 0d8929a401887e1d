package model

import (
	"context"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/doctor"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// diagnosisTime limits a diagnosis, which reads every row. The store's timeout limits
// each statement of the diagnosis.
const diagnosisTime = 10 * time.Minute

// diagnosis is the running diagnosis, if any.
type diagnosis struct {
	layer *layer
	stop  context.CancelFunc // nil if none is running
}

// diagnosisRead is the reply to diagnose.
type diagnosisRead struct {
	layer  *layer
	seq    int
	result doctor.Result
	err    error
}

// rowsChecked reports a diagnosis's progress: it has read n rows. The channel rows
// delivers the next number.
type rowsChecked struct {
	layer *layer
	seq   int
	n     int
	rows  <-chan int
}

// openDoctor opens the list of findings.
func (m *Model) openDoctor() tea.Cmd {
	l := &layer{screen: views.NewDoctor(m.frame.Theme, m.keys), about: diagnosing}
	return tea.Batch(m.open(l), m.diagnose(l))
}

// diagnose reads the findings for a doctor screen. Closing the screen ends the
// diagnosis.
func (m *Model) diagnose(l *layer) tea.Cmd {
	m.stopDiagnosis()
	m.clearProblem(subject{kind: diagnosing})
	l.screen.(*views.Doctor).Reading(0)
	ctx, stop := context.WithTimeout(m.ctx, diagnosisTime)
	m.diagnosis = diagnosis{l, stop}
	seq, read, rows := l.reading.next(), m.readFindings, make(chan int, 1)
	progress := func(n int) {
		select {
		case <-rows: // drop the previous number, which nobody has received
		default:
		}
		rows <- n
	}
	run := command(ctx, func(ctx context.Context) (tea.Msg, error) {
		result, err := read(ctx, progress)
		return diagnosisRead{layer: l, seq: seq, result: result}, err
	}, func(err error) tea.Msg { return diagnosisRead{layer: l, seq: seq, err: err} })
	return tea.Batch(func() tea.Msg {
		defer close(rows)
		return run()
	}, nextRows(l, seq, rows))
}

// nextRows waits for a diagnosis's next progress report.
func nextRows(l *layer, seq int, rows <-chan int) tea.Cmd {
	return func() tea.Msg {
		n, ok := <-rows
		if !ok {
			return nil
		}
		return rowsChecked{l, seq, n, rows}
	}
}

func onRowsChecked(msg rowsChecked) tea.Cmd {
	if msg.seq == msg.layer.reading.seq {
		msg.layer.screen.(*views.Doctor).Reading(msg.n)
	}
	return nextRows(msg.layer, msg.seq, msg.rows)
}

func (m *Model) onDiagnosisRead(msg diagnosisRead) {
	if !msg.layer.reading.done(msg.seq) {
		return
	}
	m.stopDiagnosis()
	screen := msg.layer.screen.(*views.Doctor)
	if msg.err != nil {
		screen.Failed()
		m.fail(subject{kind: diagnosing}, msg.err)
		return
	}
	shown := views.Diagnosis{Rows: msg.result.Rows}
	for _, f := range msg.result.Findings {
		shown.Findings = append(shown.Findings, views.Finding{Kind: doctor.Title(m.frame.Theme.Language, f.Code, m.store.Info().Kinds), Message: f.Message, Fix: f.Fix, Change: f.Change})
	}
	for _, code := range doctor.Codes() {
		if n := msg.result.Counts[code]; n > 0 {
			shown.Counts = append(shown.Counts, views.FindingCount{Kind: doctor.Title(m.frame.Theme.Language, code, m.store.Info().Kinds), N: n})
		}
	}
	screen.Show(shown)
}

// stopDiagnosis ends the running diagnosis.
func (m *Model) stopDiagnosis() {
	if m.diagnosis.stop != nil {
		m.diagnosis.stop()
		m.diagnosis.layer.reading.cancel()
	}
	m.diagnosis = diagnosis{}
}

// stopUnseenDiagnosis ends a running diagnosis whose screen was closed.
func (m *Model) stopUnseenDiagnosis() {
	open := func(layers []*layer) bool { return slices.Contains(layers, m.diagnosis.layer) }
	if !open(m.layers) && !slices.ContainsFunc(m.trail, func(p place) bool { return open(p.layers) }) {
		m.stopDiagnosis()
	}
}

// showFixed removes the findings whose overrides were removed.
func (m *Model) showFixed(changed []feature.Change) {
	for _, l := range m.layers {
		if screen, ok := l.screen.(*views.Doctor); ok {
			screen.Fixed(changed)
		}
	}
}
