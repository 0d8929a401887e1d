package change

import (
	"context"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// Served says how the application serves one change of a saved change-set.
type Served struct {
	feature.Change
	Serves  ServedFlag     // the flag as the application serves it; without a difference if that is as stored
	Answers int            // the answers of the application, or 0 if it was not or cannot be asked
	Again   *feature.Entry // how somebody has changed it again, or nil
}

// ConfirmEach is Confirm with a result for each change. Where the application does not
// serve the change-set in time, ConfirmEach asks it once more, and returns no error if it
// serves everything by then. A change that somebody has changed again is no error. Beyond
// maxAsked scopes, the application is not asked.
func (s Steps) ConfirmEach(ctx context.Context, store data.Store, result Result) (each []Served, err error) {
	answers, again, err := s.confirmRest(ctx, store, result)
	asked := askedScopes(result.Changed)
	for _, c := range result.Changed {
		served := Served{Change: c}
		if asked[c.Scope] {
			served.Answers = answers
		}
		for _, a := range again {
			if a.Scope == c.Scope && a.Name == c.Name {
				served.Again = &a.last
			}
		}
		each = append(each, served)
	}
	if err == nil || !s.compareEach(ctx, store, each, asked) {
		return each, err
	}
	return each, nil
}

// compareEach asks the application once more for each change at the scopes of asked that
// nobody has changed again. It reports whether the application serves all of them.
func (s Steps) compareEach(ctx context.Context, store data.Store, each []Served, asked map[feature.Scope]bool) (allServed bool) {
	served := map[feature.Scope][]ServedFlag{}
	allServed = true
	for i := range each {
		c := &each[i]
		if c.Again != nil || !asked[c.Scope] {
			continue
		}
		flags, ok := served[c.Scope]
		if !ok {
			var err error
			if flags, err = s.AskApp(ctx, store, c.Scope, nil); err != nil {
				return false
			}
			served[c.Scope] = flags
		}
		c.Answers, c.Serves = ServedAnswers, ServedFlag{Differs: NotServed}
		if at := slices.IndexFunc(flags, func(f ServedFlag) bool { return f.View.Name == c.Name }); at >= 0 && flags[at].Served != nil {
			c.Serves = flags[at]
		}
		allServed = allServed && c.Serves.Differs == ""
	}
	return allServed
}
