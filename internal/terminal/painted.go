package terminal

import (
	"fmt"
	"runtime/debug"
	"sync"

	tea "github.com/charmbracelet/bubbletea"
)

// painted is a model whose frames are painted. Bubble Tea asks for one after
// each message.
type painted struct {
	tea.Model
	canvas *canvas
	anew   bool // the next frame is painted as on a terminal of which nothing is known

	mu   sync.Mutex
	bug  *Panic
	stop func() // ends the program
}

// crashed is the panic there was, if any.
func (m *painted) crashed() *Panic {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bug
}

// catch is to be deferred: it ends the program where something has panicked.
func (m *painted) catch() {
	if value := recover(); value != nil {
		bug := &Panic{value, debug.Stack()}
		if traced, ok := value.(interface{ Trace() []byte }); ok { // it comes from another goroutine
			bug.Stack = traced.Trace()
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.bug == nil {
			m.bug = bug
		}
		m.stop()
	}
}

// guard makes a command's panic the program's error. (Bubble Tea would print it
// before the terminal is left.)
func (m *painted) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer m.catch()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i, each := range batch {
				batch[i] = m.guard(each)
			}
		}
		return msg
	}
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
	if m.crashed() != nil {
		return
	}
	defer m.catch()
	model()
}

// Init implements tea.Model.
func (m *painted) Init() (cmd tea.Cmd) {
	m.call(func() { cmd = m.Model.Init() })
	return m.guard(cmd)
}

// Update implements tea.Model.
func (m *painted) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	_, m.anew = msg.(tea.WindowSizeMsg)
	m.call(func() { m.Model, cmd = m.Model.Update(msg) })
	return m, m.guard(cmd)
}

// View implements tea.Model: Bubble Tea has nothing to draw.
func (m *painted) View() string {
	m.call(func() { m.canvas.paint(m.Model.View(), m.anew) })
	m.anew = false
	return ""
}
