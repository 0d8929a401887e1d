package serve

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/crypto/ssh"

	"flagtui/internal/feature"
)

// hostKey reads the server's private key. If the file does not exist, hostKey makes a key
// that only this user can read. It fails with feature.ErrUsage for a file that others can
// read.
func hostKey(path string) (key ssh.Signer, isNew bool, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if text, err = newHostKey(path); err != nil {
			return nil, false, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the host key cannot be made: %v", err), Hint: "name a file in a folder that the server may write to, as host_key of the serve block", Cause: err}
		}
		isNew = true
	} else if err == nil {
		err = onlyOwn(path)
	}
	if err == nil {
		key, err = ssh.ParsePrivateKey(text)
	}
	if err != nil {
		return nil, false, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the host key %s cannot be used: %v", path, err), Hint: "name an OpenSSH private key without a passphrase, with mode 0600; if the file does not exist, flagtui makes one", Cause: err}
	}
	return key, isNew, nil
}

// onlyOwn fails if others may read a file.
func onlyOwn(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = fmt.Errorf("others can read it (mode %04o)", info.Mode().Perm())
	}
	return err
}

func newHostKey(path string) ([]byte, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	block, err := ssh.MarshalPrivateKey(private, "flagtui serve")
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(block)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		os.Remove(path)
	}
	return text, err
}
