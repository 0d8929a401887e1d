package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/catalogue"
	"flagtui/internal/probe"
)

// readCatalogue reads the catalogue file or URL of --flags, or returns nil without one.
func (a *app) readCatalogue(ctx context.Context) ([]feature.Definition, error) {
	switch {
	case a.flags == "":
		return nil, nil
	case probe.IsURL(a.flags):
		return a.readCatalogueURL(ctx, a.flags, a.shownFlags(), nil)
	}
	_, end := a.progress.start("", "Reading %s", filepath.Base(a.flags))
	defer end()
	return readCatalogueFile(a.flags)
}

// shownFlags returns the value of --flags without secrets. A variable in the URL of a
// context is shown by its name.
func (a *app) shownFlags() string {
	if !probe.IsURL(a.flags) {
		return a.flags
	}
	if c := a.file.Contexts[a.context]; c != nil && a.origins["flags"] == "context "+a.context {
		return probe.Redact(c.Flags)
	}
	return probe.Redact(a.flags)
}

func readCatalogueFile(path string) ([]feature.Definition, error) {
	if probe.IsURL(path) {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "the catalogue is a URL, but this command needs a file", Hint: "flagtui register --from URL asks the running app"}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("cannot read the catalogue: %v", err),
			Hint: "name a YAML or JSON file of flag definitions", Cause: err}
	}
	return catalogue.Read(path, text)
}

// readCatalogueURL asks a running application for its definitions. shown is the address
// without secrets. Without a header, it sends that of the context's probe to the same
// server. The error holds no secrets.
func (a *app) readCatalogueURL(ctx context.Context, address, shown string, header http.Header) ([]feature.Definition, error) {
	if !probe.IsValidURL(address) {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: "the URL of the catalogue is not the address of a web server", Hint: "for example https://app/api/feature_flags/"}
	}
	if header == nil && a.steps.Probe != nil && probe.SameServer(a.steps.Probe.URL, address) {
		if a.stepsErr != nil {
			return nil, a.stepsErr
		}
		header = a.steps.Probe.Header
	}
	_, end := a.progress.start("", "Asking %s for the catalogue", shown)
	defer end()
	text, err := probe.Get(ctx, address, header, a.timeout)
	var defs []feature.Definition
	if err == nil {
		if defs, err = catalogue.Read(shown, text); err == nil {
			return defs, nil
		}
	}
	problem := (*feature.Problem)(nil)
	if !errors.As(err, &problem) {
		return nil, err
	}
	explained := *problem
	if explained.Text = "cannot read the catalogue of " + shown + ": " + problem.Text; strings.HasPrefix(problem.Text, shown+":") {
		explained.Text = "cannot read the catalogue: " + problem.Text
	}
	if errors.Is(err, feature.ErrRefused) && len(header) == 0 {
		explained.Hint = "no header was sent: give it with --header, or as live: {probe, header} of the same server in the context"
	}
	explained.Text, explained.Hint = redactHeader(explained.Text, header), redactHeader(cmp.Or(explained.Hint, "give the address of the app's flags"), header)
	return nil, &explained
}

// redactHeader removes the values of a header from a text, which an answer may have sent
// back.
func redactHeader(text string, header http.Header) string {
	for _, values := range header {
		for _, value := range values {
			text = strings.ReplaceAll(text, value, "…")
			if words := strings.Fields(value); len(words) > 1 {
				text = strings.ReplaceAll(text, words[len(words)-1], "…")
			}
		}
	}
	return text
}

// checkKinds fails with feature.ErrUsage for a definition with a scope that neither the
// database nor another app has, such as a mistyped one.
func checkKinds(defs []feature.Definition, kinds feature.KindList) error {
	for _, def := range defs {
		if unknown := kinds.Unknown(def.Scopes); len(unknown) > 0 {
			return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the catalogue allows the flag %q at the scope %q, which this database does not have", def.Name, unknown[0]),
				Hint: "this database has " + kinds.Sentence()}
		}
	}
	return nil
}

// definitions is knownDefinitions with a warning if no catalogue is known.
func (a *app) definitions(ctx context.Context, store data.Store) ([]feature.Definition, error) {
	defs, err := a.knownDefinitions(ctx, store)
	if err == nil && len(defs) == 0 && a.flags == "" {
		a.warnNoCatalogue(store.Info())
	}
	return defs, err
}

// knownDefinitions returns the definitions of --flags. Without them, it returns the
// definitions of the database.
func (a *app) knownDefinitions(ctx context.Context, store data.Store) ([]feature.Definition, error) {
	defs, err := a.readCatalogue(ctx)
	if err == nil {
		err = checkKinds(defs, store.Info().Kinds)
	}
	if err != nil || defs != nil {
		return defs, err
	}
	return store.Definitions(ctx)
}

// warnNoCatalogue warns that no catalogue is known, and says how to provide one.
func (a *app) warnNoCatalogue(info data.Info) {
	a.warn("%s", feature.NoCatalogue(info.HasDefinitions))
}
