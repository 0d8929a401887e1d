package data

import "flagtui/internal/feature"

const (
	// noticedNow is the reason of a change from outside whose time is unknown. The
	// entry's time is the time at which flagtui noticed the change.
	noticedNow = "changed outside flagtui and the app (noticed now)"
	// unrecordedReason is the reason of a change from outside if the app keeps no trail.
	// The app may have made such a change.
	unrecordedReason = "recorded by neither flagtui nor the app"
)

// wantsGaps reports whether the answer to a query may contain unrecorded changes between
// two records. A query with Change does not read the records in between.
func (q HistoryQuery) wantsGaps() bool {
	return !q.withoutGaps && q.Change == "" && q.By == "" && (q.Origin == "" || q.Origin == feature.FromOutside) &&
		(q.After.rows == nil || q.After.rows.Unnamed == 0)
}

// addGaps adds the changes from outside that a later record replaced, each below that
// record. It finds a change only if the records before and after the change are both on
// the page.
func (s *sqlStore) addGaps(q HistoryQuery, page *HistoryPage) {
	records := make([]feature.Entry, len(page.read))
	for i, r := range page.read {
		if records[i] = r.Entry; r.Unnamed || r.Entry.At.Before(page.Searched) { // older records may be missing
			records[i].Name = ""
		}
	}
	gaps := feature.Gaps(records, s.info.Kinds)
	if len(gaps) == 0 {
		return
	}
	page.Entries = page.Entries[:0]
	for i, r := range page.read {
		if !r.Own && !r.Unnamed && q.Matches(r.Entry) {
			page.Entries = append(page.Entries, r.Entry)
		}
		gap, ok := gaps[i]
		if !ok || !q.Matches(gap) {
			continue
		}
		if !s.recordsAll(gap.Scope.Kind) {
			gap.Reason = unrecordedReason
		}
		page.Entries = append(page.Entries, gap)
	}
}
