package feature

import "time"

// FeatureRollouts is what OLI Torus' other tables hold about one feature. flagtui
// never writes them.
type FeatureRollouts struct {
	State      string      // of the row in feature_states, as stored; empty: none
	Rollouts   []Rollout   // the global one first, then by project and by section
	Exemptions []Exemption // by publisher
}

// Empty reports whether those tables hold nothing about the feature.
func (r FeatureRollouts) Empty() bool {
	return r.State == "" && len(r.Rollouts) == 0 && len(r.Exemptions) == 0
}

// Rollout is how far a feature is rolled out.
type Rollout struct {
	Scope      Scope     // a project, a section, or Global without an id
	Stage      string    // as stored: off, internal_only, five_percent, fifty_percent, full
	Percentage int       // 0 to 100
	By         string    // e-mail or name of the author who last changed it; empty: unknown
	At         time.Time // when it last changed, UTC
}

// Exemption takes a publisher out of a feature's rollouts.
type Exemption struct {
	Publisher   string // its name; empty: unknown
	PublisherID string
	Effect      string // as stored: deny or force_enable
	Note        string
	At          time.Time // when it last changed, UTC
}

// FeatureState is a flag of OLI Torus for the whole system.
type FeatureState struct {
	Label string
	State string // as stored: enabled or disabled
}

// TitledOverride is an override at a project or a section, with the title of that
// project or section.
type TitledOverride struct {
	Override
	Title, Slug, Status string // empty: the app's table has no such row
}
