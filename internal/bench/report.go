package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"
)

// The report's tables stand between these markers in a file.
const (
	startMarker = "<!-- from here: make bench -->\n"
	endMarker   = "\n<!-- to here -->"
)

// replace replaces the text between the markers of a file.
func replace(path, text string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := replaceBetween(string(content), text)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(changed), 0o644)
}

// replaceBetween returns content with text between its markers.
func replaceBetween(content, text string) (string, error) {
	before, rest, found := strings.Cut(content, startMarker)
	_, after, alsoFound := strings.Cut(rest, endMarker)
	if !found || !alsoFound {
		return "", fmt.Errorf("a marker is missing: the tables go between a line %s and a line %s", strings.TrimSpace(startMarker), strings.TrimSpace(endMarker))
	}
	return before + startMarker + "\n" + text + endMarker + after, nil
}

var memoryTotal = regexp.MustCompile(`MemTotal: +(\d+)`)

// describeMachine returns the operating system, the cores, the memory and the Go
// version.
func describeMachine() string {
	text := fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	content, _ := os.ReadFile("/proc/meminfo") // after an error, the memory is left out
	if found := memoryTotal.FindSubmatch(content); found != nil {
		var kilobytes float64
		if _, err := fmt.Sscan(string(found[1]), &kilobytes); err == nil {
			text += fmt.Sprintf(", %.0f GiB of memory", kilobytes/(1<<20))
		}
	}
	return text + ", " + runtime.Version()
}
