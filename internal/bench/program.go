package main

import (
	"context"
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// build builds flagtui into a directory, as "make build" does.
func build(ctx context.Context, dir string) (string, error) {
	path := filepath.Join(dir, "flagtui")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "flagtui/cmd/flagtui")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
}

// Names of the measurements of the program itself.
const (
	binarySize   = "binary"
	libraries    = "shared libraries it needs"
	versionTime  = "version"
	versionExtra = "version, written besides its answer"
	versionInPTY = "the same in a terminal"
)

// measureProgram measures the program without a database. client is compared with the
// start; it may be nil.
func (b *bench) measureProgram(client []string) ([]measurement, error) {
	b.progress("the program itself")
	info, err := os.Stat(b.program)
	if err != nil {
		return nil, err
	}
	needed, err := countLibraries(b.program)
	if err != nil {
		return nil, err
	}
	version := measurement{name: versionTime, targets: []target{medianTarget(10)}}
	if client != nil {
		client = []string{client[0], "--version"}
	}
	if err := b.compareCommand(&version, 1, []string{"version"}, client); err != nil {
		return nil, err
	}
	command := []string{b.program, "version"}
	cmd := exec.CommandContext(b.ctx, command[0], command[1:]...)
	cmd.Env = b.env
	answer, err := cmd.CombinedOutput()
	if err != nil {
		return nil, err
	}
	t, err := start(b.ctx, defaultSize, b.env, command)
	if err != nil {
		return nil, err
	}
	defer t.kill()
	t.waitUntilQuiet(timeout) // wait for the exit and all output
	line := strings.Index(string(answer), "\n") + 1
	return []measurement{
		{name: binarySize, unit: "MiB", value: sample{float64(info.Size()) / (1 << 20)}, targets: []target{{"20 MiB", maxValue, 20}}},
		{name: libraries, unit: " ", value: sample{float64(needed)}, targets: []target{{"0", maxValue, 0}}},
		version,
		{name: versionExtra, bytes: sample{float64(len(answer) - line)}, targets: []target{bytesTarget(0)}},
		{name: versionInPTY, bytes: sample{float64(t.written - line - 1)}, targets: []target{bytesTarget(0)}}, // a terminal adds a \r
	}, nil
}

// countLibraries counts the shared libraries that a program needs, including the
// loader.
func countLibraries(program string) (int, error) {
	file, err := elf.Open(program)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	needed, err := file.ImportedLibraries()
	for _, part := range file.Progs {
		if part.Type == elf.PT_INTERP {
			return len(needed) + 1, err
		}
	}
	return len(needed), err
}
