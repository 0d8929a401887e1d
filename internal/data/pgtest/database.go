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

// patience bounds every wait for a server.
const patience = 30 * time.Second

// parse reads the URL of a server, which without an sslmode means none. Its
// error does not repeat the text, which may hold a password.
func parse(text string) (*url.URL, error) {
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

// create makes a new database on the server that admin leads to. It is in
// UTF-8 and compares text by its bytes, whatever the server's own locale.
func create(admin *url.URL) (*url.URL, error) {
	name := "flagtui_test_" + strings.ToLower(rand.Text())
	err := execute(admin, "CREATE DATABASE "+name+
		" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
	if err != nil {
		return nil, fmt.Errorf("create a database: %w", err)
	}
	database := *admin
	database.Path = "/" + name
	return &database, nil
}

// drop removes a database that create made, and ends the connections to it.
func drop(admin, database *url.URL) error {
	name := strings.TrimPrefix(database.Path, "/")
	if err := execute(admin, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop the database: %w", err)
	}
	return nil
}

// execute runs one statement over a connection of its own: a pooled one would
// not outlive a restart of the server.
func execute(server *url.URL, statement string) error {
	db, err := sql.Open("postgres", server.String())
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, err = db.ExecContext(ctx, statement)
	return err
}
