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
	"flagtui/internal/words"
)

// exported is the reply to exportHistory.
type exported struct {
	file    string // the path, as shown to the user
	changes int
	err     error
}

// exportHistory writes the changes that pass the history's filter to a new CSV file. The
// file is in the working directory and has every page, not only those shown.
func (m *Model) exportHistory() tea.Cmd {
	history := m.screen().(*views.History)
	m.clearProblem(subject{kind: remembered})
	m.setNotice(m.say(words.WritingCSV))
	reader, matches := m.readHistory(history), history.Matches()
	reader.query.Limit = exportPageSize
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		entries, effects, err := reader.all(ctx, matches)
		if err != nil {
			return nil, err
		}
		file, err := writeNewFile(m.now().UTC().Format("flagtui-history-20060102-150405"), ".csv", views.HistoryCSV(entries, effects))
		return exported{file: file, changes: len(entries)}, err
	}, func(err error) tea.Msg { return exported{err: err} })
}

// exportPageSize is the number of entries that an export reads at once.
const exportPageSize = 2_000

// all reads every page. It returns the matching entries, and their effects if the scope
// inherits.
func (r *historyReader) all(ctx context.Context, matches func(feature.Entry) bool) (entries []feature.Entry, effects []feature.Effect, err error) {
	if r.inherits() {
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

// writeNewFile writes text to a new file in the working directory, and returns the path.
// If a file of that name exists, the new file's name gets a number. If writing fails,
// writeNewFile removes the new file.
func writeNewFile(name, extension, text string) (string, error) {
	for n := 1; ; n++ {
		path := name + extension
		if n > 1 {
			path = fmt.Sprintf("%s-%d%s", name, n, extension)
		}
		path, _ = filepath.Abs(path) // fails only where no file can be created
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
	m.setNotice(m.say(words.WrittenTo, m.frame.Theme.Count(msg.changes, words.Change), msg.file))
}
