package paint

import (
	"fmt"
	"runtime/debug"

	tea "github.com/charmbracelet/bubbletea"
)

// painted is a model whose frames are painted. Bubble Tea asks for one after
// each message.
type painted struct {
	tea.Model
	canvas *canvas
	anew   bool // the next frame is painted as on a terminal of which nothing is known

	bug  *Panic
	stop func() // ends the program
}

// Panic is a model's panic.
type Panic struct {
	Value any
	Stack []byte // of the goroutine that panicked, as text
}

// Error implements error.
func (p *Panic) Error() string { return fmt.Sprintf("flagtui has a bug: %v", p.Value) }

// call calls the model, unless it has panicked: it may be in any state then.
// (Bubble Tea would print the panic before the terminal is left.)
func (m *painted) call(model func()) {
	if m.bug != nil {
		return
	}
	defer func() {
		if value := recover(); value != nil {
			m.bug = &Panic{value, debug.Stack()}
			m.stop()
		}
	}()
	model()
}

// Init implements tea.Model.
func (m *painted) Init() (cmd tea.Cmd) {
	m.call(func() { cmd = m.Model.Init() })
	return cmd
}

// Update implements tea.Model.
func (m *painted) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	_, m.anew = msg.(tea.WindowSizeMsg)
	m.call(func() { m.Model, cmd = m.Model.Update(msg) })
	return m, cmd
}

// View implements tea.Model: Bubble Tea has nothing to draw.
func (m *painted) View() string {
	m.call(func() { m.canvas.paint(m.Model.View(), m.anew) })
	m.anew = false
	return ""
}
