package config

import (
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/feature"
	"flagtui/internal/probe"
)

// LiveProbe says how to ask the running application what it serves.
type LiveProbe struct {
	Probe  string // the URL of the application's flags
	Header string // such as "Authorization: Bearer ${APP_TOKEN}"; may be empty
	Wait   time.Duration
}

// readLiveProbe reads the mapping of live. The time of effect is zero if the mapping does
// not say it.
func readLiveProbe(node yaml.Node) (p *LiveProbe, when feature.Live, err error) {
	bad := func(format string, args ...any) (*LiveProbe, feature.Live, error) {
		return nil, feature.Live{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf(format, args...),
			Hint: `write {probe: "https://app/api/feature_flags/", header: "Authorization: Bearer ${APP_TOKEN}", wait: 40s, when: within 30s}`}
	}
	p = &LiveProbe{Wait: probe.DefaultWait}
	for i := 0; i < len(node.Content); i += 2 {
		word, value := node.Content[i].Value, node.Content[i+1]
		if value.Kind != yaml.ScalarNode {
			return bad("%s must be a text", word)
		}
		switch word {
		case "probe":
			p.Probe = strings.TrimSpace(value.Value)
		case "header":
			p.Header = value.Value
		case "wait":
			wait, err := time.ParseDuration(value.Value)
			if err != nil || wait <= 0 {
				return bad("wait is %q, which is not a time", value.Value)
			}
			p.Wait = wait
		case "when":
			if when, err = feature.ParseLive(value.Value); err != nil {
				return nil, feature.Live{}, &feature.Problem{Kind: feature.ErrUsage, Text: "when: " + err.Error(), Hint: feature.Hint(err), Cause: err}
			}
		default:
			return bad("it does not take %q", word)
		}
	}
	if p.Probe == "" {
		return bad("it has no probe")
	}
	return p, when, nil
}

// resolve returns the probe with its variables replaced by expand. ok is false if a value
// is not valid.
func (p LiveProbe) resolve(expand func(word, text string) string) (resolved *probe.Probe, problem string) {
	resolved = &probe.Probe{URL: expand("live: probe", p.Probe), Wait: p.Wait}
	if !probe.IsValidURL(resolved.URL) {
		return nil, "live: probe is not the address of a web server"
	}
	if p.Header == "" {
		return resolved, ""
	}
	header, ok := probe.ParseHeader(expand("live: header", p.Header))
	if !ok {
		return nil, "live: header is not of the form Name: value"
	}
	resolved.Header = header
	return resolved, ""
}
