package described

import "flagtui/internal/feature"

// setRules sets the rules that make a value from the settings at a kind of scope.
func (l *Layout) setRules(info *feature.KindInfo) {
	info.Without = l.config.Table.Without
	if l.presence {
		info.Without = feature.Off
	}
	switch inherits := info.Inherits == feature.System; {
	case inherits && l.config.Table.Gate:
		info.Combine = feature.AboveOff
	case inherits && l.presence && !l.systemElsewhere:
		info.Combine = feature.AnyOn
	}
}
