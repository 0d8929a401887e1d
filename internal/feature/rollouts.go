package feature

import "time"

// FeatureRollouts is the content of OLI Torus' other tables about one feature. flagtui
// never writes these tables.
type FeatureRollouts struct {
	State      string      // state in feature_states; may be empty
	Rollouts   []Rollout   // the global rollout, then by project and by section
	Exemptions []Exemption // sorted by publisher
}

// Empty reports whether the tables hold nothing about the feature.
func (r FeatureRollouts) Empty() bool {
	return r.State == "" && len(r.Rollouts) == 0 && len(r.Exemptions) == 0
}

// Rollout is the extent to which a feature is rolled out at a scope.
type Rollout struct {
	Scope      Scope     // a project, a section, or Global without an id
	Stage      string    // off, internal_only, five_percent, fifty_percent or full
	Percentage int       // 0 to 100
	By         string    // e-mail or name of the last author; may be empty
	At         time.Time // time of the last change, UTC
}

// Exemption decides about a feature for a publisher's projects, instead of the rollouts.
type Exemption struct {
	Publisher   string // the publisher's name; may be empty
	PublisherID string
	Effect      string // deny or force_enable
	Note        string
	At          time.Time // time of the last change, UTC
}

// FeatureState is a flag of OLI Torus for the whole system.
type FeatureState struct {
	Label string
	State string // enabled or disabled
}

// TitledOverride is an override at a project or section, with that scope's columns.
type TitledOverride struct {
	Override
	Title, Slug, Status string // empty if the app's table does not list the scope
}
