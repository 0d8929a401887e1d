package cli

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// confirmWrite asks the user to confirm a write unless the flags confirm it. what is a
// description of the write, such as "set 2 flags". In a dry run, confirmWrite returns
// false. It fails with feature.ErrConfirm if neither flags nor answer confirm the write.
func (a *app) confirmWrite(ctx context.Context, what string) (bool, error) {
	refuse := func(text, hint string) (bool, error) {
		return false, &feature.Problem{Kind: feature.ErrConfirm, Text: text, Hint: hint}
	}
	name := cmp.Or(a.guard, a.context)
	_, terminal := terminalFile(a.stdin)
	ask := !a.noInput && terminal
	switch {
	case a.dryRun:
		a.warn("would %s; nothing was written", what)
		return false, nil
	case a.confirm != "" && a.confirm != name:
		return refuse(fmt.Sprintf("--confirm names %q, but the context is %q: nothing was written", a.confirm, name), "")
	case a.guard != "" && a.confirm != "":
		return true, nil
	case a.guard != "" && !ask:
		return refuse(fmt.Sprintf("not confirmed: this would %s, and the database of the context %s is protected", what, name), "add --confirm "+name)
	case a.guard != "":
		return a.answered(ctx, fmt.Sprintf("%s? The database is protected: type the name of its context (%s) to go on: ", capital(what), name), name)
	case a.yes:
		return true, nil
	case !ask:
		return refuse("not confirmed: this would "+what, "add --yes to do it")
	}
	return a.answered(ctx, capital(what)+"? [y/N] ", "y", "yes")
}

// answered asks a question, and returns true if the user gives one of the answers. It
// fails with feature.ErrConfirm at any other answer, and with ctx's error when ctx ends.
func (a *app) answered(ctx context.Context, question string, answers ...string) (bool, error) {
	fmt.Fprint(a.stderr, views.Clean(question))
	line, crashed := make(chan string, 1), make(chan error, 1)
	goGuarded(func() {
		text, _ := bufio.NewReader(a.stdin).ReadString('\n')
		line <- strings.TrimSpace(text)
	}, crashed)
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case err := <-crashed:
		return false, err
	case given := <-line:
		for _, answer := range answers {
			if strings.EqualFold(given, answer) {
				return true, nil
			}
		}
	}
	return false, &feature.Problem{Kind: feature.ErrConfirm, Text: "not confirmed: nothing was written"}
}

// capital returns text with an upper-case first letter.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
