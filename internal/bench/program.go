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

// build builds flagtui as "make build" does, into a directory.
func build(ctx context.Context, dir string) (string, error) {
	path := filepath.Join(dir, "flagtui")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "flagtui/cmd/flagtui")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
}

// What is measured of the program itself, by name.
const (
	binarySize   = "binary"
	libraries    = "shared libraries it needs"
	versionTime  = "version"
	versionExtra = "version, written besides its answer"
	versionInPTY = "the same in a terminal"
)

// itself measures the program on no database. client is another one, to
// compare the start with; nil: there is none.
func (b *bench) itself(client []string) ([]measurement, error) {
	b.say("the program itself")
	info, err := os.Stat(b.program)
	if err != nil {
		return nil, err
	}
	needed, err := dynamic(b.program)
	if err != nil {
		return nil, err
	}
	version := measurement{name: versionTime, goals: []goal{within(10)}}
	if client != nil {
		client = []string{client[0], "--version"}
	}
	if err := b.printing(&version, 1, []string{"version"}, client); err != nil {
		return nil, err
	}
	command := []string{b.program, "version"}
	cmd := exec.CommandContext(b.ctx, command[0], command[1:]...)
	cmd.Env = b.env
	answer, err := cmd.CombinedOutput()
	if err != nil {
		return nil, err
	}
	t, err := start(b.ctx, usual, b.env, command)
	if err != nil {
		return nil, err
	}
	defer t.kill()
	t.settle(patience) // until it has ended, and all is read
	line := strings.Index(string(answer), "\n") + 1
	return []measurement{
		{name: binarySize, unit: "MiB", value: sample{float64(info.Size()) / (1 << 20)}, goals: []goal{{"20 MiB", worst, 20}}},
		{name: libraries, unit: " ", value: sample{float64(needed)}, goals: []goal{{"0", worst, 0}}},
		version,
		{name: versionExtra, bytes: sample{float64(len(answer) - line)}, goals: []goal{cheap(0)}},
		{name: versionInPTY, bytes: sample{float64(t.written - line - 1)}, goals: []goal{cheap(0)}}, // a terminal adds a \r
	}, nil
}

// dynamic is how many shared libraries a program needs, with the loader.
func dynamic(program string) (int, error) {
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
