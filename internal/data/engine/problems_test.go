package engine

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

func TestExplain(t *testing.T) {
	s := &DB{Dialect: Postgres, Found: Server{Database: "db", Host: "h"}}
	for _, test := range []struct {
		err  error
		kind error
	}{
		{&pq.Error{Code: "57P03"}, feature.ErrUnavailable}, // starting up
		{&pq.Error{Code: "53300"}, feature.ErrUnavailable}, // too many connections
		{&pq.Error{Code: pqerror.QueryCanceled}, feature.ErrUnavailable},
		{&pq.Error{Code: pqerror.TRSerializationFailure}, feature.ErrConflict},
		{&pq.Error{Code: pqerror.TRDeadlockDetected}, feature.ErrConflict},
		{&pq.Error{Code: pqerror.InsufficientPrivilege}, feature.ErrRefused},
		{&pq.Error{Code: pqerror.ReadOnlySQLTransaction}, feature.ErrRefused},
		{&pq.Error{Code: pqerror.CheckViolation}, feature.ErrRefused},
		{&pq.Error{Code: pqerror.LockNotAvailable}, feature.ErrUnavailable},
		{sql.ErrTxDone, feature.ErrUnavailable}, // rolled back at its deadline
		{context.DeadlineExceeded, feature.ErrUnavailable},
		{io.ErrUnexpectedEOF, feature.ErrUnavailable},
		{errors.New("odd"), nil},
	} {
		wrapped := fmt.Errorf("x: %w", test.err)
		err := s.Explain(wrapped)
		featuretest.WantProblem(t, err, test.kind)
		if !errors.Is(err, test.err) || s.Explain(err) != err {
			t.Errorf("%v: its cause is lost, or it is explained twice: %v", test.err, err)
		}
	}
	if err := s.Explain(nil); err != nil {
		t.Error(err)
	}
}
