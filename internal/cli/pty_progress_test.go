package cli

import (
	"fmt"
	"net"
	"strings"
	"testing"
)

// silentServer starts a server that accepts connections and never answers. It returns a
// database URL.
func silentServer(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { connection.Close() })
		}
	}()
	return fmt.Sprintf("postgres://u@%s/flags?sslmode=disable", listener.Addr())
}

// TestProgressOfConnecting checks that commands and the dashboard show at a terminal
// that they connect, even if stdout is a pipe. The line is erased before the error.
// Without a terminal there is no line.
func TestProgressOfConnecting(t *testing.T) {
	url := silentServer(t)
	const line = "\rConnecting to flags@127.0.0.1…"
	for _, tc := range []struct {
		args, shell string
		said        bool
	}{
		{"list", `"$@"`, true},
		{"doctor", `"$@"`, true},
		{"list", `"$@" | cat`, true},
		{"", `"$@"`, true},
		{"list", `"$@" 2>&1 | cat`, false},
	} {
		p := startIn(t, append(strings.Fields(tc.args), "--db", url, "--timeout", "1500ms"), shell(tc.shell))
		p.ends(patience)
		p.waitUntilQuiet()
		text := p.written()
		before, after, _ := strings.Cut(text, "\r\x1b[Kflagtui: ")
		switch {
		case tc.said && (!strings.HasPrefix(before, line) || !strings.Contains(after, "no answer in time") || strings.Contains(after, "Connecting to")):
			t.Errorf("%s %s: the terminal got %q", tc.args, tc.shell, text)
		case !tc.said && (strings.Contains(text, "Connecting") || strings.Contains(text, "\x1b")):
			t.Errorf("%s %s: the pipe got %q", tc.args, tc.shell, text)
		}
	}
}
