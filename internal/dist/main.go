// Dist builds what a release consists of, into a folder: for each system a tar.gz with
// the static program, its man pages and completions; Debian and RPM packages; a list of
// the modules in the program (CycloneDX); and the checksums of all. Built twice from one
// commit, the files are the same byte for byte.
package main

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The tools that make packages and the list of modules. They run by "go run", so that
// the program's own go.mod stays free of them.
const (
	packager = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.48.0"
	lister   = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"
)

// target is a system to build for.
type target struct{ os, arch string }

var targets = []target{{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}}

// release is a release under construction.
type release struct {
	version string    // such as v1.2.0
	at      time.Time // the commit's time, which every file gets
	folder  string    // what is published
	work    string    // what is packed
}

func main() {
	version := flag.String("version", "", "the release's `VERSION`, such as v1.2.0")
	only := flag.String("only", "", "build for one `SYSTEM` only, such as linux/amd64")
	flag.Parse()
	if *version == "" || flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: dist -version VERSION [-only SYSTEM] FOLDER")
		os.Exit(2)
	}
	if err := build(*version, *only, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

// build makes a release in folder, which must be empty or absent. An empty only builds
// for every system.
func build(version, only, folder string) error {
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return fmt.Errorf("the folder %s is not empty: remove it first", folder)
	}
	chosen := slices.DeleteFunc(slices.Clone(targets), func(t target) bool { return only != "" && only != t.os+"/"+t.arch })
	if len(chosen) == 0 {
		return fmt.Errorf("there is no release for %s", only)
	}
	at, err := commitTime()
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "flagtui-dist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	r := release{version: version, at: at, folder: folder, work: work}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := r.documents(); err != nil {
		return err
	}
	for _, t := range chosen {
		if err := r.target(t); err != nil {
			return fmt.Errorf("%s/%s: %w", t.os, t.arch, err)
		}
	}
	return r.checksums()
}

// commitTime returns the time of the commit that is built, or SOURCE_DATE_EPOCH.
func commitTime() (time.Time, error) {
	seconds := os.Getenv("SOURCE_DATE_EPOCH")
	if seconds == "" {
		out, err := exec.Command("git", "log", "-1", "--format=%ct").Output()
		if err != nil {
			return time.Time{}, fmt.Errorf("the commit's time is unknown; set SOURCE_DATE_EPOCH: %w", err)
		}
		seconds = strings.TrimSpace(string(out))
	}
	n, err := strconv.ParseInt(seconds, 10, 64)
	return time.Unix(n, 0).UTC(), err
}

// run runs the go command with variables added to the environment.
func (r release) run(variables []string, args ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), variables...)
	cmd.Env = append(cmd.Env, "SOURCE_DATE_EPOCH="+strconv.FormatInt(r.at.Unix(), 10))
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// program builds the program at path, as make build does.
func (r release) program(path string, variables ...string) error {
	return r.run(append(variables, "CGO_ENABLED=0"), "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -X flagtui/internal/cli.version="+r.version, "-o", path, "./cmd/flagtui")
}

// documents makes what is the same for every system: man pages and completions.
func (r release) documents() error {
	if err := r.run(nil, "run", "-tags", "man", "./cmd/flagtui", "man", filepath.Join(r.work, "man")); err != nil {
		return err
	}
	here := filepath.Join(r.work, "flagtui-here")
	if err := r.program(here); err != nil {
		return err
	}
	completions := filepath.Join(r.work, "completions")
	if err := os.MkdirAll(completions, 0o755); err != nil {
		return err
	}
	for shell, name := range map[string]string{"bash": "flagtui.bash", "zsh": "_flagtui", "fish": "flagtui.fish"} {
		script, err := exec.Command(here, "completion", shell).Output()
		if err == nil {
			err = os.WriteFile(filepath.Join(completions, name), script, 0o644)
		}
		if err != nil {
			return fmt.Errorf("the completion for %s: %w", shell, err)
		}
	}
	return nil
}

// target makes the files for one system.
func (r release) target(t target) error {
	program := filepath.Join(r.work, t.os+"-"+t.arch, "flagtui")
	if err := r.program(program, "GOOS="+t.os, "GOARCH="+t.arch); err != nil {
		return err
	}
	base := filepath.Join(r.folder, "flagtui_"+strings.TrimPrefix(r.version, "v")+"_"+t.os+"_"+t.arch)
	if err := r.archive(base+".tar.gz", program); err != nil {
		return err
	}
	if err := r.run(nil, "run", lister, "bin", "-json", "-noserial", "-notimestamp", "-version", r.version, "-output", base+".cdx.json", program); err != nil {
		return err
	}
	if t.os != "linux" {
		return nil
	}
	return r.packages(t, program, base)
}

// checksums writes SHA256SUMS, as sha256sum -c reads it.
func (r release) checksums() error {
	const name = "SHA256SUMS"
	entries, err := os.ReadDir(r.folder)
	var list strings.Builder
	for _, entry := range entries {
		content, readErr := os.ReadFile(filepath.Join(r.folder, entry.Name()))
		err = errors.Join(err, readErr)
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(content), entry.Name())
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.folder, name), []byte(list.String()), 0o644)
}
