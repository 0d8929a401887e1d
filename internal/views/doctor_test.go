package views

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// removal returns the change that removes an override that is on.
func removal(scope feature.Scope, name string) *feature.Change {
	return &feature.Change{Scope: scope, Name: name, Before: feature.On, After: feature.Inherit}
}

// sampleDiagnosis has findings of three kinds: flagtui can fix some, only SQL fixes
// others, and nothing fixes the rest.
func sampleDiagnosis() Diagnosis {
	acme := feature.TenantScope("acme")
	return Diagnosis{Rows: 340_112, Counts: []FindingCount{{"misread row", 1}, {"not registered", 1204}, {"unknown tenant", 1}, {"changed outside", 1}}, Findings: []Finding{
		{"misread row", `"billing.new_invoice" is on with the scope "SYSTEM" and the id "x", which simple_module up to 0.0.39 reads as the system's, and later releases ignore, but another row counts`, "DELETE FROM feature_flags_override WHERE id = 69 AND COALESCE(scope, '') <> 'tenant' AND NOT (COALESCE(scope, '') = 'system' AND COALESCE(scope_id, '-') = '');", nil},
		{"not registered", `"old.cart" is on for tenant "acme", and is not registered`, "flagtui clear old.cart --tenant acme", removal(acme, "old.cart")},
		{"not registered", `"old.cart" is on for the system, and is not registered`, "flagtui clear old.cart", removal(system.Scope, "old.cart")},
		{"unknown tenant", `"api.graphql" is on for tenant "acme-sandbox", an unknown tenant`, "flagtui clear api.graphql --tenant acme-sandbox", removal(feature.TenantScope("acme-sandbox"), "api.graphql")},
		{"changed outside", `"api.graphql" for tenant "acme" is off, which is not what was recorded last: it was changed outside flagtui and the app`, "", nil},
	}}
}

func doctorOf(m keys.Map) *Doctor {
	d := NewDoctor(NewTheme(true, false), m)
	d.Show(sampleDiagnosis())
	return d
}

func TestDoctorKeys(t *testing.T) {
	findings := sampleDiagnosis().Findings
	one, two, three := *findings[1].Change, *findings[2].Change, *findings[3].Change
	onlySQL := ShowNotice{"flagtui cannot fix this: y copies the SQL that does"}
	checkKeys(t, func() screenWithKeys { return doctorOf(keys.Default()) }, []keyCase{
		{"back", "esc", Back{}},
		{"check again", "r", Refresh{}},
		{"copy SQL", "y", Copy{Text: findings[0].Fix, What: "the fix"}},
		{"copy a command", "down y", Copy{Text: findings[1].Fix, What: "the fix"}},
		{"nothing to copy", "end y", ShowNotice{"No command and no SQL fixes this"}},
		{"go to the flag", "down enter", GoTo{Info: feature.ScopeInfo{Scope: one.Scope}, Name: "old.cart"}},
		{"no flag to go to", "enter", ShowNotice{"There is no flag to go to"}},
		{"only SQL fixes it", "F", onlySQL},
		{"so it takes no mark", "space", onlySQL},
		{"nothing fixes it", "end F", ShowNotice{"No command and no SQL fixes this"}},
		{"fix the one under the cursor", "down F", ProposeFixes{Changes: []feature.Change{one}}},
		{"a mark moves on", "down space F", ProposeFixes{Changes: []feature.Change{one}}},
		{"fix the marked", "down space down v home F", ProposeFixes{Changes: []feature.Change{one, three}}},
		{"a mark is removed", "down space space up up space F", ProposeFixes{Changes: []feature.Change{two}}},
		{"fix all", "V F", ProposeFixes{Changes: []feature.Change{one, two, three}}},
		{"and none", "V V down F", ProposeFixes{Changes: []feature.Change{one}}},
		{"no key of ours", "z", nil},
	})
	reading := NewDoctor(NewTheme(true, false), keys.Default())
	reading.Resize(80, 20)
	for _, pressed := range []string{"space", "enter", "y", "F", "V", "down"} {
		if got := pressAll(reading, pressed); got != nil {
			t.Errorf("%s while nothing is known: %#v", pressed, got)
		}
	}
	if got := pressAll(reading, "esc"); got != (Back{}) {
		t.Errorf("esc while it is read: %#v", got)
	}
}

// Fixed findings disappear from the list and from the counts. The other marks stay.
func TestDoctorFixed(t *testing.T) {
	d := doctorOf(keys.Default())
	d.Resize(100, 30)
	pressAll(d, "V")
	three := *d.diagnosis.Findings[3].Change
	d.Fixed([]feature.Change{*d.diagnosis.Findings[1].Change, {Scope: system.Scope, Name: "old.cart"}})
	if len(d.diagnosis.Findings) != 3 || d.diagnosis.Counts[1] != (FindingCount{"not registered", 1202}) || len(d.marked) != 1 || !d.marked[three] {
		t.Errorf("left are %+v, marked %v", d.diagnosis, d.marked)
	}
	d.Fixed([]feature.Change{three})
	if slices.ContainsFunc(d.diagnosis.Counts, func(c FindingCount) bool { return c.Kind == "unknown tenant" }) || len(d.marked) != 0 {
		t.Errorf("left are %+v", d.diagnosis)
	}
	if sample := sampleDiagnosis(); sample.Counts[1].N != 1204 {
		t.Error("the sample has changed")
	}
}

// While the database is being read, the screen shows the number of rows read so far,
// and any earlier findings.
func TestDoctorSaysHowFarItIs(t *testing.T) {
	d := NewDoctor(NewTheme(true, false), keys.Default())
	text := func() string {
		d.Resize(80, 20)
		return strings.Join(append(d.Body(), d.Foot()), "\n")
	}
	for _, c := range []struct {
		step func()
		want string
	}{
		{func() {}, "Checking the tables…"},
		{func() { d.Reading(340_000) }, "Checking rows: 340,000"},
		{d.Failed, "Not everything could be read. r tries again."},
		{func() { d.Reading(0); d.Show(Diagnosis{Rows: 1_000_000}) }, "Nothing is wrong.\n 1,000,000 rows were read."},
		{func() { d.Show(sampleDiagnosis()) }, "1 misread row · 1,204 not registered"},
		{func() { d.Reading(20_000) }, "checking rows: 20,000"},
		{d.Failed, "1/5"},
	} {
		c.step()
		if got := text(); !strings.Contains(got, c.want) {
			t.Errorf("no %q in\n%s", c.want, got)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 340_000: "340,000", 1_234_567: "1,234,567"} {
		if got := NewTheme(true, false).Thousands(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
}

// On every terminal the selected finding is shown in full below the list, with its fix.
// A read-only session does not mention F.
func TestDoctorShowsEachFix(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 20}, {60, 9}} {
		d := doctorOf(keys.Default())
		for _, f := range d.diagnosis.Findings {
			d.Resize(size[0], size[1])
			body := d.Body()
			if len(body) > size[1] {
				t.Fatalf("%d lines on %v", len(body), size)
			}
			want := f.Fix
			if want == "" {
				want = "No command and no SQL fixes this."
			}
			text := strings.Join(strings.Fields(strings.Join(body[len(body)-d.detailLines():], " ")), " ")
			if !strings.Contains(text, want[:min(len(want), 50)]) {
				t.Errorf("%v: no %q in %q", size, want, text)
			}
			d.Press(press("down"))
		}
	}
	readOnly := doctorOf(keys.Default().ReadOnly())
	readOnly.Resize(100, 30)
	pressAll(readOnly, "down")
	if body := strings.Join(readOnly.Body(), "\n"); strings.Contains(body, "F removes") || !strings.Contains(body, "flagtui clear old.cart --tenant acme") {
		t.Errorf("read-only:\n%s", body)
	}
}
