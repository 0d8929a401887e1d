package engine

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"flagtui/internal/feature"
)

// Statement is one statement of a batch.
type Statement struct {
	Text string // SQL with ? for each argument
	Args []any
	Each func(*sql.Rows) error // called for every row; nil if the statement returns no rows
	Done func() error          // called after the last row; may be nil
}

// Counted returns a statement that must return exactly n rows. Otherwise it fails with
// the error short.
func Counted(n int, short error, text string, args []any) Statement {
	got := 0
	return Statement{text, args, func(*sql.Rows) error { got++; return nil }, func() error {
		if got != n {
			return short
		}
		return nil
	}}
}

// Batch runs statements in order. On PostgreSQL, a batch takes one round trip. Each
// statement sees the effects of earlier statements, and changes that others have
// committed by then. If a statement fails, later statements may still run, so the caller
// must roll back. In InSnapshot, its transaction takes the place of q. In AtOnce, the
// statements run with those of the other reads.
func (s *DB) Batch(ctx context.Context, q sqlx.ExtContext, statements ...Statement) error {
	if t := turnOf(ctx, q); t != nil {
		return t.batch(statements...)
	}
	q = readerOf(ctx, q)
	if s.Dialect == SQLite {
		return oneByOne(ctx, q, statements)
	}
	text, err := inline(statements)
	if err != nil || text == "" {
		return err
	}
	var rows *sql.Rows
	err = whileBusy(ctx, func() (err error) {
		rows, err = q.QueryContext(ctx, text)
		return err
	})
	if err != nil {
		return err
	}
	defer rows.Close()
	results := 0
	for _, st := range statements {
		if st.Each == nil { // the driver returns no result for this statement
			continue
		}
		if results++; results > 1 && !rows.NextResultSet() {
			return errors.Join(rows.Err(), errNoResult)
		}
		if err := st.read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

var errNoResult = errors.New("the database returned too few results")

// oneByOne runs a batch on SQLite.
func oneByOne(ctx context.Context, q sqlx.ExtContext, statements []Statement) error {
	for _, st := range statements {
		if st.Each == nil {
			if _, err := q.ExecContext(ctx, q.Rebind(st.Text), st.Args...); err != nil {
				return err
			}
			continue
		}
		err := Query(ctx, q, st.Text, st.Args, st.Each)
		if err == nil && st.Done != nil {
			err = st.Done()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (st Statement) read(rows *sql.Rows) error {
	for rows.Next() {
		if err := st.Each(rows); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil || st.Done == nil {
		return err
	}
	return st.Done()
}

// inline returns the text of the statements with the arguments written into it.
// PostgreSQL accepts several statements in one message only without parameters.
func inline(statements []Statement) (string, error) {
	var text strings.Builder
	for _, st := range statements {
		parts := strings.Split(st.Text, "?")
		if len(parts)-1 != len(st.Args) {
			return "", fmt.Errorf("%d arguments for %d places", len(st.Args), len(parts)-1)
		}
		for i, arg := range st.Args {
			word, err := literal(arg)
			if err != nil {
				return "", err
			}
			text.WriteString(parts[i] + word)
		}
		text.WriteString(parts[len(parts)-1] + ";\n")
	}
	return text.String(), nil
}

// literal returns an argument as a PostgreSQL literal. Every value except NULL is
// quoted, so the server infers its type as for a parameter. literal refuses text with a
// NUL byte, which would end the message early. It also refuses invalid UTF-8, in which a
// quote might hide.
func literal(arg any) (string, error) {
	value, err := driver.DefaultParameterConverter.ConvertValue(arg)
	if err != nil {
		return "", err
	}
	switch value := value.(type) {
	case nil:
		return "NULL", nil
	case bool:
		return pq.QuoteLiteral(strconv.FormatBool(value)), nil
	case int64:
		return pq.QuoteLiteral(strconv.FormatInt(value, 10)), nil
	case time.Time:
		return pq.QuoteLiteral(string(pq.FormatTimestamp(value))), nil
	case string:
		if strings.ContainsRune(value, 0) || !utf8.ValidString(value) {
			return "", &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("PostgreSQL cannot store the text %q", value)}
		}
		return pq.QuoteLiteral(value), nil
	}
	return "", fmt.Errorf("cannot write %T as SQL", value)
}
