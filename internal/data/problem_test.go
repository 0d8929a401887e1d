package data

import "flagtui/internal/feature/featuretest"

var (
	wantProblem  = featuretest.WantProblem
	wantNoSecret = featuretest.WantNoSecret
)
