package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flagtui/internal/config"
	"flagtui/internal/data"
	"flagtui/internal/data/limit"
	"flagtui/internal/data/shared"
	"flagtui/internal/feature"
	"flagtui/internal/serve"
	"flagtui/internal/terminal"
)

// remote is the SSH session that a run of the program is for. The rights of the session's
// user are held here: which contexts and scopes, and whether a session may write.
type remote struct {
	session  *serve.Session
	stores   *shared.Stores
	log      *slog.Logger
	readOnly string             // why the user may not write; empty if the user may
	stop     context.CancelFunc // interrupts the command
	life     context.Context    // ends when neither reads nor writes are under way any more
}

// contexts returns the config file as far as a user may use it.
func contexts(file config.File, user config.User) config.File {
	all := file.Contexts
	file.Contexts = map[string]*config.Context{}
	for _, name := range user.Contexts {
		if c := all[name]; c != nil {
			file.Contexts[name] = c
		}
	}
	if file.Contexts[file.DefaultContext] == nil {
		file.DefaultContext = user.Contexts[0]
	}
	return file
}

// backgroundReads is the number of connections of a store for reads that nobody waits
// for. Many sessions share them.
const backgroundReads = 3

// open returns the store of a context, with what the user may do there.
func (r *remote) open(ctx context.Context, name string, options data.Options) (data.Store, error) {
	user := r.session.User
	if !slices.Contains(user.Contexts, name) {
		return nil, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("you may not use the context %q", name)}
	}
	options.ReadOnly = options.ReadOnly || r.readOnly != ""
	options.BackgroundReads = backgroundReads
	store, err := r.stores.Open(ctx, shared.Key{Context: name, ReadOnly: options.ReadOnly}, func(ctx context.Context) (data.Store, error) { return data.Open(ctx, options) })
	if err != nil {
		return nil, err
	}
	if user.Scopes != nil {
		limited, err := limit.New(ctx, store, user.Scopes)
		if err != nil {
			store.Close()
			return nil, err
		}
		store = limited
	}
	// Nobody closes a store that was opened while the dashboard ended.
	forget := context.AfterFunc(r.life, func() { store.Close() })
	return userStore{store, r, name, forget}, nil
}

// screen returns the size of the client's terminal.
func (r *remote) screen() (width, height int, ok bool) {
	if r.session.Terminal == nil {
		return 0, 0, false
	}
	width, height, _ = r.session.Terminal.Size()
	return width, height, true
}

// host returns a host on the client's terminal.
func (r *remote) host() *terminal.Host {
	return terminal.NewOn(r.session.Stdin, r.session.Stdout, r.session.Terminal.Size, r.session.Terminal.Resized)
}

// input returns the input of a command on the client's terminal, which sends each key as
// it is: ctrl+c interrupts the command, ctrl+d ends the input, and enter ends a line.
func (r *remote) input() io.Reader {
	in, out := io.Pipe()
	context.AfterFunc(r.life, func() { in.Close() }) // keys that the command does not read wait for ever otherwise
	go func() {
		defer out.Close()
		buf := make([]byte, 1024)
		for {
			n, err := r.session.Stdin.Read(buf)
			keys := bytes.ReplaceAll(buf[:n], []byte("\r"), []byte("\n"))
			if bytes.ContainsRune(keys, '\x03') {
				r.stop()
				return
			}
			keys, _, ended := bytes.Cut(keys, []byte("\x04"))
			if _, failed := out.Write(keys); failed != nil || err != nil || ended {
				return
			}
		}
	}()
	return in
}

// lineWriter writes to a terminal in raw mode, where a line ends with \r\n.
type lineWriter struct{ io.Writer }

// Write implements io.Writer.
func (w lineWriter) Write(text []byte) (int, error) {
	if _, err := w.Writer.Write(bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// remoteCommands are the commands of an SSH session. They read and write flags, and
// nothing else of the server.
var remoteCommands = []string{"list", "get", "test", "set", "clear", "kill", "scopes", "overrides", "diff", "history", "watch", "undo", "export", "apply", "help"}

// refusedFlags are the flags that an SSH session does not have. The server's config file
// and the user's rights set these values, and only the server asks the application.
var refusedFlags = []string{"db", "schema", "flags", "config", "actor", "author", "timeout", "no-pager", "app"}

// remoteCommand returns the command flagtui with the commands of an SSH session.
func (a *app) remoteCommand() *cobra.Command {
	root := a.rootCommand()
	root.InitDefaultHelpCmd()
	for _, cmd := range root.Commands() {
		if !slices.Contains(remoteCommands, cmd.Name()) {
			root.RemoveCommand(cmd)
		}
	}
	for _, cmd := range append(root.Commands(), root) {
		for _, flags := range []*pflag.FlagSet{cmd.Flags(), cmd.PersistentFlags()} {
			flags.VisitAll(func(option *pflag.Flag) { option.Hidden = option.Hidden || slices.Contains(refusedFlags, option.Name) })
		}
	}
	return root
}

// loadRemote is load for an SSH session. Settings come from the command line, as far as
// the session may set them, and from a context that the user may use; no variable of the
// server applies.
func (a *app) loadRemote(cmd *cobra.Command, args []string) error {
	if cmd.HasParent() && !slices.Contains(remoteCommands, cmd.Name()) { // cobra adds commands of its own
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("unknown command %q over SSH", cmd.Name()), Hint: "flagtui --help lists the commands"}
	}
	table := settingsOf(cmd)
	for _, one := range table {
		if one.Origin != "" && slices.Contains(refusedFlags, one.Name) {
			return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--%s cannot be used over SSH", one.Name), Hint: "the server decides about it; --context chooses one of your contexts"}
		}
	}
	if a.scopeFrom != "" && a.scopeFrom != "-" || cmd.Name() == "apply" && !slices.Equal(args, []string{"-"}) {
		return &feature.Problem{Kind: feature.ErrUsage, Text: "the server reads no file of that name", Hint: "name - and send the file on the standard input"}
	}
	if a.context == "" {
		a.context = a.file.DefaultContext
	}
	for _, one := range table {
		if one.Name == "read-only" && a.remote.readOnly != "" {
			a.readOnly, one.Origin = true, a.remote.readOnly
		}
	}
	chosen, _, err := table.SetFromFile(a.file)
	a.origins = table.Origins()
	if err != nil {
		return err
	}
	a.author = a.remote.session.User.Author
	if err := a.readTheme(); err != nil {
		return err
	}
	a.useContext(chosen)
	if a.remote.session.Terminal != nil && cmd.HasParent() {
		a.stdin = a.remote.input()
	}
	return a.checkTimeout()
}
