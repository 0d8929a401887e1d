package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path"
	"path/filepath"
)

// archive writes a tar.gz with one folder: the program, its documents and the licence.
func (r release) archive(name, program string) error {
	files := []struct{ from, to string }{{program, "flagtui"}, {"README.md", "README.md"}, {"LICENSE", "LICENSE"}}
	for _, folder := range []string{"man", "completions"} {
		entries, err := os.ReadDir(filepath.Join(r.work, folder)) // sorted by name
		if err != nil {
			return err
		}
		for _, entry := range entries {
			files = append(files, struct{ from, to string }{filepath.Join(r.work, folder, entry.Name()), path.Join(folder, entry.Name())})
		}
	}
	var packed bytes.Buffer
	zip, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	out := tar.NewWriter(zip)
	for _, file := range files {
		content, err := os.ReadFile(file.from)
		if err != nil {
			return err
		}
		mode := int64(0o644)
		if file.from == program {
			mode = 0o755
		}
		header := &tar.Header{Name: path.Join("flagtui", file.to), Mode: mode, Size: int64(len(content)), ModTime: r.at, Format: tar.FormatPAX}
		if err := out.WriteHeader(header); err != nil {
			return err
		}
		if _, err := out.Write(content); err != nil {
			return err
		}
	}
	if err := out.Close(); err != nil {
		return err
	}
	if err := zip.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, packed.Bytes(), 0o644)
}
