package model

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
)

// catalogueFile is the catalogue file or URL of the option --flags.
type catalogueFile struct {
	read    func(context.Context) ([]feature.Definition, error) // nil without --flags
	at      time.Time                                           // time of the last read
	request request
}

// fileRead is the reply to rereadFile.
type fileRead struct {
	seq  int
	defs []feature.Definition
	at   time.Time
	err  error
}

// rereadFile reads the catalogue file or URL again.
func (m *Model) rereadFile() tea.Cmd {
	if m.file.read == nil {
		return nil
	}
	read, seq := m.file.read, m.file.request.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		at := m.now()
		defs, err := read(ctx)
		return fileRead{seq: seq, defs: defs, at: at}, err
	}, func(err error) tea.Msg { return fileRead{seq: seq, err: err} })
}

// onFileRead shows the definitions read from the file. If the file cannot be read, the
// old definitions stay.
func (m *Model) onFileRead(msg fileRead) tea.Cmd {
	if !m.file.request.done(msg.seq) {
		return nil
	}
	if msg.err != nil {
		m.fail(subject{kind: cataloguing}, &feature.Problem{
			Text: fmt.Sprintf("the catalogue is shown as it was at %s: %v", m.file.at.Format(time.DateTime), msg.err), Hint: feature.Hint(msg.err), Cause: msg.err})
		return nil
	}
	m.clearProblem(subject{kind: cataloguing})
	m.file.at, m.fromFile = msg.at, slices.Concat([]feature.Definition{}, msg.defs) // never nil, which would mean that no file was given
	if m.loader.bringsDefinitions() || slices.EqualFunc(m.fromFile, m.definitions, feature.Definition.Equal) {
		return nil // the pending load shows them
	}
	return m.refresh(byUser)
}
