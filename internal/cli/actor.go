package cli

import (
	"cmp"
	"os"
	"os/user"
	"strings"
)

// who returns the actor that is recorded with a change and, unless --actor is set, the
// address of the SSH client.
func (a *app) who() (actor, client string) {
	if a.actor != "" {
		return a.actor, ""
	}
	return defaultActor(), sshClient()
}

// defaultActor returns user@host. Under sudo it is the user who called it.
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

// sshClient returns the address of the SSH client; empty without one.
func sshClient() string {
	client, _, _ := strings.Cut(cmp.Or(os.Getenv("SSH_CONNECTION"), os.Getenv("SSH_CLIENT")), " ")
	return client
}
