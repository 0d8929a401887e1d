package engine

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"io/fs"
	"net"
	"strings"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	modernc "modernc.org/sqlite"

	"flagtui/internal/feature"
)

// Explain turns a driver's error into a feature.Problem with a kind. It returns a
// feature.Problem unchanged.
func (s *DB) Explain(err error) error {
	if problem := (*feature.Problem)(nil); err == nil || errors.As(err, &problem) {
		return err
	}
	problem := &feature.Problem{Text: err.Error(), Cause: err}
	if pgErr := (*pq.Error)(nil); errors.As(err, &pgErr) {
		explainPostgres(problem, pgErr)
		if pgErr.Code == pqerror.InvalidPassword {
			s.explainNoPassword(problem)
		}
		if errors.As(err, new(connectError)) && problem.Kind == nil { // such as a setting that the server does not know
			problem.Kind = feature.ErrUsage
			problem.Hint = "the server refuses a parameter of the database URL or the environment"
		}
	} else if liteErr := (*modernc.Error)(nil); errors.As(err, &liteErr) {
		s.explainSQLite(problem, liteErr)
	} else if isLost(err) {
		problem.Kind = feature.ErrUnavailable
		problem.Text = "cannot reach the database " + s.Found.Name() + ": " + plain(err)
		problem.Hint = hintOf(err)
	}
	return problem
}

// interrupted returns the error of a call that its caller canceled. If the outcome of a
// commit is unknown, the returned error also wraps err.
func interrupted(err error) error {
	if errors.Is(err, errUncertain) {
		return errors.Join(context.Canceled, err)
	}
	return context.Canceled
}

// isLost reports whether an error is about the connection, not the statement.
func isLost(err error) bool {
	var netErr net.Error
	return errors.As(err, &netErr) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, sql.ErrTxDone) || errors.As(err, new(connectError))
}

// hintOf returns the hint for a connection error.
func hintOf(err error) string {
	text := err.Error()
	switch {
	case errors.Is(err, pq.ErrSSLNotSupported):
		return "the server does not speak TLS, which sslmode requires; with sslmode=disable, others on the network can read the connection"
	case strings.Contains(text, "x509: "):
		return "the server's certificate is not trusted: name its issuer's certificate with sslrootcert=FILE, and use the host name of the certificate"
	case strings.Contains(text, "tls: "):
		return "the server and flagtui do not agree on TLS: does the server require a client certificate (sslcert=, sslkey=), or other versions of TLS?"
	case errors.As(err, new(*fs.PathError)):
		return "check that the file in the database URL or the environment exists, and that this user may read it"
	}
	return "check that it runs and that this machine may connect; then try again"
}

// plain returns the text of a connection error in clearer words.
func plain(err error) string {
	var netErr net.Error
	switch {
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was lost"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, sql.ErrTxDone), errors.As(err, &netErr) && netErr.Timeout():
		return "no answer in time"
	}
	// With several hosts, the driver writes one line per host.
	return strings.NewReplacer(":\n", ": ", "\n", "; ", "pq: ", "").Replace(err.Error())
}

const tableChanged = "the table changed under flagtui: quit and open it again"

func explainPostgres(problem *feature.Problem, err *pq.Error) {
	problem.Text = "the database says: " + err.Message
	if err.Detail != "" {
		problem.Text += " (" + err.Detail + ")"
	}
	switch class := err.Code.Class(); {
	case isFull(err):
		problem.Kind, problem.Text = feature.ErrFull, "the database has no free connection: "+err.Message
		problem.Hint = "nothing was read or written; other programs hold all connections, and --timeout waits longer for one"
	case strings.HasPrefix(err.Message, "unsupported startup parameter"): // PgBouncer's message
		problem.Kind = feature.ErrUnavailable
		problem.Hint = "the pooler refuses a setting of the database URL or PGOPTIONS: remove the setting there"
	case err.Code == pqerror.QueryCanceled:
		problem.Kind, problem.Text = feature.ErrUnavailable, "the database did not answer in time"
		problem.Hint = "it may be busy, or another session may hold a lock; --timeout gives it longer"
	case err.Code == pqerror.LockNotAvailable:
		problem.Kind, problem.Text = feature.ErrUnavailable, "another session held a lock for longer than the role's lock_timeout"
		problem.Hint = "try again when the other session has ended its transaction"
	case err.Code == pqerror.InsufficientPrivilege:
		problem.Kind = feature.ErrRefused
	case err.Code == pqerror.ReadOnlySQLTransaction:
		problem.Kind, problem.Hint = feature.ErrRefused, "the session is read-only"
	case class == "08", class == "53", class == "57", class == "28", class == "58", err.Code == pqerror.InvalidCatalogName,
		err.Code == pqerror.IdleInTransactionSessionTimeout, err.Code == pqerror.TransactionTimeout:
		problem.Kind = feature.ErrUnavailable
	case class == "40":
		problem.Kind, problem.Hint = feature.ErrConflict, "nothing was written; look again"
	case err.Code == pqerror.ForeignKeyViolation:
		problem.Kind = feature.ErrUnknown
	case class == "23", err.Code == pqerror.RaiseException:
		problem.Kind, problem.Hint = feature.ErrRefused, ruleOfTheApp
	case class == "42" && strings.Contains(err.Where, "function"):
		problem.Kind = feature.ErrRefused
		problem.Hint = "a function or trigger of the database failed, in " + strings.SplitN(err.Where, "\n", 2)[0] +
			". It runs with search_path = pg_catalog when flagtui reads, and with this role's search_path when flagtui writes. Set the latter with search_path=… in the database URL, or give the function its own SET search_path"
	case err.Code == pqerror.UndefinedTable, err.Code == pqerror.UndefinedColumn:
		problem.Hint = tableChanged
	}
}

// ruleOfTheApp is the hint for a change that a constraint or a trigger refuses.
const ruleOfTheApp = "nothing was written; the rule is the application's, or a trigger's"
