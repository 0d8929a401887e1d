package flag

import "testing"

func TestOvertaken(t *testing.T) {
	entry := Entry{ID: 1, Change: "c1"}
	for name, tc := range map[string]struct {
		later []Entry
		by    string
	}{
		"nothing since":           {nil, ""},
		"changed since":           {[]Entry{{ID: 2, Change: "c2"}}, "c2"},
		"changed and put back":    {[]Entry{{ID: 2, Change: "c2"}, {ID: 3, Change: "c3", Undoes: "c2"}}, ""},
		"in any order":            {[]Entry{{ID: 3, Change: "c3", Undoes: "c2"}, {ID: 2, Change: "c2"}}, ""},
		"the undo undone":         {[]Entry{{ID: 2, Change: "c2"}, {ID: 3, Change: "c3", Undoes: "c2"}, {ID: 4, Change: "c4", Undoes: "c3"}}, "c2"},
		"undone already":          {[]Entry{{ID: 2, Change: "c2", Undoes: "c1"}}, "c2"},
		"undone, and that undone": {[]Entry{{ID: 2, Change: "c2", Undoes: "c1"}, {ID: 3, Change: "c3", Undoes: "c2"}}, ""},
		"two, one put back":       {[]Entry{{ID: 2, Change: "c2"}, {ID: 3, Change: "c3"}, {ID: 4, Change: "c4", Undoes: "c3"}}, "c2"},
	} {
		by, overtaken := Overtaken(entry, tc.later)
		if by.Change != tc.by || overtaken != (tc.by != "") {
			t.Errorf("%s: overtaken by %q (%v), want %q", name, by.Change, overtaken, tc.by)
		}
	}
}
