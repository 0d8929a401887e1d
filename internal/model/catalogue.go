package model

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
)

// catalogueFile is the file that the definitions come from, if they come from one.
type catalogueFile struct {
	read    func() ([]feature.Definition, error) // nil: there is none
	at      time.Time                            // when it was last read
	request request
}

// fileRead brings the definitions of the file.
type fileRead struct {
	seq  int
	defs []feature.Definition
	at   time.Time
	err  error
}

// rereadFile reads the file of the definitions again.
func (m *Model) rereadFile() tea.Cmd {
	if m.file.read == nil {
		return nil
	}
	read, seq := m.file.read, m.file.request.next()
	return command(m.ctx, func(context.Context) (tea.Msg, error) {
		at := now()
		defs, err := read()
		return fileRead{seq: seq, defs: defs, at: at}, err
	}, func(err error) tea.Msg { return fileRead{seq: seq, err: err} })
}

// fileRead shows what the file defines by now. Where that cannot be read, what it
// defined before stays.
func (m *Model) fileRead(msg fileRead) tea.Cmd {
	if !m.file.request.done(msg.seq) {
		return nil
	}
	if msg.err != nil {
		m.fail(subject{kind: cataloguing}, &feature.Problem{
			Text: fmt.Sprintf("the catalogue is shown as it was at %s: %v", m.file.at.Format(time.DateTime), msg.err), Hint: feature.Hint(msg.err), Cause: msg.err})
		return nil
	}
	m.over(subject{kind: cataloguing})
	m.file.at, m.fromFile = msg.at, slices.Concat([]feature.Definition{}, msg.defs) // nil would mean that there is no file
	if m.load.pending && m.due || slices.EqualFunc(m.fromFile, m.definitions, feature.Definition.Equal) {
		return nil // the load under way shows it
	}
	return m.refresh()
}
