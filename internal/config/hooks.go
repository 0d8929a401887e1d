package config

import (
	"fmt"
	"net/url"
	"os"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/hooks"
	"flagtui/internal/probe"
)

// Hooks are a context's actions after each saved change-set. A nil field means no
// action.
type Hooks struct {
	AfterChange *hooks.Command
	Notify      *hooks.Webhook
	Probe       *probe.Probe
}

// Notify describes a webhook.
type Notify struct {
	URL    string `yaml:"url"`
	Format string `yaml:"format"` // json or slack; empty means json
}

// Hooks returns the named context's hooks with their variables replaced. It fails with
// feature.ErrUsage if a variable is not set.
func (f File) Hooks(name string) (h Hooks, err error) {
	c := f.Contexts[name]
	if c == nil {
		return h, nil
	}
	secrets := hooks.Secrets{}
	expand := func(word, text string) string {
		text, missing := replaceSecrets(text, secrets)
		if missing != "" && err == nil {
			err = &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the context %q in %s: %s: %s is not set", name, f.Path, word, missing),
				Hint: "set the variable: flagtui needs it after each change"}
		}
		return text
	}
	if len(c.AfterChange) > 0 {
		args := make([]string, len(c.AfterChange))
		for i, arg := range c.AfterChange {
			args[i] = expand("after_change", arg)
		}
		args[0] = ExpandHome(args[0])
		h.AfterChange = &hooks.Command{Args: args, Secrets: secrets}
	}
	if c.Notify != nil {
		h.Notify = &hooks.Webhook{URL: strings.TrimSpace(expand("notify", c.Notify.URL)), Slack: c.Notify.Format == "slack", Secrets: secrets}
		if parsed, bad := url.Parse(h.Notify.URL); err == nil && (bad != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https") {
			err = &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the context %q in %s: notify: the url is not the address of a web server", name, f.Path), Hint: "write {url: \"https://…\"}"}
		}
	}
	if c.LiveProbe != nil {
		asked, problem := c.LiveProbe.resolve(expand)
		if h.Probe = asked; err == nil && problem != "" {
			err = &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the context %q in %s: %s", name, f.Path, problem),
				Hint: `for example {probe: "https://app/api/feature_flags/", header: "Authorization: Bearer ${APP_TOKEN}"}`}
		}
	}
	return h, err
}

// replaceSecrets replaces each ${VAR} by the variable's value, and adds the value to
// secrets. missing is the first variable that is not set, or empty.
func replaceSecrets(text string, secrets hooks.Secrets) (replaced, missing string) {
	replaced = variablePattern.ReplaceAllStringFunc(text, func(ref string) string {
		value, ok := os.LookupEnv(ref[2 : len(ref)-1])
		if !ok && missing == "" {
			missing = ref
		}
		value = strings.TrimRight(value, "\r\n")
		addSecrets(secrets, value, ref)
		return value
	})
	if parsed, err := url.Parse(replaced); err == nil {
		if password, ok := parsed.User.Password(); ok && secrets[password] == "" {
			secrets[password] = "xxxxx"
		}
	}
	return replaced, missing
}

// addSecrets adds a variable's value, and the password in it if the value is a URL.
func addSecrets(secrets hooks.Secrets, value, ref string) {
	secrets[value] = ref
	if parsed, err := url.Parse(value); err == nil {
		if password, ok := parsed.User.Password(); ok {
			secrets[password] = ref
		}
	}
}

// checkHooks fails with feature.ErrUsage if a hook of the context is not complete.
func (c *Context) checkHooks() error {
	if c.AfterChange != nil && (len(c.AfterChange) == 0 || c.AfterChange[0] == "") {
		return &feature.Problem{Kind: feature.ErrUsage, Text: "after_change: it names no program", Hint: "write a list: the program and its arguments"}
	}
	if c.Notify == nil {
		return nil
	}
	if c.Notify.URL == "" || c.Notify.Format != "" && c.Notify.Format != "json" && c.Notify.Format != "slack" {
		return &feature.Problem{Kind: feature.ErrUsage, Text: "notify: it needs a url and one of the formats json and slack", Hint: "write {url: \"${CHAT_WEBHOOK}\", format: slack}"}
	}
	return nil
}
