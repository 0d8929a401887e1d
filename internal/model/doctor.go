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

// diagnosisTime limits a diagnosis, which reads every row. Each of its statements
// has the store's limit, too.
const diagnosisTime = 10 * time.Minute

// diagnosis is the diagnosis that is being read, if any.
type diagnosis struct {
	layer *layer
	stop  context.CancelFunc // nil: none is being read
}

// diagnosisRead is the reply to diagnose.
type diagnosisRead struct {
	layer  *layer
	seq    int
	result doctor.Result
	err    error
}

// rowsChecked says how far a diagnosis has come; rows sends the next number.
type rowsChecked struct {
	layer *layer
	seq   int
	n     int
	rows  <-chan int
}

// openDoctor shows what is wrong with the database.
func (m *Model) openDoctor() tea.Cmd {
	l := &layer{screen: views.NewDoctor(m.frame.Theme, m.keys), about: diagnosing}
	return tea.Batch(m.open(l), m.diagnose(l))
}

// diagnose reads the database for a screen of findings. The reading ends when the
// screen is closed.
func (m *Model) diagnose(l *layer) tea.Cmd {
	m.stopDiagnosis()
	m.clearProblem(subject{kind: diagnosing})
	l.screen.(*views.Doctor).Reading(0)
	ctx, stop := context.WithTimeout(m.ctx, diagnosisTime)
	m.diagnosis = diagnosis{l, stop}
	seq, read, rows := l.reading.next(), m.readFindings, make(chan int, 1)
	progress := func(n int) {
		select {
		case <-rows: // the number before, which nobody has seen
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

// nextRows waits until a diagnosis says how far it has come.
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
	if msg.seq == msg.layer.reading.seq && msg.layer.reading.pending {
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
		shown.Findings = append(shown.Findings, views.Finding{Kind: doctor.Title(f.Code), Message: f.Message, Fix: f.Fix, Change: f.Change})
	}
	for _, code := range doctor.Codes() {
		if n := msg.result.Counts[code]; n > 0 {
			shown.Counts = append(shown.Counts, views.FindingCount{Kind: doctor.Title(code), N: n})
		}
	}
	screen.Show(shown)
}

// stopDiagnosis ends the diagnosis that is being read.
func (m *Model) stopDiagnosis() {
	if m.diagnosis.stop != nil {
		m.diagnosis.stop()
		m.diagnosis.layer.reading.cancel()
	}
	m.diagnosis = diagnosis{}
}

// stopUnseenDiagnosis ends the diagnosis whose screen has been closed.
func (m *Model) stopUnseenDiagnosis() {
	open := func(layers []*layer) bool { return slices.Contains(layers, m.diagnosis.layer) }
	if m.diagnosis.stop != nil && !open(m.layers) && !slices.ContainsFunc(m.trail, func(p place) bool { return open(p.layers) }) {
		m.stopDiagnosis()
	}
}

// showFixed tells the screens of findings which overrides have been removed.
func (m *Model) showFixed(changed []feature.Change) {
	for _, l := range m.layers {
		if screen, ok := l.screen.(*views.Doctor); ok {
			screen.Fixed(changed)
		}
	}
}
