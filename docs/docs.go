// Package docs holds the pages that `flagtui help` prints.
package docs

import (
	"embed"
	"strings"
)

//go:embed catalogue.md commands.md config.md connect.md environment.md exit-codes.md go.md history.md keys.md layouts.md live.md rows.md serve.md threats.md torus.md watch.md
var files embed.FS

// Topic is the subject of a page.
type Topic struct {
	Name string // the word of the command line
	page string // the name of the file, without .md
}

// topics are all topics, in the order of a list.
var topics = []Topic{
	{"dsn", "connect"}, {"catalogue", "catalogue"}, {"layout", "layouts"}, {"config", "config"},
	{"keys", "keys"}, {"commands", "commands"}, {"exit-codes", "exit-codes"}, {"environment", "environment"},
	{"history", "history"}, {"live", "live"}, {"watch", "watch"}, {"rows", "rows"}, {"torus", "torus"},
	{"serve", "serve"}, {"go", "go"}, {"threats", "threats"},
}

// Topics returns all topics.
func Topics() []Topic { return topics }

// Find returns the topic with this name, or with this name of its page.
func Find(name string) (Topic, bool) {
	for _, topic := range topics {
		if name == topic.Name || name == topic.page {
			return topic, true
		}
	}
	return Topic{}, false
}

// Markdown returns the page.
func (t Topic) Markdown() string {
	text, err := files.ReadFile(t.page + ".md")
	if err != nil {
		panic(err) // a page of the list above is not embedded
	}
	return string(text)
}

// Title returns the heading of the page.
func (t Topic) Title() string {
	first, _, _ := strings.Cut(t.Markdown(), "\n")
	return strings.TrimPrefix(first, "# ")
}
