package cli

import (
	"cmp"
	"os"
	"os/user"
	"strings"
)

// who is recorded with a change: the actor, and where they came from, unless
// their name was given.
func (a *app) who() (actor, client string) {
	if a.actor != "" {
		return a.actor, ""
	}
	return defaultActor(), sshClient()
}

// defaultActor is the person at the keyboard, not the account that sudo
// changed to, and the machine.
func defaultActor() string {
	name := os.Getenv("SUDO_USER")
	if name == "" {
		if who, err := user.Current(); err == nil {
			name = who.Username
		}
	}
	host, _ := os.Hostname()
	host, _, _ = strings.Cut(host, ".")
	return cmp.Or(name, "unknown") + "@" + cmp.Or(host, "unknown")
}

// sshClient is the address that the user's SSH session came from.
func sshClient() string {
	client, _, _ := strings.Cut(cmp.Or(os.Getenv("SSH_CONNECTION"), os.Getenv("SSH_CLIENT")), " ")
	return client
}
