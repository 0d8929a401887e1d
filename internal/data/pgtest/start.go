package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
	"time"
)

// errExited tells of a server that exited before it answered.
var errExited = errors.New("postgres has exited")

// startAnywhere starts the server on a free port, and tries others in case
// another process was quicker to take it.
func (c *cluster) startAnywhere() (err error) {
	for range 3 {
		if c.port, err = freePort(); err != nil {
			return err
		}
		if err = c.start(); !errors.Is(err, errExited) {
			return err
		}
	}
	return err
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// start starts the server on its port, unless it runs, and waits until it
// answers. It is made quick at the cost of what a power cut would do to it.
func (c *cluster) start() (err error) {
	if c.server.running() {
		return nil
	}
	c.server, err = c.launch("postgres",
		"-c", "listen_addresses=127.0.0.1",
		"-c", "port="+strconv.Itoa(c.port),
		"-c", "unix_socket_directories=",
		"-c", "cluster_name="+c.name(),
		"-c", "timezone=America/New_York", // in UTC no test would see a time that is shifted
		"-c", "fsync=off",
		"-c", "full_page_writes=off",
		"-c", "synchronous_commit=off",
		"-c", "shared_buffers=16MB",
		"-c", "max_wal_size=64MB")
	if err != nil {
		return err
	}
	if err := c.awaitAnswer(); err != nil {
		c.server.stop(syscall.SIGQUIT)
		return c.withLog(err)
	}
	return nil
}

// awaitAnswer waits until the server answers. It asks for the name, lest it
// take for this server the one that was quicker to take the port.
func (c *cluster) awaitAnswer() error {
	db, err := sql.Open("postgres", c.admin().String())
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		var name string
		err := db.QueryRowContext(ctx, "SHOW cluster_name").Scan(&name)
		if err == nil && name == c.name() {
			return nil
		}
		select {
		case <-c.server.exited:
			return errExited
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
