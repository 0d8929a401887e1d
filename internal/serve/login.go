package serve

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"time"

	"golang.org/x/crypto/ssh"

	"flagtui/internal/config"
)

// keyExtension is the name under which a login's permissions hold the key.
const keyExtension = "key"

// find returns the user who has a key.
func find(users []config.User, key []byte) (config.User, bool) {
	for _, user := range users {
		if slices.ContainsFunc(user.Keys, func(k ssh.PublicKey) bool { return bytes.Equal(k.Marshal(), key) }) {
			return user, true
		}
	}
	return config.User{}, false
}

// sameRights reports whether two users are one person who may do the same.
func sameRights(a, b config.User) bool {
	return a.Name == b.Name && a.ReadOnly == b.ReadOnly && a.Author == b.Author && slices.Equal(a.Contexts, b.Contexts) && slices.Equal(a.Scopes, b.Scopes)
}

// checkKey decides whether a key may log in under a name. The key says who the user is.
// The name is the user's own, or config.AnyUser.
func checkKey(users []config.User, name string, key ssh.PublicKey) error {
	user, ok := find(users, key.Marshal())
	switch {
	case !ok:
		return errors.New("no user has this key")
	case name != user.Name && name != config.AnyUser:
		return fmt.Errorf("the key is that of %s", user.Name)
	}
	return nil
}

// login lets a client log in, and serves its connection until the end.
func (s *Server) login(client net.Conn) {
	address := client.RemoteAddr().String()
	limits := s.limits()
	settings := &ssh.ServerConfig{
		ServerVersion: "SSH-2.0-flagtui",
		MaxAuthTries:  limits.Attempts,
		PublicKeyCallback: func(meta ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if err := checkKey(s.limits().Users, meta.User(), key); err != nil {
				s.log.Warn("login refused", "user", meta.User(), "client", address, "key", ssh.FingerprintSHA256(key), "why", err.Error())
				return nil, err
			}
			// The library calls with each key that the client offers. Only the permissions of
			// the key whose signature was checked count.
			return &ssh.Permissions{Extensions: map[string]string{keyExtension: string(key.Marshal())}}, nil
		},
	}
	settings.AddHostKey(s.hostKey)
	_ = client.SetDeadline(time.Now().Add(handshakeTime)) // fails only for a closed connection
	connected, channels, requests, err := ssh.NewServerConn(client, settings)
	if err != nil {
		refused := (*ssh.ServerAuthError)(nil) // is logged already
		if !errors.As(err, &refused) && !errors.Is(err, io.EOF) {
			s.log.Warn("login failed", "client", address, "why", err.Error())
		}
		client.Close()
		return
	}
	_ = client.SetDeadline(time.Time{})
	key := []byte(connected.Permissions.Extensions[keyExtension])
	fingerprint := ""
	if parsed, err := ssh.ParsePublicKey(key); err == nil { // it was parsed before
		fingerprint = ssh.FingerprintSHA256(parsed)
	}
	s.mu.Lock()
	user, ok := find(s.config.Users, key) // again, as the file may have been read meanwhile
	c := &conn{server: s, ssh: connected, user: user, key: key, client: address, ends: map[int]func(error){}}
	if ok {
		s.conns[c] = true
	}
	s.mu.Unlock()
	if !ok {
		connected.Close()
		return
	}
	s.log.Info("login", "user", user.Name, "client", address, "key", fingerprint, "version", string(connected.ClientVersion()))
	go c.keepAlive(limits.KeepAlive)
	go c.refuseRequests(requests)
	go c.serve(channels)
}
