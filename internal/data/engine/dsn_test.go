package engine

import (
	"fmt"
	"testing"

	"github.com/lib/pq"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

func TestParseDSNPostgres(t *testing.T) {
	t.Setenv("PGSSLMODE", "disable")
	for dsn, want := range map[string]string{
		"postgres://u:p@h/db":                                      "u:p@h:5432/db disable",
		"postgresql://u@h:5433/db?sslmode=require":                 "u:@h:5433/db require",
		"POSTGRES://u@h/db":                                        "u:@h:5432/db disable",
		"postgres://u:p%40%2F%3A%25@h/d%20b":                       "u:p@/:%@h:5432/d b disable",
		"postgres://u:p#?@@h/db":                                   "u:p#?@@h:5432/db disable",
		"postgres://h:5433/db?user=u%40srv":                        "u@srv:@h:5433/db disable",
		"postgresql+asyncpg://u:p@h/db":                            "u:p@h:5432/db disable",
		"postgresql+asyncpg://u:p@h/db?ssl=require":                "u:p@h:5432/db require",
		"postgresql+asyncpg://u:p@h/db?ssl=true&timeout=3":         "u:p@h:5432/db require",
		"postgresql+asyncpg://u:p@h/db?ssl=false":                  "u:p@h:5432/db disable",
		"postgresql+asyncpg://u:p/#?%zz@h/db?statement_cache_size": "u:p/#?%zz@h:5432/db disable",
		"postgresql+psycopg://u:p@h/db":                            "u:p@h:5432/db disable",
		"postgresql+psycopg2://u:p@h:5433/db?sslmode=prefer":       "u:p@h:5433/db prefer",
		"host=h user=u password='p q' dbname=db":                   "u:p q@h:5432/db disable",
		" user = u host=h port=5433 dbname=db sslmode=require":     "u:@h:5433/db require",
		"application_name=x host=h user=u password=p dbname=db":    "u:p@h:5432/db disable",
		"connect_timeout=3 host=h dbname=db user=u":                "u:@h:5432/db disable",
		"sslrootcert=/etc/x/ca.pem host=h dbname=db user=u":        "u:@h:5432/db disable",
	} {
		where, err := ParseDSN(dsn)
		if err != nil || where.Dialect != Postgres || where.Path != "" {
			t.Errorf("%s: %+v, %v", dsn, where, err)
			continue
		}
		c, err := pq.NewConfig(where.dsn)
		if err != nil {
			t.Errorf("%s: the driver says: %v", dsn, err)
		}
		if got := fmt.Sprintf("%s:%s@%s:%d/%s %s", c.User, c.Password, c.Host, c.Port, c.Database, c.SSLMode); got != want {
			t.Errorf("%s: %s, want %s", dsn, got, want)
		}
		if len(c.Runtime) > 0 {
			t.Errorf("%s: sends the server the settings %v", dsn, c.Runtime)
		}
	}
}

func TestParseDSNSQLite(t *testing.T) {
	for dsn, want := range map[string]string{
		"sqlite:///rel.db":                              "rel.db",
		"sqlite:////srv/abs.db":                         "/srv/abs.db",
		"sqlite+aiosqlite:///./app.db":                  "./app.db",
		"sqlite+aiosqlite:////srv/a%20b#c.db?timeout=5": "/srv/a%20b#c.db",
		"sqlite+pysqlite:///app.db?mode=ro":             "app.db?mode=ro",
		"sqlite:///file:a%20b.db?mode=ro&uri=true":      "a b.db?mode=ro",
		"sqlite3:///app.db":                             "app.db",
		"file:rel.db":                                   "rel.db",
		"file:/srv/abs.db?mode=ro&cache=shared":         "/srv/abs.db?cache=shared&mode=ro",
		"file:///srv/100%25%3F%23.db?immutable=1":       "/srv/100%?#.db?immutable=1",
		"file://localhost/srv/abs.db#part":              "/srv/abs.db",
		"FILE:///srv/abs.db":                            "/srv/abs.db",
		"app.db":                                        "app.db",
		"./host=x":                                      "./host=x",
		"data=1/app.db":                                 "data=1/app.db",
		"/srv/ password=x/a?b#c%41.db":                  "/srv/ password=x/a?b#c%41.db",
		"../u:p@h/db":                                   "../u:p@h/db",
		"C:app.db":                                      "C:app.db",
		"mail@host.db":                                  "mail@host.db",
	} {
		where, err := ParseDSN(dsn)
		got := where.Path
		if where.dsn != "" {
			got += "?" + where.dsn
		}
		if err != nil || where.Dialect != SQLite || got != want {
			t.Errorf("%s: %s, %v, want %s", dsn, got, err, want)
		}
	}
}

func TestParseDSNRefuses(t *testing.T) {
	for _, dsn := range []string{
		"", "  ", ":memory:", "sqlite://", "sqlite:///:memory:", "file::memory:", "file:x?mode=memory",
		"mysql://u:secret@h/db", "mysql+pymysql://u:secret@h/db", "jdbc:postgresql://h/db?user=u&password=secret",
		"postgres:/u:secret@h/db", "postgresql:u:secret@h/db", "u:secret@h/db",
		"postgres://u:1/secret@h/db", "postgres://u:secret@h:port/db", "postgres://u:secret@h/db#part",
		"postgres://u:secret@h/%zz", "postgres://[secret/db", "postgresql+asyncpg://u:secret@x@h/db", "postgres://[secret/db",
		"PASSWORD=secret host=h", "Host=h password=secret", "pasword=secret", "dbname_=app", "hots=db1", " foo = bar",
		"sqlite://u:secret@h/db", "file://u:secret@h/db", "file:a%zzsecret.db", "sqlite:///a?%zzsecret",
	} {
		where, err := ParseDSN(dsn)
		if err == nil {
			t.Errorf("%s: taken for %+v", dsn, where)
			continue
		}
		featuretest.WantProblem(t, err, feature.ErrUsage)
		featuretest.WantNoSecret(t, dsn, err)
	}
}
