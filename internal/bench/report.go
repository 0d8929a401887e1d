package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"
)

// The markers between which a file has the tables.
const (
	fromHere = "<!-- from here: make bench -->\n"
	toHere   = "\n<!-- to here -->"
)

// replace puts text between the markers of a file.
func replace(path, text string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := between(string(content), text)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(changed), 0o644)
}

// between returns content with text between the markers.
func between(content, text string) (string, error) {
	before, rest, found := strings.Cut(content, fromHere)
	_, after, alsoFound := strings.Cut(rest, toHere)
	if !found || !alsoFound {
		return "", fmt.Errorf("there is no place for the tables: a line %s and then one %s", strings.TrimSpace(fromHere), strings.TrimSpace(toHere))
	}
	return before + fromHere + "\n" + text + toHere + after, nil
}

var total = regexp.MustCompile(`MemTotal: +(\d+)`)

// machine tells in general terms what the measuring was done on.
func machine() string {
	text := fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	content, _ := os.ReadFile("/proc/meminfo") // without it, the memory is not told
	if found := total.FindSubmatch(content); found != nil {
		var kilobytes float64
		if _, err := fmt.Sscan(string(found[1]), &kilobytes); err == nil {
			text += fmt.Sprintf(", %.0f GiB of memory", kilobytes/(1<<20))
		}
	}
	return text + ", " + runtime.Version()
}
