package feature

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAllows(t *testing.T) {
	for _, c := range []struct {
		scopes, allowed []Kind
	}{
		{nil, []Kind{System, Tenant}},
		{[]Kind{}, []Kind{System, Tenant}},
		{[]Kind{System}, []Kind{System}},
		{[]Kind{Tenant}, []Kind{Tenant}},
		{[]Kind{Section, Project}, []Kind{Project, Section}},
		{allKinds(), allKinds()},
	} {
		allowed := slices.DeleteFunc(allKinds(), func(k Kind) bool { return !Definition{Scopes: c.scopes}.Allows(infoOf(k)) })
		if !slices.Equal(allowed, c.allowed) {
			t.Errorf("%v allows %v, want %v", c.scopes, allowed, c.allowed)
		}
	}
}

func TestSetting(t *testing.T) {
	for setting, want := range map[Setting]string{Inherit: "inherit", Off: "off", On: "on"} {
		if got := setting.String(); got != want {
			t.Errorf("%d is %q", setting, got)
		}
		value := setting.Bool()
		if (value == nil) != (setting == Inherit) || value != nil && SettingOf(*value) != setting {
			t.Errorf("%s is %v", setting, value)
		}
	}
}

func TestChanged(t *testing.T) {
	created, updated := time.Unix(1, 0), time.Unix(2, 0)
	o := Override{CreatedAt: created, CreatedBy: "a", UpdatedBy: "nobody"}
	if at, by := o.Changed(); at != created || by != "a" {
		t.Errorf("never updated: %v by %q", at, by)
	}
	o.UpdatedAt, o.UpdatedBy = updated, "b"
	if at, by := o.Changed(); at != updated || by != "b" {
		t.Errorf("updated: %v by %q", at, by)
	}
}

func TestScope(t *testing.T) {
	for _, c := range []struct {
		text  string
		scope Scope // zero: refused
		says  string
	}{
		{"system", SystemScope(), ""},
		{"tenant:acme", TenantScope("acme"), ""},
		{"tenant: Acme ", TenantScope(" Acme "), ""},
		{"tenant:a:b", TenantScope("a:b"), ""},
		{"project:12", Scope{Project, "12"}, ""},
		{"section:kurs_1", Scope{Section, "kurs_1"}, ""},
		{"workspace:" + strings.Repeat("ä", 1000), Scope{"workspace", strings.Repeat("ä", 1000)}, ""}, // the layout knows the length
		{"tenant", Scope{}, "the tenant id is empty"},
		{"tenant:", Scope{}, "the tenant id is empty"},
		{"system:x", Scope{}, `the system scope has no id, but "x" was given`},
		{"System", Scope{}, `unknown scope "System"`},
		{"course:1", Scope{"course", "1"}, ""},
		{"", Scope{}, `unknown scope ""`},
		{":", Scope{}, `unknown scope`},
		{"tenant:\xff", Scope{}, "not valid UTF-8"},
		{"tenant:a\x00", Scope{}, "holds a NUL character"},
	} {
		scope, err := ParseScope(c.text)
		if scope != c.scope || (err == nil) != (c.says == "") {
			t.Errorf("%q: %v, %v", c.text, scope, err)
		}
		if err != nil && (!errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%q: %v, want an ErrUsage with %q", c.text, err, c.says)
		}
		if err == nil && scope.String() != c.text {
			t.Errorf("%q comes back as %q", c.text, scope)
		}
	}
	if SystemScope().IsSystem() == TenantScope("system").IsSystem() {
		t.Error("the tenant named system is taken for the system")
	}
	if !errors.Is(Scope{System, "x"}.Validate(), ErrUsage) || !errors.Is(Scope{}.Validate(), ErrUsage) {
		t.Error("a scope that no row can hold is valid")
	}
}

func FuzzParseScope(f *testing.F) {
	for _, text := range []string{"system", "system:", "tenant:acme", "tenant::", "project: 1", "section:\xff", "tenant:\x00", ":", strings.Repeat("x", 300)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		scope, err := ParseScope(text)
		if err != nil {
			if scope != (Scope{}) || !errors.Is(err, ErrUsage) {
				t.Errorf("%q: %v with %v", text, scope, err)
			}
			return
		}
		if again, err := ParseScope(scope.String()); err != nil || again != scope {
			t.Errorf("%q is %v, written %q, and then %v, %v", text, scope, scope.String(), again, err)
		}
		if strings.TrimSuffix(text, ":") != scope.String() && text != scope.String() {
			t.Errorf("%q is written %q", text, scope.String())
		}
		if strings.ContainsRune(scope.ID, 0) {
			t.Errorf("%q has an id that no row can hold", text)
		}
	})
}

func TestValidateName(t *testing.T) {
	for name, says := range map[string]string{
		"orders.beta":                      "",
		" with a space ":                   "",
		strings.Repeat("世", MaxName):       "",
		strings.Repeat("世", MaxName+1):     "too long: 256 characters, and the column holds 255",
		"":                                 "the flag name is empty",
		"a\x00b":                           "holds a NUL character",
		"a\xc3":                            "not valid UTF-8",
		strings.Repeat("x", 10*MaxName):    "…", // the message stays short
		strings.Repeat("\xff", 10*MaxName): "too long",
	} {
		err := ValidateName(name, MaxName)
		if says == "" && err != nil || says != "" && (!errors.Is(err, ErrUsage) || !strings.Contains(err.Error(), says)) {
			t.Errorf("%.20q: %v, want %q", name, err, says)
		}
		if err != nil && len(err.Error()) > 300 {
			t.Errorf("the message is %d bytes long", len(err.Error()))
		}
	}
}

func TestProblem(t *testing.T) {
	problem := &Problem{Kind: ErrConflict, Text: "changed since", Hint: "look again", Cause: fs.ErrClosed}
	wrapped := fmt.Errorf("at work: %w", problem)
	if problem.Error() != "changed since" {
		t.Error(problem)
	}
	for err, want := range map[error]bool{ErrConflict: true, fs.ErrClosed: true, ErrUsage: false, fs.ErrExist: false} {
		if errors.Is(wrapped, err) != want {
			t.Errorf("it is %v: %v", err, !want)
		}
	}
	for _, err := range []error{ErrUsage, ErrUnknown, ErrConflict, ErrRefused, ErrUnavailable, ErrConfirm} {
		if errors.Is(&Problem{}, err) || errors.Is(&Problem{Cause: fs.ErrClosed}, err) || !errors.Is(&Problem{Kind: err}, err) {
			t.Errorf("%v: told apart wrongly", err)
		}
	}
	for want, err := range map[string]error{"look again": wrapped, "": nil, "inner": &Problem{Kind: ErrUsage, Hint: "inner", Cause: problem}} {
		if got := Hint(err); got != want {
			t.Errorf("the hint of %v is %q", err, got)
		}
	}
	if Hint(fs.ErrClosed) != "" || Hint(&Problem{}) != "" {
		t.Error("a hint from nowhere")
	}
}

// Two definitions are the same if they allow the same kinds of scope, in any notation.
func TestSame(t *testing.T) {
	a := Definition{Name: "a", Description: "A", Default: true}
	for _, same := range [][2][]Kind{{nil, nil}, {nil, {System, Tenant}}, {{Tenant, System}, nil}, {{Project, Section}, {Section, Project, Project}}} {
		b := a
		if a.Scopes, b.Scopes = same[0], same[1]; !a.Same(b) || !b.Same(a) {
			t.Errorf("%v and %v differ", same[0], same[1])
		}
	}
	a.Scopes = nil
	for _, b := range []Definition{{Name: "b", Description: "A", Default: true}, {Name: "a", Default: true}, {Name: "a", Description: "A"},
		{Name: "a", Description: "A", Default: true, Scopes: []Kind{System}}} {
		if a.Same(b) || b.Same(a) {
			t.Errorf("%+v is the same", b)
		}
	}
}
