package cli

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"flagtui/internal/config"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/serve"
)

// slowStore is a Store whose writes end after the session of the user.
type slowStore struct {
	data.Store
	leave context.CancelFunc
	err   error
	wrote int
}

func (s *slowStore) Info() data.Info { return data.Info{} }

func (s *slowStore) Apply(ctx context.Context, set feature.ChangeSet) (data.Applied, error) {
	s.leave()
	if ctx.Err() != nil {
		return data.Applied{}, ctx.Err()
	}
	s.wrote++
	return data.Applied{ID: "the-change", Changed: set.Changes}, s.err
}

// TestWriteOutlivesItsSession checks that a write whose session ends meanwhile is
// finished, and that the log has its outcome.
func TestWriteOutlivesItsSession(t *testing.T) {
	set := feature.ChangeSet{Changes: []feature.Change{{Scope: feature.TenantScope("acme"), Name: "a", After: feature.On}}}
	for want, tc := range map[string]struct {
		readOnly string
		err      error
	}{
		`level=INFO msg=change user=alice client=192.0.2.7 context=prod what=apply change=the-change overrides=1 catalogue=false changes="a at tenant:acme: on"`: {},
		`level=ERROR msg="change failed" user=alice client=192.0.2.7 context=prod what=apply why="no answer"`:                                                    {err: errors.New("no answer")},
		`level=WARN msg="change refused" user=alice client=192.0.2.7 context=prod what=apply why="read-only: your role"`:                                         {readOnly: byRole},
	} {
		ctx, leave := context.WithCancel(t.Context())
		slow := &slowStore{leave: leave, err: tc.err}
		var log bytes.Buffer
		s := userStore{slow, &remote{session: &serve.Session{User: config.User{Name: "alice"}, Client: "192.0.2.7"}, log: slog.New(slog.NewTextHandler(&log, nil)), readOnly: tc.readOnly}, "prod", nil}
		_, err := s.Apply(ctx, set)
		if !strings.Contains(log.String(), want) || (err == nil) != (tc.err == nil && tc.readOnly == "") || (slow.wrote == 1) != (tc.readOnly == "") {
			t.Errorf("the log is %s, the error %v, with %d writes; want %s", log.String(), err, slow.wrote, want)
		}
		leave()
	}
}
