package cli

import (
	"cmp"
	"os"
	"os/user"
	"strings"
)

// who returns the actor recorded with a change. Unless --actor is set, it also returns
// the SSH client's address.
func (a *app) who() (actor, client string) {
	if a.remote != nil {
		return a.remote.session.User.Name, a.remote.session.Client
	}
	if a.actor != "" {
		return a.actor, ""
	}
	return defaultActor(), sshClient()
}

// defaultActor returns user@host. Under sudo, user is the user who called sudo.
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

// sshClient returns the SSH client's address, or an empty string without SSH.
func sshClient() string {
	client, _, _ := strings.Cut(cmp.Or(os.Getenv("SSH_CONNECTION"), os.Getenv("SSH_CLIENT")), " ")
	return client
}
