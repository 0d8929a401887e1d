package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"flagtui/internal/feature"
)

// writeWhole writes a file as a whole. An existing file keeps its mode, and keeps its
// content until the new content is on the disk. A symbolic link stays a link. A path
// that is not a regular file, such as /dev/stdout, is written to directly.
func writeWhole(path string, text []byte) error {
	if err := replace(path, text); err != nil {
		return &feature.Problem{Text: fmt.Sprintf("cannot write %s: %v", path, reason(err)),
			Hint: "the file is as it was; flagtui must be able to create a file in its folder", Cause: err}
	}
	return nil
}

func replace(path string, text []byte) (err error) {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved
	}
	before, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		before = nil
	case err != nil:
		return err
	case before.IsDir():
		return syscall.EISDIR
	case !before.Mode().IsRegular():
		return os.WriteFile(path, text, 0)
	case syscall.Access(path, 2) != nil: // 2 is W_OK: a file that must not be written must not be replaced
		return syscall.EACCES
	}
	// The umask sets the new file's mode.
	temp := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d", filepath.Base(path), os.Getpid()))
	file, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp)
		}
	}()
	if before != nil {
		// Chown fails for anyone but root; the file then belongs to this user.
		_ = file.Chown(int(before.Sys().(*syscall.Stat_t).Uid), int(before.Sys().(*syscall.Stat_t).Gid))
		err = file.Chmod(before.Mode().Perm())
	}
	if err == nil {
		_, err = file.Write(text)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
