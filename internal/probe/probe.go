// Package probe asks a running application which values of flags it serves.
package probe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// Probe is the address at which an application says what it serves.
type Probe struct {
	URL    string        // the flags of the system; "tenant/ID" below it has those of a tenant
	Header http.Header   // sent with each request; never printed
	Wait   time.Duration // how long Confirm asks
}

// DefaultWait is the Wait of a context that does not say. The app reads its overrides
// again every 30 s.
const DefaultWait = 40 * time.Second

// Served is a flag as the application serves it.
type Served struct {
	Name           string `json:"name"`
	DefaultEnabled bool   `json:"default_enabled"`
	Enabled        *bool  `json:"enabled"`
	Overridden     *bool  `json:"overridden"` // nil if the application does not say
}

// Asks reports whether the application can be asked for a scope.
func (p Probe) Asks(scope feature.Scope) bool {
	return scope.IsSystem() || scope.Kind == feature.Tenant
}

// Ask returns the flags that the application serves at the system or at a tenant, by
// name. It fails as Get does, and with feature.ErrUsage if the answer is not a list of flags.
func (p Probe) Ask(ctx context.Context, scope feature.Scope) (map[string]Served, error) {
	address := p.URL
	if path, query, _ := strings.Cut(address, "?"); !scope.IsSystem() {
		address = strings.TrimSuffix(path, "/") + "/tenant/" + url.PathEscape(scope.ID)
		if query != "" {
			address += "?" + query
		}
	}
	text, err := Get(ctx, address, p.Header, DefaultLimit)
	if errors.Is(err, feature.ErrUnknown) && !scope.IsSystem() {
		return nil, final{&feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("the app does not know %s (404)", scope), Hint: "add the tenant to the app, or correct the probe's address", Cause: err}}
	}
	if err != nil {
		return nil, err
	}
	var list []Served
	if json.Unmarshal(text, &list) != nil {
		return nil, final{&feature.Problem{Kind: feature.ErrUsage, Text: "the app's answer is not a JSON list of flags", Hint: addressHint}}
	}
	served := make(map[string]Served, len(list))
	for _, flag := range list {
		if flag.Name == "" || flag.Enabled == nil {
			return nil, final{&feature.Problem{Kind: feature.ErrUsage, Text: "the app's answer has flags without name or enabled", Hint: addressHint}}
		}
		served[flag.Name] = flag
	}
	return served, nil
}
