package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"
)

// description is the packager's description of a package.
var description = template.Must(template.New("").Parse(`name: flagtui
arch: {{.Arch}}
platform: linux
version: {{.Version}}
section: database
priority: optional
maintainer: The flagtui developers <flagtui@localhost>
description: |
  Terminal dashboard for feature flags in an SQL database.
  It shows, changes and records the feature flags that an application keeps in
  its own tables, on PostgreSQL and SQLite.
license: {{.License}}
mtime: {{.Time}}
contents:
{{- range .Files}}
  - {src: {{printf "%q" .From}}, dst: {{printf "%q" .To}}, file_info: {mode: {{.Mode}}, mtime: {{$.Time}}}}
{{- end}}
`))

// packedFile is a file of a package.
type packedFile struct{ From, To, Mode string }

// packages makes the Debian and RPM packages of a Linux program.
func (r release) packages(t target, program, base string) error {
	files := []packedFile{
		{program, "/usr/bin/flagtui", "0755"},
		{"LICENSE", "/usr/share/doc/flagtui/copyright", "0644"},
		{filepath.Join(r.work, "completions", "flagtui.bash"), "/usr/share/bash-completion/completions/flagtui", "0644"},
		{filepath.Join(r.work, "completions", "_flagtui"), "/usr/share/zsh/site-functions/_flagtui", "0644"},
		{filepath.Join(r.work, "completions", "flagtui.fish"), "/usr/share/fish/vendor_completions.d/flagtui.fish", "0644"},
	}
	units, err := filepath.Glob("packaging/*.service")
	if err != nil {
		return err
	}
	for _, unit := range units {
		files = append(files, packedFile{unit, "/usr/lib/systemd/system/" + filepath.Base(unit), "0644"})
	}
	pages, err := os.ReadDir(filepath.Join(r.work, "man"))
	if err != nil {
		return err
	}
	for _, page := range pages {
		packed, err := r.gzipped(filepath.Join(r.work, "man", page.Name()))
		if err != nil {
			return err
		}
		files = append(files, packedFile{packed, "/usr/share/man/man1/" + page.Name() + ".gz", "0644"})
	}
	var text bytes.Buffer
	if err := description.Execute(&text, map[string]any{"Arch": t.arch, "Version": strings.TrimPrefix(r.version, "v"), "Time": r.at.Format(time.RFC3339), "License": "MIT", "Files": files}); err != nil {
		return err
	}
	config := filepath.Join(filepath.Dir(program), "package.yaml")
	if err := os.WriteFile(config, text.Bytes(), 0o644); err != nil {
		return err
	}
	for _, kind := range []string{"deb", "rpm"} {
		if err := r.run(nil, "run", packager, "package", "--config", config, "--packager", kind, "--target", base+"."+kind); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}

// gzipped writes a packed copy of a file beside the file, and returns its path.
func (r release) gzipped(name string) (string, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	var packed bytes.Buffer
	zip, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := zip.Write(content); err != nil {
		return "", err
	}
	if err := zip.Close(); err != nil {
		return "", err
	}
	path := filepath.Join(r.work, filepath.Base(name)+".gz")
	return path, os.WriteFile(path, packed.Bytes(), 0o644)
}
