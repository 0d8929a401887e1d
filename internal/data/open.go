package data

import (
	"context"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// sqlStore is the Store of an SQL database. Its fields do not change after Open.
type sqlStore struct {
	*engine.DB
	info    Info
	options Options // the options of Open

	definitions engine.Table         // flagtui_definition
	journal     engine.Table         // flagtui_change
	layouts     []layout.Layout      // in the order of systems
	listing     map[feature.Kind]int // the index in layouts of the layout that lists a kind of scope
}

// Open connects to the database that options name and finds its tables. It accepts
// postgres:// and postgresql:// URLs, libpq key=value texts, sqlite:/// URLs, file: URIs
// and paths. It also accepts SQLAlchemy's "+driver" forms. A SQLite file must exist.
//
// Open returns a read-only store if this user may not write, or if the database never
// accepts writes. Info().ReadOnly holds the reason. Open fails with feature.ErrUsage if
// the DSN is invalid. It fails with the same kind if the tables of a known app are
// missing, ambiguous, or not as flagtui needs them.
func Open(ctx context.Context, options Options) (Store, error) {
	where, err := options.target()
	if err != nil {
		return nil, err
	}
	asked := ""
	if options.ReadOnly {
		asked = askedFor
	}
	s, err := openStore(ctx, where, options, asked)
	if err != nil {
		return nil, err
	}
	if s.Dialect == engine.SQLite && s.Found.ReadOnly != asked {
		// The user may not write here. A read-only session refuses writes even if the
		// user gets the privilege later.
		s.Close()
		if s, err = openStore(ctx, where, options, s.Found.ReadOnly); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// openStore opens the store. A non-empty readOnly is the reason why the session refuses
// writes.
func openStore(ctx context.Context, where engine.Target, options Options, readOnly string) (*sqlStore, error) {
	s, found, err := inspectStore(ctx, where, options, readOnly != "")
	if err != nil {
		return nil, err
	}
	if readOnly != "" {
		s.Found.ReadOnly = readOnly
	}
	if err := s.adopt(found); err != nil {
		defer s.Close()
		return nil, s.nameOthers(ctx, err)
	}
	for i := range s.info.Kinds {
		if options.Live != (feature.Live{}) {
			s.info.Kinds[i].Live = options.Live
		}
	}
	s.Denied.Set(s.Found.ReadOnly)
	return s, nil
}

// inspectStore connects to a database and returns the tables found. It does not choose
// among them.
func inspectStore(ctx context.Context, where engine.Target, options Options, readOnly bool) (*sqlStore, []engine.Table, error) {
	db, found, err := engine.Connect(ctx, where, options.settings(readOnly))
	if err != nil {
		return nil, nil, err
	}
	s := &sqlStore{DB: db, options: options, listing: map[feature.Kind]int{}}
	return s, found, nil
}

// Info implements Store.
func (s *sqlStore) Info() Info {
	info := s.info
	info.Server = s.Server()
	return info
}

// Watch implements Store.
func (s *sqlStore) Watch(ctx context.Context) <-chan engine.Signal {
	return s.DB.Watch(ctx, s.watched(), s.info.HasTriggers)
}

// askedFor is the reason of a database that the user opened read-only.
const askedFor = "asked for with --read-only"

// Access implements Store.
func (s *sqlStore) Access(ctx context.Context) (readOnly string, err error) {
	if s.Dialect == engine.SQLite || s.Found.ReadOnly == askedFor {
		return s.Found.ReadOnly, nil
	}
	db, found, err := s.InspectAgain(ctx)
	now := &sqlStore{DB: db, options: s.options, listing: map[feature.Kind]int{}}
	if err == nil {
		err = now.adopt(found)
	}
	if err != nil {
		return "", err
	}
	s.Denied.Set(now.Found.ReadOnly)
	return now.Found.ReadOnly, nil
}
