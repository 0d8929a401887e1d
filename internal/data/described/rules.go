package described

import "flagtui/internal/feature"

// setRules sets what the settings of a kind of scope mean.
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
