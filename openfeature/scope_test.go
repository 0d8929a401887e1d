package openfeature

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"flagtui"
)

// definedFor returns a stub whose flags allow the scopes of some kinds. The stub has no
// scopes of the kinds in absent.
func definedFor(allowed []string, absent ...string) *stubClient {
	kindOf := func(scope flagtui.AnyScope) string {
		for _, kind := range []string{"system", "tenant", "project", "section", "workspace"} {
			if text := scope.String(); text == kind || len(text) > len(kind) && text[:len(kind)+1] == kind+":" {
				return kind
			}
		}
		return ""
	}
	return &stubClient{result: func(_ string, scope flagtui.AnyScope) flagtui.Result {
		switch kind := kindOf(scope); {
		case slices.Contains(absent, kind):
			return flagtui.Result{Registered: true, Reason: flagtui.ReasonInvalidScope}
		case !slices.Contains(allowed, kind):
			return flagtui.Result{Registered: true, Reason: flagtui.ReasonWrongScope, Source: "default"}
		default:
			return flagtui.Result{Enabled: true, Registered: true, Reason: flagtui.ReasonOverride, Source: kind}
		}
	}}
}

// uuid is a type as packages for UUIDs have it.
type uuid [2]byte

func (u uuid) String() string { return "0102" }

type customText string

// TestScopeOfContext holds the scope that a flag is evaluated at beside the context.
func TestScopeOfContext(t *testing.T) {
	tenants, torus := []string{"system", "tenant"}, []string{"project", "section"}
	courses := []Option{ProjectFrom("project"), SectionFrom("section")}
	for _, test := range []struct {
		name    string
		options []Option
		allowed []string
		absent  []string
		key     string
		context map[string]any
		scope   string
		code    of.ErrorCode
	}{
		{"the targeting key is a tenant", nil, tenants, nil, "acme", nil, "tenant:acme", ""},
		{"case and spaces count", nil, tenants, nil, " Acme ", nil, "tenant: Acme ", ""},
		{"no targeting key is the system", nil, tenants, nil, "", nil, "system", ""},
		{"a flag for the system only", nil, []string{"system"}, nil, "acme", nil, "system", ""},
		{"a flag for tenants only", nil, []string{"tenant"}, nil, "", nil, "", of.TargetingKeyMissingCode},
		{"an attribute", []Option{TenantFrom("tenantId")}, tenants, nil, "user-7", map[string]any{"tenantId": "acme"}, "tenant:acme", ""},
		{"no attribute is the system", []Option{TenantFrom("tenantId")}, tenants, nil, "user-7", nil, "system", ""},
		{"nil is no attribute", []Option{TenantFrom("tenantId")}, tenants, nil, "", map[string]any{"tenantId": nil}, "system", ""},
		{"an attribute is missing", []Option{TenantFrom("tenantId")}, []string{"tenant"}, nil, "user-7", nil, "", of.InvalidContextCode},
		{"a project's id", courses, torus, []string{"system"}, "", map[string]any{"project": 12}, "project:12", ""},
		{"a project's id as text", courses, torus, []string{"system"}, "", map[string]any{"project": "12"}, "project:12", ""},
		{"a project's slug", courses, torus, []string{"system"}, "", map[string]any{"project": "intro"}, "project:intro", ""},
		{"a section's slug", courses, torus, []string{"system"}, "", map[string]any{"section": "intro_1"}, "section:intro_1", ""},
		{"the first of both", courses, torus, []string{"system"}, "", map[string]any{"section": 3, "project": 12}, "project:12", ""},
		{"the one that is allowed", courses, []string{"section"}, []string{"system"}, "", map[string]any{"section": 3, "project": 12}, "section:3", ""},
		{"none that is allowed", courses, []string{"section"}, []string{"system"}, "", map[string]any{"project": 12}, "", of.InvalidContextCode},
		{"all, and none is allowed", courses, []string{"tenant"}, []string{"system"}, "", map[string]any{"section": 3, "project": 12}, "", of.InvalidContextCode},
		{"none at all", courses, torus, []string{"system"}, "", nil, "", of.InvalidContextCode},
		{"another kind", []Option{ScopeFrom("workspace", "workspaceId"), TenantFrom(of.TargetingKey)}, []string{"workspace"}, nil, "acme", map[string]any{"workspaceId": 7}, "workspace:7", ""},
		{"another kind, or the key", []Option{ScopeFrom("workspace", "workspaceId"), TenantFrom(of.TargetingKey)}, tenants, nil, "acme", map[string]any{"workspaceId": 7}, "tenant:acme", ""},
		{"a kind that the database lacks", nil, tenants, []string{"tenant"}, "acme", nil, "", of.InvalidContextCode},
		{"an int64", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": int64(-7)}, "tenant:-7", ""},
		{"a uint8", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": uint8(7)}, "tenant:7", ""},
		{"a number of JSON", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": 1e15}, "tenant:1000000000000000", ""},
		{"a json.Number", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": json.Number("7")}, "tenant:7", ""},
		{"a type of text", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": customText("acme")}, "tenant:acme", ""},
		{"a UUID", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": uuid{1, 2}}, "tenant:0102", ""},
		{"a fraction", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": 1.5}, "", of.InvalidContextCode},
		{"a number that is not exact", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": 1e16}, "", of.InvalidContextCode},
		{"a boolean", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": true}, "", of.InvalidContextCode},
		{"a time", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": time.Unix(0, 0)}, "", of.InvalidContextCode},
		{"a nil pointer", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": (*uuid)(nil)}, "", of.InvalidContextCode},
		{"a mapping", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": map[string]any{}}, "", of.InvalidContextCode},
		{"an empty text", []Option{TenantFrom("id")}, tenants, nil, "", map[string]any{"id": ""}, "", of.InvalidContextCode},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := register(t, newTestProvider(definedFor(test.allowed, test.absent...), test.options...))
			got, err := client.BooleanValueDetails(t.Context(), "x", false, of.NewEvaluationContext(test.key, test.context))
			if got.Value != (test.code == "") || got.ErrorCode != test.code || (err != nil) != (test.code != "") {
				t.Errorf("%v, code %q, error %v; want code %q", got.Value, got.ErrorCode, err, test.code)
			}
			if test.code == "" && got.FlagMetadata["scope"] != test.scope {
				t.Errorf("evaluated at %v, want %s", got.FlagMetadata["scope"], test.scope)
			}
		})
	}
}
