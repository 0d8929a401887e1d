package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// opened maps a config file and a context's name to the time when the dashboard last
// opened the context.
type opened map[string]map[string]time.Time

// statePath returns the path of the state file, or "" if the user has no home directory.
func statePath() string {
	dir := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		user, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(user, ".local", "state")
	}
	return filepath.Join(dir, "flagtui", "opened.json")
}

// readOpened reads the state file. It returns an empty map if the file is absent,
// unreadable or damaged.
func readOpened() opened {
	all := opened{}
	if text, err := os.ReadFile(statePath()); err != nil || json.Unmarshal(text, &all) != nil || all == nil {
		return opened{}
	}
	return all
}

// LastOpened returns the time when the dashboard last opened each context of the config
// file. The map lacks contexts that were never opened.
func (f File) LastOpened() map[string]time.Time { return readOpened()[f.Path] }

// RecordOpened records that the dashboard has opened a context of the config file. It
// ignores errors, because the record only helps the user to choose a context.
func (f File) RecordOpened(context string, at time.Time) {
	path := statePath()
	if path == "" {
		return
	}
	all := readOpened()
	if all[f.Path] == nil {
		all[f.Path] = map[string]time.Time{}
	}
	all[f.Path][context] = at.UTC().Truncate(time.Second)
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil || os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return
	}
	// Another flagtui may write at the same time, so a rename replaces the whole file.
	file, err := os.CreateTemp(filepath.Dir(path), "opened-*") // mode 0600
	if err != nil {
		return
	}
	_, err = file.Write(append(text, '\n'))
	if closed := file.Close(); err != nil || closed != nil || os.Rename(file.Name(), path) != nil {
		_ = os.Remove(file.Name())
	}
}
