package feature

import "time"

// Gaps finds the changes that nobody recorded. A change is missing between two
// consecutive records of an override if the older record's After differs from the newer
// record's Before. records holds the records of any overrides, newest first and without
// omissions. Gaps maps the index of the newer record to the missing change, and gives
// the change that record's time.
//
// Gaps reports no change if it is not certain. A record without a name may belong to any
// override. A record whose Before equals its After does not tell the earlier setting.
// The order of two records may be uncertain.
func Gaps(records []Entry, kinds KindList) map[int]Entry {
	type override struct {
		scope Scope
		name  string
	}
	newer := map[override]int{} // index of the override's newer record
	pairs := [][2]int{}         // consecutive records, the newer one first
	doubtful := map[int]bool{}
	for i, e := range records {
		if e.Name == "" {
			clear(newer)
			continue
		}
		key := override{e.Scope, e.Name}
		if n, ok := newer[key]; ok {
			pairs = append(pairs, [2]int{n, i})
			if orderInDoubt(records[n], e) {
				doubtful[n], doubtful[i] = true, true
			}
		}
		newer[key] = i
	}
	gaps := map[int]Entry{}
	for _, pair := range pairs {
		n, o := records[pair[0]], records[pair[1]]
		if doubtful[pair[0]] || doubtful[pair[1]] || !n.tellsBefore(kinds) || o.Before == o.After || kinds.Of(o.Scope.Kind).same(o.After, n.Before) {
			continue
		}
		gaps[pair[0]] = Entry{At: n.At, Scope: n.Scope, Name: n.Name, Before: o.After, After: n.Before, Origin: FromOutside}
	}
	return gaps
}

// orderInDoubt reports whether newer may actually be the older record. The journal and
// the app's audit trail use different clocks, and some times are in whole seconds.
func orderInDoubt(newer, older Entry) bool {
	switch apart := newer.At.Sub(older.At); {
	case newer.inJournal() != older.inJournal():
		return apart < stampTolerance
	case newer.inJournal():
		return newer.ID < older.ID
	default:
		return apart < time.Second
	}
}

// inJournal reports whether the record is in flagtui_change. Records of the app's trail
// have negative ids.
func (e Entry) inJournal() bool { return e.ID > 0 }

// tellsBefore reports whether the record holds the setting before the change. OLI Torus'
// events hold only the setting after the change.
func (e Entry) tellsBefore(kinds KindList) bool {
	return e.Before != e.After && (e.inJournal() || kinds.Of(e.Scope.Kind).Has(Inherit))
}
