package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"

	"flagtui/internal/data"
	"flagtui/internal/model"
	"flagtui/internal/views"
)

// dashboard opens the screens; where there is no terminal to show them on,
// it prints the list instead.
func (a *app) dashboard(ctx context.Context) error {
	if !term.IsTerminal(a.stdout.Fd()) || os.Getenv("TERM") == "dumb" {
		return a.list(ctx, only{})
	}
	defs, err := a.readCatalogue()
	if err != nil {
		return err
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	scope, err := a.scope(ctx, store)
	if err != nil {
		return err
	}
	return a.show(ctx, model.Options{
		Store: store, Session: a.session(store.Facts()), Theme: a.theme(), Scope: scope, Definitions: defs,
	})
}

// session is what the header shows.
func (a *app) session(facts data.Facts) views.Session {
	return views.Session{
		Database: facts.Name(),
		ReadOnly: facts.ReadOnly,
		Actor:    a.actor,
		Live:     "after the app restarts (it reads overrides when it starts)",
	}
}

// show runs the screens until the user leaves, and then waits for a write
// that is still under way.
func (a *app) show(ctx context.Context, options model.Options) error {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	writes := &model.Writes{}
	input := &terminalInput{File: a.stdin}
	program := tea.NewProgram(model.New(reading, options, writes),
		tea.WithAltScreen(), tea.WithInput(input), tea.WithOutput(a.stdout), tea.WithoutSignalHandler())
	input.gone = program.Quit
	// ctx ends with SIGINT and SIGTERM. Bubble Tea v1 takes no notice of
	// SIGHUP; a dropped SSH line must not leave a session behind.
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	go func() {
		select {
		case <-hup:
		case <-reading.Done():
		}
		program.Quit()
	}()
	_, err := program.Run()
	stop()
	if outcome, ended := writes.Wait(a.timeout); !ended {
		fmt.Fprintln(a.stderr, "flagtui: the database has not answered the last change; look again whether it was saved")
	} else if outcome != "" {
		fmt.Fprintln(a.stderr, "flagtui: "+outcome)
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	return err
}

// terminalInput is the terminal's input, and notices its end. A terminal that
// goes away while SIGHUP is ignored (nohup) shows in no other way, and Bubble
// Tea v1 takes the end of its input for silence.
type terminalInput struct {
	*os.File
	gone func()
}

// Read implements io.Reader.
func (t *terminalInput) Read(p []byte) (int, error) {
	n, err := t.File.Read(p)
	if err != nil || n == 0 {
		t.gone()
	}
	return n, err
}
