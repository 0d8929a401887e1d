package config

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
	"golang.org/x/crypto/ssh"

	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// Serve is the serve block of the config file: the SSH server and its users.
type Serve struct {
	Listen       string        // the address to listen on
	HostKey      string        // the path of the server's private key
	Sessions     int           // the largest number of sessions
	SessionsEach int           // the largest number of sessions of one user
	Attempts     int           // the keys that a client may offer
	Idle         time.Duration // the time after which a session without input ends
	KeepAlive    time.Duration // the time after which a silent client counts as gone
	Users        []User        // sorted by name
}

// User is a user of the SSH server.
type User struct {
	Name     string
	Keys     []ssh.PublicKey
	ReadOnly bool
	Contexts []string        // the contexts that the user may open; the first is the default
	Scopes   []feature.Scope // the scopes that the user may see and change; nil for all
	Author   string          // the app's own user to record with a change; may be empty
}

// AnyUser is the login name that every user may use. The key then says who it is.
const AnyUser = "flags"

// ReadServe reads the serve block and the files that it names. It fails with
// feature.ErrUsage for a wrong value, and if the block has no users.
func (f File) ReadServe() (Serve, error) {
	s := Serve{Listen: "127.0.0.1:2222", HostKey: "ssh_host_key", Sessions: 200, SessionsEach: 20, Attempts: 3, Idle: 30 * time.Minute, KeepAlive: 2 * time.Second}
	r := &serveReader{file: f, owners: map[string]string{}}
	if f.ServeNode.IsZero() {
		return s, f.problem("it has no serve block, so nobody may log in", serveHint, nil)
	}
	r.readMap("serve", &f.ServeNode, map[string]func(string, *yaml.Node){
		"listen": r.text(&s.Listen), "host_key": r.path(&s.HostKey), "sessions": r.number(&s.Sessions), "sessions_each": r.number(&s.SessionsEach),
		"attempts": r.number(&s.Attempts), "idle": r.duration(&s.Idle), "keepalive": r.duration(&s.KeepAlive),
		"users": func(path string, node *yaml.Node) {
			r.eachEntry(path, node, "write {alice: {keys: …, role: …, contexts: …}}", func(name, path string, node *yaml.Node) {
				s.Users = append(s.Users, r.user(name, path, node))
			})
		},
	})
	s.HostKey = f.beside(s.HostKey)
	if r.err == nil && len(s.Users) == 0 {
		r.fail("serve", &f.ServeNode, "it has no users, so nobody may log in", serveHint)
	}
	slices.SortFunc(s.Users, func(a, b User) int { return strings.Compare(a.Name, b.Name) })
	return s, r.err
}

const serveHint = `write serve: {users: {alice: {keys: ["ssh-ed25519 AAAA…"], role: read-only, contexts: [prod]}}}`

// beside returns the absolute form of a path that is relative to the config file.
func (f File) beside(path string) string {
	if path = ExpandHome(path); !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(f.Path), path)
	}
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	return path
}

// serveReader reads the serve block. It keeps the first error.
type serveReader struct {
	file   File
	owners map[string]string // the user of each key, by the key's wire format
	err    error
}

// fail records an error about a value, unless an error is recorded already. path is the
// value's key with its parent keys.
func (r *serveReader) fail(path string, node *yaml.Node, text, hint string) {
	if r.err == nil {
		r.err = r.file.lineProblem(node.Line, &feature.Problem{Kind: feature.ErrUsage, Text: path + ": " + text, Hint: hint})
	}
}

// eachEntry calls each for the entries of a map.
func (r *serveReader) eachEntry(path string, node *yaml.Node, hint string, each func(word, path string, value *yaml.Node)) {
	if node.Kind != yaml.MappingNode {
		r.fail(path, node, "it must be a map", hint)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content) && r.err == nil; i += 2 {
		word := node.Content[i].Value
		below := path + ": " + word
		if seen[word] {
			r.fail(below, node.Content[i], "it is given twice", "remove one of the two")
			return
		}
		seen[word] = true
		each(word, below, node.Content[i+1])
	}
}

// readMap reads a map whose keys are those of read.
func (r *serveReader) readMap(path string, node *yaml.Node, read map[string]func(path string, node *yaml.Node)) {
	words := slices.Sorted(maps.Keys(read))
	list := "the words are " + strings.Join(words, ", ")
	r.eachEntry(path, node, list, func(word, below string, value *yaml.Node) {
		if read[word] == nil {
			r.fail(below, value, "flagtui does not know this word", cmp.Or(nearest.Hint(word, words), list))
			return
		}
		read[word](below, value)
	})
}

// text returns a reader of a text that must not be empty. ${VARIABLES} are replaced.
func (r *serveReader) text(to *string) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		value, err := ReplaceVariables(node.Value)
		switch *to = strings.TrimSpace(value); {
		case err != nil:
			r.fail(path, node, err.Error(), "set the variable, or write the value")
		case node.Kind != yaml.ScalarNode || *to == "":
			r.fail(path, node, "it must be a text", "write the text, or leave the word out")
		}
	}
}

// path returns a reader of a file's path, which may be relative to the config file.
func (r *serveReader) path(to *string) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		r.text(to)(path, node)
		*to = r.file.beside(*to)
	}
}

// number returns a reader of a number above zero.
func (r *serveReader) number(to *int) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		n, err := strconv.Atoi(node.Value)
		if *to = n; err != nil || n <= 0 {
			r.fail(path, node, fmt.Sprintf("%q is not a number above zero", node.Value), "for example 20")
		}
	}
}

// duration returns a reader of a time above zero.
func (r *serveReader) duration(to *time.Duration) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		d, err := time.ParseDuration(node.Value)
		if *to = d; err != nil || d <= 0 {
			r.fail(path, node, fmt.Sprintf("%q is not a time above zero", node.Value), "for example 30m")
		}
	}
}

// words returns a reader of a list of words that must not be empty.
func (r *serveReader) words(each func(path string, node *yaml.Node)) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		items := node.Content
		if node.Kind == yaml.ScalarNode && node.Value != "" {
			items = []*yaml.Node{node}
		}
		if node.Kind == yaml.MappingNode || len(items) == 0 {
			r.fail(path, node, "it must be a list", "write [one, two], or leave the word out")
			return
		}
		for _, item := range items {
			if item.Kind != yaml.ScalarNode {
				r.fail(path, item, "it must be a list of texts", "write [one, two]")
				return
			}
			each(path, item)
		}
	}
}

// loginName matches a user's name.
var loginName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}$`)

// user reads a user. Only scopes and author may be left out.
func (r *serveReader) user(name, path string, node *yaml.Node) User {
	u := User{Name: name}
	role := ""
	switch {
	case name == AnyUser:
		r.fail(path, node, "every user may log in as "+AnyUser, "name the user for the person or the program")
	case !loginName.MatchString(name):
		r.fail(path, node, "it cannot be the name of a login", "use letters, digits and . _ - + @")
	}
	r.readMap(path, node, map[string]func(string, *yaml.Node){
		"keys": r.words(func(path string, node *yaml.Node) { r.key(&u, path, node, node.Value) }),
		"authorized_keys": func(path string, node *yaml.Node) {
			var file string
			if r.path(&file)(path, node); r.err == nil {
				r.keyFile(&u, path, node, file)
			}
		},
		"role": func(path string, node *yaml.Node) {
			if role = node.Value; role != "write" && role != "read-only" {
				r.fail(path, node, fmt.Sprintf("%q is not a role", role), "write read-only or write")
			}
		},
		"contexts": r.words(func(path string, node *yaml.Node) {
			if r.file.Contexts[node.Value] == nil {
				r.fail(path, node, fmt.Sprintf("no context %q", node.Value), "the file has "+strings.Join(r.file.Names(), ", "))
			}
			u.Contexts = append(u.Contexts, node.Value)
		}),
		"scopes": r.words(func(path string, node *yaml.Node) {
			scope, err := feature.ParseScope(node.Value)
			if err != nil || !scope.IsSystem() && scope.ID == "" {
				r.fail(path, node, fmt.Sprintf("%q is not a scope", node.Value), "write KIND:ID, as in tenant:acme, or system")
			}
			u.Scopes = append(u.Scopes, scope)
		}),
		"author": r.text(&u.Author),
	})
	u.ReadOnly = role != "write"
	for _, missing := range []struct {
		is        bool
		word, fix string
	}{
		{len(u.Keys) == 0, "keys", `write keys: ["ssh-ed25519 AAAA…"], or authorized_keys: FILE`},
		{role == "", "role", "write role: read-only, or role: write"},
		{len(u.Contexts) == 0, "contexts", "write contexts: [" + strings.Join(r.file.Names(), ", ") + "]"},
	} {
		if missing.is {
			r.fail(path, node, "it has no "+missing.word, missing.fix)
		}
	}
	return u
}

// key adds a public key in the form of an authorized_keys file. Options before the key
// are refused, because the server would ignore them.
func (r *serveReader) key(u *User, path string, node *yaml.Node, text string) {
	key, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(text))
	const hint = `write "ssh-ed25519 AAAA… comment", as the file id_ed25519.pub has it`
	switch {
	case err != nil || strings.TrimSpace(string(rest)) != "":
		r.fail(path, node, "it holds no public key", hint)
	case len(options) > 0:
		r.fail(path, node, "the options before the key have no meaning here", hint+"; role and scopes limit a user")
	case r.owners[string(key.Marshal())] != "":
		r.fail(path, node, "the key belongs to the user "+r.owners[string(key.Marshal())]+" already", "a key says who logs in: it belongs to one user, once")
	default:
		r.owners[string(key.Marshal())] = u.Name
		u.Keys = append(u.Keys, key)
	}
}

// keyFile adds the keys of an authorized_keys file.
func (r *serveReader) keyFile(u *User, path string, node *yaml.Node, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		r.fail(path, node, fmt.Sprintf("the keys cannot be read: %v", err), "name a file with one public key on each line")
		return
	}
	for i, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			r.key(u, fmt.Sprintf("%s: %s:%d", path, file, i+1), node, line)
		}
	}
}
