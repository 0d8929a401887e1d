package model

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// exported is the reply to exportHistory.
type exported struct {
	file    string // as the screen shows it
	changes int
	err     error
}

// exportHistory writes the changes that pass the filter of the history on the screen to
// a new CSV file in the working directory. It reads them to the end.
func (m *Model) exportHistory() tea.Cmd {
	history, ok := m.screen().(*views.History)
	if !ok {
		return nil
	}
	m.clearProblem(subject{kind: remembered})
	m.setNotice("Writing the CSV file")
	reader, matches := m.readHistory(history), history.Matches()
	reader.query.Limit = exportPageSize
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		entries, effects, err := reader.all(ctx, matches)
		if err != nil {
			return nil, err
		}
		file, err := writeNewFile(now().UTC().Format("flagtui-history-20060102-150405"), ".csv", views.HistoryCSV(entries, effects))
		return exported{file: file, changes: len(entries)}, err
	}, func(err error) tea.Msg { return exported{err: err} })
}

// exportPageSize is how many entries an export reads at once.
const exportPageSize = 2_000

// all reads the pages to the end. It returns the entries that match, with their
// effects where the reader knows them.
func (r *historyReader) all(ctx context.Context, matches func(feature.Entry) bool) (entries []feature.Entry, effects []feature.Effect, err error) {
	if r.query.Scope.Kind.Inherits() {
		effects = []feature.Effect{}
	}
	for more := true; more; {
		page, err := r.next(ctx, matches, 1)
		if err != nil {
			return nil, nil, err
		}
		more = page.More
		for i, e := range page.Entries {
			if !matches(e) {
				continue
			}
			entries = append(entries, e)
			if effects != nil {
				effects = append(effects, page.Effects[i])
			}
		}
	}
	return entries, effects, nil
}

// writeNewFile writes text to a new file in the working directory, and returns its
// path. If a file of the name exists, the new one gets a number. It never overwrites
// one, and leaves none behind if it fails.
func writeNewFile(name, extension, text string) (string, error) {
	for n := 1; ; n++ {
		path := name + extension
		if n > 1 {
			path = fmt.Sprintf("%s-%d%s", name, n, extension)
		}
		if absolute, err := filepath.Abs(path); err == nil {
			path = absolute
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			_, err = file.WriteString(text)
			if err = errors.Join(err, file.Close()); err != nil {
				err = errors.Join(err, os.Remove(path))
			}
		}
		if err != nil {
			return "", &feature.Problem{Text: "the CSV file cannot be written: " + err.Error(), Hint: "start flagtui in a folder that you may write to, or use `flagtui history -o csv`", Cause: err}
		}
		return path, nil
	}
}

func (m *Model) onExported(msg exported) {
	if msg.err != nil {
		m.fail(subject{kind: remembered}, msg.err)
		return
	}
	m.setNotice(fmt.Sprintf("%s written to %s", feature.Plural(msg.changes, "change"), msg.file))
}
