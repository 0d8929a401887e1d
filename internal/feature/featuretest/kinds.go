package featuretest

import "flagtui/internal/feature"

// Kind describes a kind of simple_module or OLI Torus, as that layout does.
func Kind(kind feature.Kind) feature.KindInfo {
	info := feature.KindInfo{Kind: kind, Name: string(kind), Plural: string(kind) + "s", IDForm: "ID", Settings: []feature.Setting{feature.On, feature.Off, feature.Inherit}}
	switch kind {
	case feature.System:
		info.Plural, info.IDForm = "system", ""
	case feature.Tenant:
		info.Inherits, info.Listed = feature.System, true
	case feature.Project, feature.Section:
		info.Settings, info.Without, info.IDForm = info.Settings[:2], feature.Off, "ID or slug"
		info.Listed, info.OptIn, info.Fixed = true, true, true
	}
	return info
}

// Kinds describes several kinds.
func Kinds(kinds ...feature.Kind) feature.KindList {
	list := make(feature.KindList, len(kinds))
	for i, kind := range kinds {
		list[i] = Kind(kind)
	}
	return list
}

// All describes every kind of both applications.
func All() feature.KindList {
	return Kinds(feature.System, feature.Tenant, feature.Project, feature.Section)
}
