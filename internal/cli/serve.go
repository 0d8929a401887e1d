package cli

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/config"
	"flagtui/internal/data"
	"flagtui/internal/data/shared"
	"flagtui/internal/feature"
	"flagtui/internal/serve"
)

// byRole is the reason of a session that may not write.
const byRole = "your role"

// unusedStoreTime is the time for which connections without sessions stay open, so that
// a script's commands do not connect each time.
const unusedStoreTime = time.Minute

func (a *app) serveCommand() *cobra.Command {
	var listen, logFormat string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "The dashboard and the commands over SSH, for the users of the config file",
		Long: `serve is an SSH server. Who may log in is in the serve block of the config file:
each user has keys, a role (write or read-only), contexts, and perhaps the scopes
that the user may see and change. "ssh -p 2222 alice@host" is the dashboard, and
"ssh -p 2222 alice@host list --json" a command.

SIGHUP reads the config file again, and ends the sessions of users who are gone.
SIGTERM ends all sessions, once their writes have ended.`,
		Example: `  flagtui serve
  flagtui serve --listen 0.0.0.0:2222 --log-format json`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), listen, logFormat) },
	}
	cmd.Flags().StringVar(&listen, "listen", "", "the `ADDRESS` to listen on, in place of the config file's")
	cmd.Flags().StringVar(&logFormat, "log-format", "text", "the `FORMAT` of the log on stderr: text or json")
	a.completeFlag(cmd, "log-format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// sshServer runs the sessions of the SSH server.
type sshServer struct {
	stores   shared.Stores
	log      *slog.Logger
	readOnly string // why no session may write; may be empty

	mu   sync.Mutex
	file config.File
}

// serve serves until ctx ends.
func (a *app) serve(ctx context.Context, listen, logFormat string) error {
	for _, name := range []string{"db", "schema", "flags", "actor", "author", "timeout", "context"} {
		if a.origins[name] == "--"+name {
			return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--%s was given, but serve opens the contexts of the config file", name), Hint: "leave --" + name + " out"}
		}
	}
	var handler slog.Handler = slog.NewTextHandler(a.stderr, nil)
	switch logFormat {
	case "text":
	case "json":
		handler = slog.NewJSONHandler(a.stderr, nil)
	default:
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--log-format is %q", logFormat), Hint: "it is text or json"}
	}
	settings, err := a.file.ReadServe()
	if err != nil {
		return err
	}
	if listen != "" {
		settings.Listen = listen
	}
	s := &sshServer{stores: shared.Stores{Linger: unusedStoreTime}, log: slog.New(handler), file: a.file}
	if a.readOnly && a.explicitlySet("read-only") {
		s.readOnly = a.origins["read-only"]
	}
	server, err := serve.New(settings, s.log, s.run)
	if err != nil {
		return err
	}
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	listener, err := net.Listen("tcp", settings.Listen)
	if err != nil {
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("cannot listen: %v", err), Hint: "choose another address with listen in the serve block, or with --listen", Cause: err}
	}
	s.log.Info("listening", "address", listener.Addr().String(), "users", len(settings.Users), "host_key", server.HostKey())
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
				s.reload(server)
			}
		}
	}()
	defer s.stores.Forget()
	return server.Serve(ctx, listener)
}

// reload reads the config file again. A file with an error changes nothing.
func (s *sshServer) reload(server *serve.Server) {
	s.mu.Lock()
	path := s.file.Path
	s.mu.Unlock()
	file, err := config.Read(path)
	var settings config.Serve
	if err == nil {
		settings, err = file.ReadServe()
	}
	if err != nil {
		s.log.Error("the config file was not applied", "why", err.Error(), "hint", feature.Hint(err))
		return
	}
	s.mu.Lock()
	s.file = file
	s.mu.Unlock()
	s.stores.Forget()
	server.Reload(settings)
	s.log.Info("config file read again", "users", len(settings.Users))
}

// run runs the dashboard or a command for a session, and returns the exit code.
func (s *sshServer) run(ctx context.Context, session *serve.Session) int {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s.mu.Lock()
	file := contexts(s.file, session.User)
	s.mu.Unlock()
	life, end := context.WithCancel(context.Background())
	defer end()
	r := &remote{session: session, stores: &s.stores, log: s.log, stop: stop, life: life, readOnly: s.readOnly}
	if session.User.ReadOnly {
		r.readOnly = byRole
	}
	a := &app{stdin: session.Stdin, stdout: session.Stdout, stderr: session.Stderr, out: bufio.NewWriterSize(nil, 8<<10), remote: r}
	if session.Terminal != nil {
		a.stdout, a.stderr = lineWriter{session.Stdout}, lineWriter{session.Stderr}
	}
	a.out.Reset(output{a.stdout, nil})
	a.file, a.timeout = file, data.DefaultTimeout
	words, err := serve.Words(session.Command)
	if err != nil {
		return a.report(err, nil)
	}
	exit := a.run(ctx, a.remoteCommand(), words)
	if len(words) > 0 {
		level := slog.LevelInfo
		if exit == exitRefused {
			level = slog.LevelWarn
		}
		s.log.Log(ctx, level, "command", "user", session.User.Name, "client", session.Client, "command", session.Command, "exit", exit)
	}
	return exit
}
