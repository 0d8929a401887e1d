package feature

import "time"

// Gaps finds the changes that nobody recorded and that a later record replaced:
// two consecutive records of an override that do not fit, since the older one's
// After differs from the newer one's Before. records are newest first, of any
// overrides, without a filter that leaves some out in between. Gaps returns each
// missing change by the index of the newer record. Its time is the newer record's:
// it was made at some time between the two.
//
// A record without a name may be of any override, and one with the same Before
// and After does not tell what there was before: across either, nothing is
// missing for certain. Nor is it where the order of the records is in doubt.
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

// orderInDoubt reports whether two records may have been made in the other order. The
// journal and the app's trail use two clocks, and some times are in whole seconds.
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

// tellsBefore reports whether the record says what there was before. An event of
// OLI Torus, whose scopes do not inherit, tells only what was set.
func (e Entry) tellsBefore(kinds KindList) bool {
	return e.Before != e.After && (e.inJournal() || kinds.Of(e.Scope.Kind).Has(Inherit))
}
