package flagtui

import (
	"cmp"
	"log/slog"
	"os"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/data/layout/layoutyaml"
	"flagtui/internal/feature"
	"flagtui/internal/feature/catalogue"
)

// Option is a setting of Open.
type Option func(*options) error

// options are the settings that the options of Open change.
type options struct {
	data        data.Options
	catalogue   []feature.Definition // nil: the database's catalogue
	defaults    bool                 // serve defaults while the database was never read
	logger      *slog.Logger
	firstRead   time.Duration // the longest wait for the first read of a scope
	scopeIdle   time.Duration // how long an unused scope is kept
	scopeLimit  int           // the number of scopes to keep
	retry       time.Duration // the first wait before another attempt to connect
	retryAtMost time.Duration
	sweepEvery  time.Duration // how often unused scopes are looked for
}

// newOptions returns the settings of Open.
func newOptions(dsn string, chosen []Option) (options, error) {
	o := options{data: data.Options{URL: dsn}, firstRead: time.Second, scopeIdle: 10 * time.Minute, scopeLimit: 100_000,
		retry: time.Second, retryAtMost: 30 * time.Second}
	for _, option := range chosen {
		if err := option(&o); err != nil {
			return o, err
		}
	}
	if o.defaults && o.catalogue == nil {
		return o, &feature.Problem{Kind: feature.ErrUsage, Text: "WithDefaultsWhenAway needs the definitions of the flags", Hint: "give WithCatalogue or WithCatalogueFile"}
	}
	o.logger = cmp.Or(o.logger, slog.Default())
	o.sweepEvery = min(o.scopeIdle/2, time.Minute)
	return o, nil
}

// WithCatalogue gives the definitions of the flags. Without it, the client uses the
// catalogue in the database: the table flagtui_definition, or the application's own.
func WithCatalogue(definitions ...Definition) Option {
	return func(o *options) (err error) {
		o.catalogue, err = definitionsOf(definitions)
		return err
	}
}

// WithCatalogueFile reads the definitions of the flags from a YAML or JSON file, as the
// command's --flags does. It is a list, in which only the names are required:
//
//	[{name: orders.beta, default_enabled: true, scopes: [system, tenant]}, {name: search}]
//
// Open reads the file once.
func WithCatalogueFile(path string) Option {
	return func(o *options) error {
		text, err := os.ReadFile(path)
		if err != nil {
			return &feature.Problem{Kind: feature.ErrUsage, Text: "cannot read the catalogue: " + err.Error(), Cause: err}
		}
		o.catalogue, err = catalogue.Read(path, text)
		return err
	}
}

// WithSchema names the PostgreSQL schema of the application's table. Without it, the
// client looks in public, in feature_flags and in the search path.
func WithSchema(name string) Option {
	return func(o *options) error { o.data.Schema = name; return nil }
}

// WithLayout describes the application's tables in YAML, as the layout of a context in
// the command's config file does. An example is "flipper: {tenant: 'Account;{id}'}".
// Without it, the client looks for tables that it knows.
func WithLayout(yaml string) Option {
	return func(o *options) (err error) {
		o.data.Layout, err = layoutyaml.Parse(yaml)
		return err
	}
}

// WithRefresh sets how often a database is asked for changes if it does not notify the
// client. The default is 2 s.
func WithRefresh(interval time.Duration) Option {
	return func(o *options) error { o.data.Poll = interval; return positive("WithRefresh", interval) }
}

// WithTimeout limits each attempt to connect, and each statement. The default is 5 s.
func WithTimeout(limit time.Duration) Option {
	return func(o *options) error { o.data.Timeout = limit; return positive("WithTimeout", limit) }
}

// WithFirstRead limits how long a look at a scope waits until the scope is read for the
// first time. The default is 1 s.
func WithFirstRead(limit time.Duration) Option {
	return func(o *options) error { o.firstRead = limit; return positive("WithFirstRead", limit) }
}

// WithScopes limits the scopes that the client keeps in memory: how many, and how long
// one is kept that nobody looks at. The defaults are 100,000 and 10 minutes.
func WithScopes(limit int, idle time.Duration) Option {
	return func(o *options) error {
		o.scopeLimit, o.scopeIdle = limit, idle
		if limit < 1 {
			return &feature.Problem{Kind: feature.ErrUsage, Text: "WithScopes needs a limit of at least 1"}
		}
		return positive("WithScopes", idle)
	}
}

// WithLogger sets the logger. The default is slog.Default(). The client logs when the
// database goes away and when it is back, and each undefined name once.
func WithLogger(logger *slog.Logger) Option {
	return func(o *options) error { o.logger = logger; return nil }
}

// WithReadOnly makes every write fail with ErrRefused. The sessions on the database are
// read-only, too.
func WithReadOnly() Option {
	return func(o *options) error { o.data.ReadOnly = true; return nil }
}

// WithDefaultsWhenAway lets Open succeed while the database is away. As long as a scope
// was never read, its flags have the defaults of the definitions. It needs WithCatalogue
// or WithCatalogueFile. Without it, Open fails if the database is away, and a flag at a
// scope that was never read is off.
func WithDefaultsWhenAway() Option {
	return func(o *options) error { o.defaults = true; return nil }
}

// positive fails with feature.ErrUsage unless a duration is greater than zero.
func positive(name string, d time.Duration) error {
	if d > 0 {
		return nil
	}
	return &feature.Problem{Kind: feature.ErrUsage, Text: name + " needs a time greater than zero"}
}
