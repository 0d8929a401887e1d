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
	// MakeArgs makes Args when the statement is about to run. With it, a batch of many
	// rows does not hold the arguments of all rows at once. It may be nil.
	MakeArgs func() []any
	// NeedsResults means that MakeArgs uses the results of earlier statements. On
	// PostgreSQL, the statement then begins a message.
	NeedsResults bool
	Each         func(*sql.Rows) error // called for every row; nil if the statement returns no rows
	Done         func() error          // called after the last row; may be nil
}

// args returns the arguments.
func (st Statement) args() []any {
	if st.MakeArgs != nil {
		return st.MakeArgs()
	}
	return st.Args
}

// Counted returns a statement that must return exactly n rows. Otherwise it fails with
// the error short.
func Counted(n int, short error, text string, args []any) Statement {
	got := 0
	return Statement{Text: text, Args: args, Each: func(*sql.Rows) error { got++; return nil }, Done: func() error {
		if got != n {
			return short
		}
		return nil
	}}
}

// maxMessage is the size of a message, in bytes, from which on Batch begins another one.
const maxMessage = 1 << 20

// Batch runs statements in order. On PostgreSQL, a batch takes one round trip, unless its
// text is longer than maxMessage or a statement needs results. Each statement sees the
// effects of earlier statements, and changes that others have committed by then. If a
// statement fails, later statements may still run, so the caller must roll back. In
// InSnapshot, its transaction takes the place of q. In AtOnce, the statements run with
// those of the other reads.
func (s *DB) Batch(ctx context.Context, q sqlx.ExtContext, statements ...Statement) error {
	if t := turnOf(ctx, q); t != nil {
		return t.batch(statements...)
	}
	q = readerOf(ctx, q)
	if s.Dialect == SQLite {
		return oneByOne(ctx, q, statements)
	}
	for len(statements) > 0 {
		text, n, err := message(statements)
		if err == nil {
			err = send(ctx, q, text, statements[:n])
		}
		if err != nil {
			return err
		}
		statements = statements[n:]
	}
	return nil
}

// send runs one message of statements, and reads their results.
func send(ctx context.Context, q sqlx.ExtContext, text string, statements []Statement) error {
	ctx, cancel := limitStatement(ctx)
	defer cancel()
	var rows *sql.Rows
	err := whileBusy(ctx, func() (err error) {
		rows, err = q.QueryContext(ctx, text)
		return err
	})
	if err != nil {
		return err
	}
	defer rows.Close()
	results := 0
	for _, st := range statements {
		if st.Each != nil { // otherwise the driver returns no result for this statement
			if results++; results > 1 && !rows.NextResultSet() {
				return errors.Join(rows.Err(), errNoResult)
			}
			if err := st.read(rows); err != nil {
				return err
			}
		}
		if err := st.done(); err != nil {
			return err
		}
	}
	return rows.Err()
}

var errNoResult = errors.New("the database returned too few results")

// oneByOne runs a batch on SQLite. It prepares a statement once for all successive
// statements with the same text, since parsing many values takes longer than writing them.
func oneByOne(ctx context.Context, q sqlx.ExtContext, statements []Statement) error {
	for len(statements) > 0 {
		same := 1
		for same < len(statements) && statements[same].Text == statements[0].Text {
			same++
		}
		if err := runSame(ctx, q, statements[:same]); err != nil {
			return err
		}
		statements = statements[same:]
	}
	return nil
}

// runSame runs statements with one text on SQLite.
func runSame(ctx context.Context, q sqlx.ExtContext, statements []Statement) error {
	exec, query := q.ExecContext, q.QueryContext
	if tx, ok := q.(sqlx.PreparerContext); ok && len(statements) > 1 {
		prepared, err := tx.PrepareContext(ctx, statements[0].Text)
		if err != nil {
			return err
		}
		defer prepared.Close()
		exec = func(ctx context.Context, _ string, args ...any) (sql.Result, error) {
			return prepared.ExecContext(ctx, args...)
		}
		query = func(ctx context.Context, _ string, args ...any) (*sql.Rows, error) {
			return prepared.QueryContext(ctx, args...)
		}
	}
	for _, st := range statements {
		err := func() error {
			ctx, cancel := limitStatement(ctx)
			defer cancel()
			if st.Each == nil {
				_, err := exec(ctx, st.Text, st.args()...)
				return err
			}
			return eachRow(ctx, query, st.Text, st.args(), st.Each)
		}()
		if err == nil {
			err = st.done()
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
	return rows.Err()
}

// done calls Done, unless it is nil.
func (st Statement) done() error {
	if st.Done == nil {
		return nil
	}
	return st.Done()
}

// message returns the text of the first n statements, up to maxMessage or to a statement
// that needs results.
func message(statements []Statement) (text string, n int, err error) {
	var b strings.Builder
	for n < len(statements) && (n == 0 || b.Len() < maxMessage && !statements[n].NeedsResults) {
		st := statements[n]
		if err := inline(&b, st.Text, st.args()); err != nil {
			return "", 0, err
		}
		n++
	}
	return b.String(), n, nil
}

// inline writes a statement with its arguments written into its text. PostgreSQL accepts
// several statements in one message only without parameters.
func inline(to *strings.Builder, text string, args []any) error {
	if places := strings.Count(text, "?"); places != len(args) {
		return fmt.Errorf("%d arguments for %d places", len(args), places)
	}
	for _, arg := range args {
		word, err := literal(arg)
		if err != nil {
			return err
		}
		before, after, _ := strings.Cut(text, "?")
		to.WriteString(before)
		to.WriteString(word)
		text = after
	}
	to.WriteString(text)
	to.WriteString(";\n")
	return nil
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
