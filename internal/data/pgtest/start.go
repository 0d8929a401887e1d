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

// errExited means that the server exited before it answered.
var errExited = errors.New("postgres has exited")

// startOnFreePort starts the server on a free port. If another process takes the port
// first, startOnFreePort tries another port.
func (c *cluster) startOnFreePort() (err error) {
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

// start starts the server on its port, and waits until the server answers. It does
// nothing if the server runs. The settings make the server fast but unsafe in a power
// cut.
func (c *cluster) start() (err error) {
	if c.server.running() {
		return nil
	}
	args := []string{
		"-c", "listen_addresses=127.0.0.1",
		"-c", "port=" + strconv.Itoa(c.port),
		"-c", "unix_socket_directories=",
		"-c", "cluster_name=" + c.name(),
		"-c", "timezone=America/New_York", // not UTC, so that tests notice a time in the wrong zone
		"-c", "fsync=off",
		"-c", "full_page_writes=off",
		"-c", "synchronous_commit=off",
		"-c", "shared_buffers=16MB",
		"-c", "max_wal_size=64MB"}
	for _, setting := range c.settings {
		args = append(args, "-c", setting)
	}
	c.server, err = c.launchProgram("postgres", args...)
	if err != nil {
		return err
	}
	if err := c.waitUntilReady(); err != nil {
		c.server.stop(syscall.SIGQUIT)
		return c.withLog(err)
	}
	return nil
}

// waitUntilReady waits until the server answers with this cluster's name. Another
// name means that another server has taken the port.
func (c *cluster) waitUntilReady() error {
	db, err := sql.Open("postgres", c.adminURL().String())
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
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
