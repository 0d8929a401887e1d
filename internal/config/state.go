package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// opened holds when the dashboard last opened each context, by config file and name.
type opened map[string]map[string]time.Time

// statePath returns the file that keeps when contexts were opened, or "" if the user has no
// home directory.
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

// readOpened returns what the state file holds. An absent, unreadable or damaged file holds
// nothing.
func readOpened() opened {
	all := opened{}
	if text, err := os.ReadFile(statePath()); err != nil || json.Unmarshal(text, &all) != nil || all == nil {
		return opened{}
	}
	return all
}

// LastOpened returns when the dashboard last opened each context of the config file. It
// has no time of a context that was never opened.
func (f File) LastOpened() map[string]time.Time { return readOpened()[f.Path] }

// RecordOpened records that the dashboard has opened a context of the config file. Nobody
// needs the record, so that RecordOpened does nothing if it cannot be kept.
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
	// Another flagtui may write at the same time: a rename replaces the file as a whole.
	file, err := os.CreateTemp(filepath.Dir(path), "opened-*") // mode 0600
	if err != nil {
		return
	}
	_, err = file.Write(append(text, '\n'))
	if closed := file.Close(); err != nil || closed != nil || os.Rename(file.Name(), path) != nil {
		_ = os.Remove(file.Name())
	}
}
