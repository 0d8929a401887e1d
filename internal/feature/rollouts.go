package feature

import "time"

// FeatureRollouts is what else OLI Torus' tables say about one feature. Where they say
// anything, the feature's rows are not the whole truth. flagtui never writes
// them.
type FeatureRollouts struct {
	State      string      // of the feature_states row with this label, as stored; empty: none
	Rollouts   []Rollout   // those for all first, then by project and by section
	Exemptions []Exemption // by publisher
}

// Empty tells that there is nothing beside the rows.
func (r FeatureRollouts) Empty() bool {
	return r.State == "" && len(r.Rollouts) == 0 && len(r.Exemptions) == 0
}

// Rollout is how far a feature is rolled out.
type Rollout struct {
	Scope      Scope     // a project or a section; of the kind "global", without an id: everywhere
	Stage      string    // as stored: off, internal_only, five_percent, fifty_percent, full
	Percentage int       // 0 to 100
	By         string    // the author who last changed it, by e-mail or name; empty where unknown
	At         time.Time // when it last changed, UTC
}

// Exemption is a publisher that a feature's rollouts do not count for.
type Exemption struct {
	Publisher   string // the name; empty where no table has it
	PublisherID string
	Effect      string // as stored: deny or force_enable
	Note        string
	At          time.Time // when it last changed, UTC
}

// FeatureState is a flag of OLI Torus that holds for the whole system.
type FeatureState struct {
	Label string
	State string // as stored: enabled or disabled
}

// TitledOverride is an override of a project or a section, and what the app's table
// says of that one.
type TitledOverride struct {
	Override
	Title, Slug, Status string // empty where no row has them
}
