package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	_ "github.com/lib/pq" // the driver "postgres"
)

// timeout limits every wait for a server.
const timeout = 30 * time.Second

// parseServerURL parses the URL of a server. If the URL has no sslmode, TLS is off. The
// error does not contain the URL, which may hold a password.
func parseServerURL(text string) (*url.URL, error) {
	server, err := url.Parse(text)
	if err != nil || server.Scheme != "postgres" && server.Scheme != "postgresql" {
		return nil, errors.New(serverVariable + " is not a URL like postgres://user@host:5432/postgres")
	}
	query := server.Query()
	if !query.Has("sslmode") {
		query.Set("sslmode", "disable")
		server.RawQuery = query.Encode()
	}
	return server, nil
}

// createDatabase creates a database on the server of admin. The database is in UTF-8 and
// compares text by bytes, whatever the server's locale.
func createDatabase(admin *url.URL) (*url.URL, error) {
	name := "flagtui_test_" + strings.ToLower(rand.Text())
	err := execStatement(admin, "CREATE DATABASE "+name+
		" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
	if err != nil {
		return nil, fmt.Errorf("create a database: %w", err)
	}
	database := *admin
	database.Path = "/" + name
	return &database, nil
}

// dropDatabase drops a database that createDatabase made, and closes all connections to
// the database.
func dropDatabase(admin, database *url.URL) error {
	name := strings.TrimPrefix(database.Path, "/")
	if err := execStatement(admin, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop the database: %w", err)
	}
	return nil
}

// execStatement runs one statement on a new connection. A pooled connection would break
// when the server restarts.
func execStatement(server *url.URL, statement string) error {
	db, err := sql.Open("postgres", server.String())
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	_, err = db.ExecContext(ctx, statement)
	return err
}
