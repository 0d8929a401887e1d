package terminal

import (
	"fmt"
	"runtime/debug"
	"sync"

	tea "github.com/charmbracelet/bubbletea"
)

// hostedModel is a model whose frames go to a frameWriter. Bubble Tea calls View after each
// message.
type hostedModel struct {
	tea.Model
	frames *frameWriter
	redraw bool // all of the next frame is written

	mu   sync.Mutex
	bug  *Panic
	stop func() // ends the program
}

// panicked returns the first panic; nil if there was none.
func (m *hostedModel) panicked() *Panic {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bug
}

// catch must be deferred. It records a panic, and ends the program.
func (m *hostedModel) catch() {
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

// guard returns a command whose panic is recorded by catch. (Bubble Tea would print it on
// the screen before the terminal is restored.)
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

// Panic is a model's panic.
type Panic struct {
	Value any
	Stack []byte // of the goroutine that panicked, as text
}

// Error implements error.
func (p *Panic) Error() string { return fmt.Sprintf("flagtui has a bug: %v", p.Value) }

// call calls the model, unless something has panicked before, after which the model may be in any state.
func (m *hostedModel) call(model func()) {
	if m.panicked() != nil {
		return
	}
	defer m.catch()
	model()
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

// View implements tea.Model: Bubble Tea has nothing to draw.
func (m *hostedModel) View() string {
	m.call(func() { m.frames.show(m.Model.View(), m.redraw) })
	m.redraw = false
	return ""
}
