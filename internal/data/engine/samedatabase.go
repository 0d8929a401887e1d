package engine

import (
	"cmp"
	"context"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"
)

// SameDatabase reports whether two DSNs name the same database. It opens no connection,
// but looks up host names for at most half a second. Callers use it to find out whether
// a database is protected. A wrong true only costs a confirmation.
func SameDatabase(one, other string) bool {
	a, errA := ParseDSN(one)
	b, errB := ParseDSN(other)
	switch {
	case errA != nil || errB != nil || a.Dialect != b.Dialect:
		return false
	case a.Dialect == SQLite:
		return sameFile(a.Path, b.Path)
	}
	x, errX := postgresConfig(a)
	y, errY := postgresConfig(b)
	return errX == nil && errY == nil && databaseOf(x) == databaseOf(y) && sameServer(serversOf(x), serversOf(y))
}

// SQLitePath returns the file that a DSN names. ok is false if the DSN names no SQLite
// file.
func SQLitePath(dsn string) (path string, ok bool) {
	where, err := ParseDSN(dsn)
	return where.Path, err == nil && where.Dialect == SQLite
}

// databaseOf returns the name of a connection's database, which defaults to the user's
// name.
func databaseOf(config pq.Config) string { return cmp.Or(config.Database, config.User) }

func sameFile(one, other string) bool {
	a, errA := os.Stat(one)
	b, errB := os.Stat(other)
	if errA == nil && errB == nil {
		return os.SameFile(a, b)
	}
	// At least one of the files does not exist yet.
	x, errX := filepath.Abs(one)
	y, errY := filepath.Abs(other)
	return errX == nil && errY == nil && x == y
}

// server is the address of a server.
type server struct {
	host string
	port uint16
}

func serversOf(config pq.Config) []server {
	host := config.Host
	if config.Hostaddr.IsValid() {
		host = config.Hostaddr.String()
	}
	servers := []server{{host, config.Port}}
	for _, more := range config.Multi {
		host := more.Host
		if more.Hostaddr.IsValid() {
			host = more.Hostaddr.String()
		}
		servers = append(servers, server{host, more.Port})
	}
	return servers
}

// sameServer reports whether two lists have a server in common.
func sameServer(one, other []server) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	for _, a := range one {
		for _, b := range other {
			if a.port != b.port {
				continue
			}
			if strings.EqualFold(a.host, b.host) || isLocal(a.host) && isLocal(b.host) {
				return true
			}
			if slices.ContainsFunc(addresses(ctx, a.host), func(address string) bool { return slices.Contains(addresses(ctx, b.host), address) }) {
				return true
			}
		}
	}
	return false
}

// isLocal reports whether a host is this machine: a socket's folder or a loopback
// address.
func isLocal(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "" || strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") || strings.EqualFold(host, "localhost") || err == nil && address.IsLoopback()
}

func addresses(ctx context.Context, host string) []string {
	found, err := net.DefaultResolver.LookupHost(ctx, host)
	if err != nil {
		return nil // an unknown host matches no server
	}
	return found
}
