package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The channel and the message with which releases of simple_module from 0.0.40 on tell
// their workers to read all overrides again.
const (
	redisChannel = "simple_module.invalidation"
	redisMessage = `{"v":1,"channel":"feature_flags.overrides"}`
	redisAfter   = `after_change: [redis-cli, -e, -u, "${SM_REDIS_URL}", PUBLISH, ` + redisChannel + `, '` + redisMessage + `']`
)

// startRedis starts a Redis server with a password, and returns its address and its URL.
// It skips the test where Debian's redis is not installed, except under CI.
func startRedis(t *testing.T, password string) (address, url string) {
	t.Helper()
	for _, program := range []string{"redis-server", "redis-cli"} {
		if _, err := exec.LookPath(program); err != nil && os.Getenv("CI") == "true" {
			t.Fatal(err)
		} else if err != nil {
			t.Skip(err)
		}
	}
	for range 5 { // another program may take the port before Redis does
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := listener.Addr().String()
		_, port, _ := net.SplitHostPort(address)
		listener.Close()
		server := exec.CommandContext(t.Context(), "redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--requirepass", password, "--dir", t.TempDir())
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- server.Wait() }()
		t.Cleanup(func() {
			_ = server.Process.Kill()
			<-ended
			ended <- nil
		})
		if answersPing(address, password, ended) {
			return address, fmt.Sprintf("redis://default:%s@%s/0", password, address)
		}
	}
	t.Fatal("no Redis server could be started")
	return "", ""
}

// answersPing waits until the server answers. It returns false if the server has ended.
func answersPing(address, password string, ended chan error) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		select {
		case err := <-ended:
			ended <- err
			return false
		default:
		}
		if connection, lines, err := dialRedis(address, password); err == nil {
			fmt.Fprint(connection, "PING\r\n")
			pong, _ := lines.ReadString('\n')
			if connection.Close(); pong == "+PONG\r\n" {
				return true
			}
		}
	}
	return false
}

// dialRedis connects to a Redis server and logs in.
func dialRedis(address, password string) (net.Conn, *bufio.Reader, error) {
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return nil, nil, err
	}
	lines := bufio.NewReader(connection)
	fmt.Fprintf(connection, "AUTH %s\r\n", password)
	if ok, err := lines.ReadString('\n'); err != nil || ok != "+OK\r\n" {
		connection.Close()
		return nil, nil, fmt.Errorf("%q, %v", ok, err)
	}
	return connection, lines, nil
}

// subscribe calls receive with each message of the channel until the test ends.
func subscribe(t *testing.T, address, password string, receive func(message string)) {
	t.Helper()
	connection, lines, err := dialRedis(address, password)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(connection, "SUBSCRIBE %s\r\n", redisChannel)
	if answer, err := readArray(lines); err != nil || len(answer) != 2 || answer[0] != "subscribe" {
		t.Fatalf("%q, %v", answer, err)
	}
	done := make(chan struct{})
	t.Cleanup(func() {
		connection.Close()
		<-done
	})
	go func() {
		defer close(done)
		for {
			answer, err := readArray(lines)
			if err != nil {
				return
			}
			receive(answer[len(answer)-1])
		}
	}()
}

// readArray reads an array of Redis' protocol, and returns its texts.
func readArray(lines *bufio.Reader) (texts []string, err error) {
	var n, size int
	head, err := lines.ReadString('\n')
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Sscanf(head, "*%d", &n); err != nil {
		return nil, err
	}
	for range n {
		head, err := lines.ReadString('\n')
		if err != nil {
			return nil, err
		}
		if _, err := fmt.Sscanf(head, "$%d", &size); err != nil {
			continue // a number
		}
		text := make([]byte, size+2)
		if _, err := io.ReadFull(lines, text); err != nil {
			return nil, err
		}
		texts = append(texts, string(text[:size]))
	}
	return texts, nil
}

// listen has each worker read all overrides again when the message arrives, as release
// 0.0.41 does.
func (a *testApp) listen(t *testing.T, workers int, address, password string) {
	t.Helper()
	for worker := range workers {
		subscribe(t, address, password, func(text string) {
			var message struct {
				V       int
				Channel string
			}
			if json.Unmarshal([]byte(text), &message) == nil && message.V == 1 && message.Channel == "feature_flags.overrides" {
				a.Reread(worker)
			}
		})
	}
}

// TestAnnouncedByRedis checks that after_change announces a change on a real Redis, and
// that the change is then confirmed live in workers that listen, and not in workers that
// do not.
func TestAnnouncedByRedis(t *testing.T) {
	const password = "r3dis-s3cret"
	address, url := startRedis(t, password)
	t.Setenv("SM_REDIS_URL", url)
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.define("alpha", false, "")
		p.exec(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active')`)
		messages := make(chan string, 100)
		subscribe(t, address, password, func(message string) { messages <- message })
		announced := func() {
			t.Helper()
			select {
			case message := <-messages:
				if message != redisMessage {
					t.Errorf("the message is %s", message)
				}
			case <-time.After(patience):
				t.Fatal("there is no message")
			}
		}

		// Release 0.0.41: workers that read again.
		app := startApp(t, p, 3, map[string]bool{"alpha": false})
		app.listen(t, 3, address, password)
		use := app.inContext(longWait, redisAfter)
		for _, args := range []string{"set alpha=on", "set alpha=off --tenant acme", "clear alpha --tenant acme", "kill alpha", "undo", "clear alpha"} {
			use(args+" --yes --json").expect(t, 0, "*")
			announced()
		}
		use("set alpha=on --yes").expect(t, 0, "*", "; live, confirmed by ")
		use("diff --app").expect(t, 0, "")

		// Release 0.0.1: workers that never read again, though the change is announced.
		announced()
		old := startApp(t, p, 2, map[string]bool{"alpha": false})
		use = old.inContext(shortWait, redisAfter)
		use("set alpha=off --yes").expect(t, exitSaved, "*", "but the app ")
		use("diff --app").expect(t, exitNegative, "alpha  system: off (system)  app: on (override)  the app serves another value\n")
		announced()
		// After one of two workers has started again, they answer differently in turn.
		old.Reread(0)
		use("diff --app").expect(t, exitNegative, "*")
		use("set alpha=on --yes").expect(t, exitSaved, "*", "but the app ")
		old.Reread(1)
		use("diff --app").expect(t, exitNegative, "*")
		old.Reread(0)
		use("diff --app").expect(t, 0, "")
		use("kill alpha --yes").expect(t, exitSaved, "*")

		// A Redis that refuses the message is a failure: redis-cli exits with 1 because of -e.
		t.Setenv("SM_REDIS_URL", strings.Replace(url, password, "wr0ng-s3cret", 1))
		if r := use("set alpha=on --yes"); r.code != exitSaved || !strings.Contains(r.err, "but after_change failed: redis-cli: exit status 1: ") || strings.Contains(r.err+r.out, "s3cret") {
			t.Errorf("exit %d: %s", r.code, r.err)
		}
	})
}

// TestConfirmedWithoutAnnouncement checks that a change is confirmed in workers that read
// all overrides again after some time, as release 0.0.41 does every 30 s.
func TestConfirmedWithoutAnnouncement(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.define("alpha", false, "")
		p.exec(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active')`)
		app := startApp(t, p, 2, map[string]bool{"alpha": false})
		use := app.inContext(longWait, "")
		for _, args := range []string{"set alpha=on", "set alpha=off --tenant acme", "kill alpha", "undo", "clear alpha"} {
			app.RereadAfter(3) // answers
			use(args+" --yes").expect(t, 0, "*", "; live, confirmed by ")
		}
		for i := range 12 {
			p.override("tenant", fmt.Sprint(i), "alpha", true)
		}
		app.RereadAfter(3)
		use("kill alpha --yes").expect(t, 0, "*", "; live, confirmed by 72 answers at 10 of 13 scopes")
	})
}
