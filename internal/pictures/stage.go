package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/cli/demo"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/model"
	"flagtui/internal/views"
)

// patience limits the wait for each frame.
const patience = 30 * time.Second

// clock is the time on the pictures, shortly after the demo's last change.
var clock = time.Date(2026, time.November, 20, 16, 30, 0, 0, time.UTC)

// stage runs the dashboard on a database of its own.
type stage struct {
	program *tea.Program
	frames  chan string // the newest frame
	ended   chan error
}

// watched is the dashboard; show gets its frame after each message.
type watched struct {
	*model.Model
	show func(frame string)
}

func (w watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := w.Model.Update(msg)
	w.show(w.Model.View())
	return w, cmd
}

// open starts the dashboard of a picture on a new demo database in dir.
func open(ctx context.Context, dir string, p picture, t views.ThemeOptions) (*stage, error) {
	path := filepath.Join(dir, "shop.db")
	if err := demo.Create(ctx, path, ""); err != nil {
		return nil, err
	}
	store, err := data.Open(ctx, data.Options{URL: path, ReadOnly: p.session.ReadOnly != ""})
	if err != nil {
		return nil, err
	}
	session := p.session
	session.Database, session.Actor = "shop.db", "alice@ops1"
	dashboard := model.New(ctx, model.Options{Store: store, Session: session, Theme: t.Theme(), Scope: feature.ScopeInfo{Scope: feature.SystemScope()},
		Preview: true, Timeout: patience, Now: func() time.Time { return clock }}, &model.Writes{})
	s := &stage{frames: make(chan string, 1), ended: make(chan error, 1)}
	s.program = tea.NewProgram(watched{dashboard, s.show}, tea.WithContext(ctx), tea.WithInput(nil), tea.WithoutRenderer(), tea.WithoutSignalHandler())
	go func() {
		_, err := s.program.Run()
		dashboard.Close()
		s.ended <- err
	}()
	s.program.Send(tea.WindowSizeMsg{Width: p.width, Height: p.height})
	return s, nil
}

// show replaces the newest frame.
func (s *stage) show(frame string) {
	select {
	case <-s.frames:
	default:
	}
	s.frames <- frame
}

// close ends the dashboard.
func (s *stage) close() {
	s.program.Kill()
	<-s.ended
}

// press sends a key by its name, or a text as keys.
func (s *stage) press(key string) {
	named := map[string]tea.KeyType{"enter": tea.KeyEnter, "esc": tea.KeyEsc, "tab": tea.KeyTab, "down": tea.KeyDown, "up": tea.KeyUp}
	if kind, ok := named[key]; ok {
		s.program.Send(tea.KeyMsg{Type: kind})
		return
	}
	if key == "space" {
		key = " "
	}
	for _, r := range key {
		kind := tea.KeyRunes
		if r == ' ' {
			kind = tea.KeySpace
		}
		s.program.Send(tea.KeyMsg{Type: kind, Runes: []rune{r}})
	}
}

// play presses the step's key and returns the first frame that has all texts of the step
// and lacks the others. While the frame still asks for the key, the key is pressed again:
// a confirmation takes no key in its first moments.
func (s *stage) play(step step) (string, error) {
	if step.key != "" {
		s.press(step.key)
	}
	deadline := time.After(patience)
	again := time.NewTicker(time.Second)
	defer again.Stop()
	frame := ""
	for {
		select {
		case frame = <-s.frames:
			if step.shownIn(frame) {
				return frame, nil
			}
		case <-again.C:
			if step.asks != "" && strings.Contains(plain(frame), step.asks) {
				s.press(step.key)
			}
		case err := <-s.ended:
			s.ended <- err
			return "", fmt.Errorf("the dashboard has ended: %v", err)
		case <-deadline:
			return "", fmt.Errorf("after the key %q no frame has %q:\n%s", step.key, step.shows, plain(frame))
		}
	}
}

// shownIn reports whether a frame is the one that the step waits for.
func (s step) shownIn(frame string) bool {
	text := plain(frame)
	return !strings.Contains(text, "Reading") && (s.asks == "" || !strings.Contains(text, s.asks)) &&
		!slices.ContainsFunc(s.shows, func(part string) bool { return !strings.Contains(text, part) })
}
