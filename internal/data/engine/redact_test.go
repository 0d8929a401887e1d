package engine

import "testing"

func TestRedactPassword(t *testing.T) {
	for dsn, want := range map[string]string{
		"postgres://u:secret@h/db":                       "postgres://u:****@h/db",
		"postgresql+asyncpg://u:se:cret@h:5432/db?ssl=1": "postgresql+asyncpg://u:****@h:5432/db?ssl=1",
		"postgres://u:sec/ret@h/db":                      "postgres://u:****@h/db",
		"postgres://u:se@cret@h/db":                      "postgres://u:****@h/db",
		"postgres://u@h/db?password=secret&x=1":          "postgres://u@h/db?password=****&x=1",
		"postgres://u:${PW}@h/db":                        "postgres://u:${PW}@h/db",
		"${PROD_DB}":                                     "${PROD_DB}",
		"u:secret@h/db":                                  "u:****@h/db",
		"postgres:/u:secret@h/db":                        "postgres:/u:****@h/db",
		"postgres:u:secret@h/db":                         "postgres:****@h/db",
		"postgres:///u:secret@h/db":                      "postgres:///u:****@h/db",
		"'postgres://u:secret@h/db'":                     "'postgres://u:****@h/db'",
		" postgres://u:secret@h/db":                      " postgres://u:****@h/db",
		"ecto://u:secret@h/db":                           "ecto://u:****@h/db",
		"postgres://u:${X}secret@h/db":                   "postgres://u:****@h/db",
		"postgres://u:secret${X}@h/db":                   "postgres://u:****@h/db",
		"${X}secret@h/db":                                "${X}****@h/db",
		"${X}:secret@h/db":                               "${X}:****@h/db",
		"${X}:${PW}@h/db":                                "${X}:${PW}@h/db",
		"${X}@h/db":                                      "${X}@h/db",
		"host=h password=${X}secret":                     "host=h password=****",
		"host=h password=${X}":                           "host=h password=${X}",
		"pasword=secret host=h":                          "pasword=**** host=h",
		"PASSWORD=secret host=h":                         "PASSWORD=**** host=h",
		"host=h PassWord = 'sec ret' user=u":             "host=h PassWord = **** user=u",
		"host=h password='secret":                        "host=h password=****",
		`host=h password=sec\ ret user=u`:                `host=h password=**** user=u`,
		"postgres://u@h/db?sslPassword=secret":           "postgres://u@h/db?sslPassword=****",
		"/srv/u:p@h/app.db":                              "/srv/u:p@h/app.db",
		"mail@host.db":                                   "mail@host.db",
		"host=h password=secret dbname=d":                "host=h password=**** dbname=d",
		`host=h password='it\'s x' dbname=d`:             "host=h password=**** dbname=d",
		"password = secret":                              "password = ****",
		"sqlite:////srv/app.db":                          "sqlite:////srv/app.db",
		"app.db":                                         "app.db",
		"${X}hunter2":                                    "${X}****",
		"hunter2${X}":                                    "****${X}",
		"${X}hunter2${Y}":                                "${X}****${Y}",
		"${X}${Y}":                                       "${X}${Y}",
		"postgres://u:hunter2${AT}":                      "postgres://u:****",
		"postgres://${HOST}:${PORT}/db":                  "postgres://${HOST}:${PORT}/db",
		"postgres://${HOST}/db":                          "postgres://${HOST}/db",
		"host=${HOST} dbname=d":                          "host=${HOST} dbname=d",
		"sqlite:///${DIR}/app.db":                        "sqlite:///${DIR}/app.db",
		"${DIR}/app":                                     "${DIR}/app",
		"~/${ENV}/app":                                   "~/${ENV}/app",
		"./${ENV}":                                       "./${ENV}",
		"flags-${ENV}.db":                                "flags-${ENV}.db",
		"${URL}?sslmode=require":                         "${URL}?sslmode=require",
		"${URL}?password=secret":                         "${URL}?password=****",
		"postgres://u@h/db?options=a@b":                  "postgres://u@h/db?options=a@b",
	} {
		if got := RedactPassword(dsn); got != want {
			t.Errorf("RedactPassword(%q) = %q, want %q", dsn, got, want)
		}
	}
}
