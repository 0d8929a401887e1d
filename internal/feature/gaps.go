package feature

import "time"

// Gaps finds changes that nobody recorded and that a later record replaced. It compares
// consecutive records of an override: a change is missing if the older record's After
// differs from the newer record's Before. records are newest first, and no record in
// between may be left out. Gaps returns each missing change by the index of the newer
// record. The change has the newer record's time, although it was made earlier.
//
// A record without a name may be of any override. A record with the same Before and
// After does not say what there was before. Across such a record, and where the order of
// records is in doubt, Gaps finds nothing.
func Gaps(records []Entry) map[int]Entry {
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
		if doubtful[pair[0]] || doubtful[pair[1]] || !n.tellsBefore() || o.Before == o.After || o.Scope.Kind.same(o.After, n.Before) {
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

// tellsBefore reports whether the record says what there was before. An event of OLI
// Torus says only what was set.
func (e Entry) tellsBefore() bool {
	return e.Before != e.After && (e.inJournal() || e.Scope.Kind.Inherits())
}

// same reports whether two settings are the same at scopes of this kind. If the kind
// inherits nothing, off is the same as no override.
func (k Kind) same(a, b Setting) bool {
	return a == b || !k.Inherits() && (a == On) == (b == On)
}
