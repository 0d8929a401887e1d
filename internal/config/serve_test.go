package config

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"flagtui/internal/feature"
)

// newKey returns a new public key in the form of an authorized_keys file.
func newKey(t *testing.T) string {
	t.Helper()
	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

// readServe reads the serve block of a config file with two contexts. $KEY and $KEY2
// stand for public keys.
func readServe(t *testing.T, block string) (Serve, error) {
	t.Helper()
	path := writeConfig(t, "contexts: {prod: {db: p}, staging: {db: s}}\n"+strings.NewReplacer("$KEY2", newKey(t), "$KEY", newKey(t)).Replace(block))
	file, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return file.ReadServe()
}

func TestServe(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "bob.keys")
	if err := os.WriteFile(keys, []byte("# Bob's keys\n"+newKey(t)+" bob@desk\n\n"+newKey(t)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BOB_KEYS", keys)
	s, err := readServe(t, `serve:
  listen: 0.0.0.0:22
  sessions: 7
  idle: 5m
  users:
    bob: {authorized_keys: "${BOB_KEYS}", role: read-only, contexts: prod, scopes: ["tenant:acme", system]}
    alice: {keys: ["$KEY alice@desk"], role: write, contexts: [staging, prod], author: alice@example.org}
`)
	if err != nil {
		t.Fatal(err)
	}
	if s.Listen != "0.0.0.0:22" || s.Sessions != 7 || s.Idle != 5*time.Minute || s.KeepAlive != 2*time.Second || filepath.Base(s.HostKey) != "ssh_host_key" || !filepath.IsAbs(s.HostKey) {
		t.Errorf("the server's values are %+v", s)
	}
	if len(s.Users) != 2 {
		t.Fatalf("there are %d users", len(s.Users))
	}
	alice, bob := s.Users[0], s.Users[1]
	if alice.Name != "alice" || alice.ReadOnly || len(alice.Keys) != 1 || !slices.Equal(alice.Contexts, []string{"staging", "prod"}) || alice.Scopes != nil || alice.Author != "alice@example.org" {
		t.Errorf("alice is %+v", alice)
	}
	if bob.Name != "bob" || !bob.ReadOnly || len(bob.Keys) != 2 || !slices.Equal(bob.Contexts, []string{"prod"}) || !slices.Equal(bob.Scopes, []feature.Scope{feature.TenantScope("acme"), feature.SystemScope()}) {
		t.Errorf("bob is %+v", bob)
	}
}

// Whatever is missing or mistyped is an error with its line, never a server that lets
// more people in, or lets them do more.
func TestWrongServe(t *testing.T) {
	const user = "serve: {users: {alice: {keys: [$KEY], role: write, contexts: [prod]}}}"
	if _, err := readServe(t, user); err != nil {
		t.Fatal(err)
	}
	replace := func(old, new string) string { return strings.Replace(user, old, new, 1) }
	for block, want := range map[string]string{
		"":                                                            "it has no serve block",
		"serve: {}":                                                   "line 2: serve: it has no users",
		"serve: []":                                                   "line 2: serve: it must be a map",
		"serve: {users: {}}":                                          "serve: it has no users",
		"serve:\n  user: {}":                                          "line 3: serve: user: flagtui does not know this word",
		replace("write", "admin"):                                     `alice: role: "admin" is not a role`,
		replace("role: write, ", ""):                                  "alice: it has no role",
		replace("keys: [$KEY], ", ""):                                 "alice: it has no keys",
		replace(", contexts: [prod]", ""):                             "alice: it has no contexts",
		replace("[prod]", "[]"):                                       "alice: contexts: it must be a list",
		replace("[prod]", "[prod, other]"):                            `alice: contexts: no context "other"`,
		replace("$KEY", "ssh-ed25519"):                                "alice: keys: it holds no public key",
		replace("$KEY", `'command="sh" $KEY'`):                        "alice: keys: the options before the key",
		replace("[$KEY]", "[$KEY, $KEY]"):                             "alice: keys: the key belongs to the user alice already",
		replace("alice", "flags"):                                     "flags: every user may log in as flags",
		replace("alice", "'al ice'"):                                  "al ice: it cannot be the name of a login",
		replace("[prod]", "[prod], scopes: []"):                       "alice: scopes: it must be a list",
		replace("[prod]", "[prod], scopes: null"):                     `alice: scopes: "null" is not a scope`,
		replace("[prod]", "[prod], scopes: [acme]"):                   `alice: scopes: "acme" is not a scope`,
		replace("[prod]", "[prod], scope: [a:b]"):                     "alice: scope: flagtui does not know this word",
		replace("keys: [$KEY]", "authorized_keys: /nowhere/keys"):     "alice: authorized_keys: the keys cannot be read",
		replace("keys: [$KEY]", `authorized_keys: "${NO_SUCH_KEYS}"`): "${NO_SUCH_KEYS} is not set",
		replace("serve: {", "serve: {sessions: 0, "):                  `serve: sessions: "0" is not a number above zero`,
		replace("serve: {", "serve: {idle: forever, "):                `serve: idle: "forever" is not a time above zero`,
		replace("}}}", "}, alice: {}}}"):                              "alice: it is given twice",
		replace("}}}", "}, bob: {keys: [$KEY], role: write, contexts: [prod]}}}"): "bob: keys: the key belongs to the user alice already",
	} {
		_, err := readServe(t, block)
		if !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), want) || feature.Hint(err) == "" {
			t.Errorf("%s: %v (%s); want %q and a hint", block, err, feature.Hint(err), want)
		}
	}
}
