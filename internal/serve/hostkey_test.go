package serve

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh"

	"flagtui/internal/feature"
)

func TestHostKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	made, isNew, err := hostKey(path)
	if err != nil || !isNew {
		t.Fatal(isNew, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	again, isNew, err := hostKey(path)
	if err != nil || isNew || ssh.FingerprintSHA256(again.PublicKey()) != ssh.FingerprintSHA256(made.PublicKey()) {
		t.Errorf("the key is another one: %v, %v", isNew, err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other")
	if err := os.WriteFile(other, []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{path, other, filepath.Join(other, "below"), "/nowhere/key"} {
		if _, _, err := hostKey(wrong); !errors.Is(err, feature.ErrUsage) || feature.Hint(err) == "" {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
