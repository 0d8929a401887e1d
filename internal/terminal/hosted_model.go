package terminal

import (
	"fmt"
	"runtime/debug"
	"sync"

	tea "github.com/charmbracelet/bubbletea"
)

// hostedModel wraps a model and sends its frames to a frameWriter. Bubble Tea calls
// View after each message.
type hostedModel struct {
	tea.Model
	frames *frameWriter
	redraw bool // whether to write every row of the next frame

	mu   sync.Mutex
	bug  *Panic
	stop func() // ends the program
}

// panicked returns the first panic, or nil.
func (m *hostedModel) panicked() *Panic {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bug
}

// catch records a panic and ends the program. It must be deferred.
func (m *hostedModel) catch() {
	if value := recover(); value != nil {
		bug := &Panic{value, debug.Stack()}
		if traced, ok := value.(interface{ Trace() []byte }); ok { // another goroutine panicked
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

// guard returns a command that runs cmd under catch. Bubble Tea would print a panic
// before the terminal is restored.
func (m *hostedModel) guard(cmd tea.Cmd) tea.Cmd {
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

// Panic is the error for a panic of the model.
type Panic struct {
	Value any
	Stack []byte // the stack of the goroutine that panicked, as text
}

// Error implements error.
func (p *Panic) Error() string { return fmt.Sprintf("flagtui has a bug: %v", p.Value) }

// call runs fn, which calls a method of the model. After a panic it does nothing, because the
// model may be inconsistent.
func (m *hostedModel) call(fn func()) {
	if m.panicked() != nil {
		return
	}
	defer m.catch()
	fn()
}

// Init implements tea.Model.
func (m *hostedModel) Init() (cmd tea.Cmd) {
	m.call(func() { cmd = m.Model.Init() })
	return m.guard(cmd)
}

// Update implements tea.Model.
func (m *hostedModel) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	_, m.redraw = msg.(tea.WindowSizeMsg)
	m.call(func() { m.Model, cmd = m.Model.Update(msg) })
	return m, m.guard(cmd)
}

// View implements tea.Model. It returns "", so that Bubble Tea draws nothing.
func (m *hostedModel) View() string {
	m.call(func() { m.frames.show(m.Model.View(), m.redraw) })
	m.redraw = false
	return ""
}
