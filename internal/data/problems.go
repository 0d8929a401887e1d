package data

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	modernc "modernc.org/sqlite"

	"flagtui/internal/flag"
)

// explain puts an error of the driver into words and gives it a kind. An
// error that is explained already stays as it is.
func (s *sqlStore) explain(err error) error {
	if problem := (*flag.Problem)(nil); err == nil || errors.As(err, &problem) {
		return err
	}
	problem := &flag.Problem{Text: err.Error(), Cause: err}
	if pgErr := (*pq.Error)(nil); errors.As(err, &pgErr) {
		explainPostgres(problem, pgErr)
	} else if liteErr := (*modernc.Error)(nil); errors.As(err, &liteErr) {
		s.explainSQLite(problem, liteErr)
	} else if isLost(err) {
		problem.Kind = flag.ErrUnavailable
		problem.Text = "cannot reach the database " + s.facts.Name() + ": " + plain(err)
		problem.Hint = "check that it runs and that this machine may connect; then try again"
	}
	return problem
}

// interrupted is the error of what the caller interrupted: just that, in
// whatever words the driver put it, unless there is more to know.
func interrupted(err error) error {
	if errors.Is(err, errUncertain) {
		return errors.Join(context.Canceled, err)
	}
	return context.Canceled
}

// isLost tells an error of the connection from one of the statement.
func isLost(err error) bool {
	var netErr net.Error
	return errors.As(err, &netErr) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, sql.ErrTxDone) || errors.Is(err, pq.ErrSSLNotSupported)
}

// plain words the errors whose own text helps nobody.
func plain(err error) string {
	var netErr net.Error
	switch {
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was lost"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, sql.ErrTxDone), errors.As(err, &netErr) && netErr.Timeout():
		return "no answer in time"
	}
	return strings.TrimPrefix(err.Error(), "pq: ")
}

const tableChanged = "the table changed under flagtui: quit and open it again"

func explainPostgres(problem *flag.Problem, err *pq.Error) {
	problem.Text = "the database says: " + err.Message
	if err.Detail != "" {
		problem.Text += " (" + err.Detail + ")"
	}
	switch class := err.Code.Class(); {
	case strings.HasPrefix(err.Message, "unsupported startup parameter"): // in PgBouncer's words
		problem.Kind = flag.ErrUnavailable
		problem.Hint = "the pooler does not take a setting that the database URL or PGOPTIONS asks for: leave it out there"
	case err.Code == pqerror.QueryCanceled:
		problem.Kind, problem.Text = flag.ErrUnavailable, "the database did not answer in time"
		problem.Hint = "it may be busy, or another session may hold a lock; --timeout gives it longer"
	case err.Code == pqerror.InsufficientPrivilege:
		problem.Kind = flag.ErrRefused
	case err.Code == pqerror.ReadOnlySQLTransaction:
		problem.Kind, problem.Hint = flag.ErrRefused, "the session is read-only"
	case class == "08", class == "53", class == "57", class == "28", err.Code == pqerror.InvalidCatalogName:
		problem.Kind = flag.ErrUnavailable
	case class == "40":
		problem.Kind, problem.Hint = flag.ErrConflict, "nothing was written; look again"
	case err.Code == pqerror.ForeignKeyViolation:
		problem.Kind = flag.ErrUnknown
	case class == "23", err.Code == pqerror.RaiseException:
		problem.Kind, problem.Hint = flag.ErrRefused, ruleOfTheApp
	case class == "42" && strings.Contains(err.Where, "function"):
		problem.Hint = "a function or trigger of the database's failed, in " + strings.SplitN(err.Where, "\n", 2)[0] +
			". flagtui works with search_path = pg_catalog: give the function a SET search_path of its own, or name its tables with their schema"
	case err.Code == pqerror.UndefinedTable, err.Code == pqerror.UndefinedColumn:
		problem.Hint = tableChanged
	}
}

// ruleOfTheApp is the hint where a rule of the tables does not allow a change.
const ruleOfTheApp = "nothing was written; the rule is the application's, or a trigger's"

// overtaken tells an error after which the same transaction may succeed.
func overtaken(err error) bool {
	if err == error(errOvertaken) {
		return true
	}
	if lost, ok := errors.AsType[*notKept](err); ok {
		return lost.again
	}
	var pgErr *pq.Error
	return errors.As(err, &pgErr) && (pgErr.Code == pqerror.TRSerializationFailure || pgErr.Code == pqerror.TRDeadlockDetected)
}
