package flagtui_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documentation returns the text of each page, by its path.
func documentation(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, path := range append(paths, "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pages[path] = string(text)
	}
	return pages
}

var (
	linkPattern    = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"`)
	headingPattern = regexp.MustCompile(`(?m)^#+ (.+)$`)
)

// TestLinks: each relative link of the documentation leads to a file, and to a heading
// of the file if the link names one.
func TestLinks(t *testing.T) {
	pages, links := documentation(t), 0
	for page, text := range pages {
		for _, match := range linkPattern.FindAllStringSubmatch(text, -1) {
			link := match[1] + match[2]
			if strings.Contains(link, "://") {
				continue
			}
			links++
			path, heading, _ := strings.Cut(link, "#")
			target := filepath.Join(filepath.Dir(page), path)
			if path == "" {
				target = page
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s: %v", page, link, err)
			} else if heading != "" && !hasHeading(pages[target], heading) {
				t.Errorf("%s links to %s, which has no such heading", page, link)
			}
		}
	}
	if links < 50 {
		t.Errorf("the test found only %d links", links)
	}
}

// TestEveryPageIsLinked: README leads to each page of docs.
func TestEveryPageIsLinked(t *testing.T) {
	pages := documentation(t)
	for page := range pages {
		if page != "README.md" && !strings.Contains(pages["README.md"], "]("+page+")") {
			t.Errorf("README.md does not link to %s", page)
		}
	}
}

// hasHeading reports whether a page has a heading with this anchor. An anchor is the
// heading in lower case, with hyphens for spaces and without punctuation.
func hasHeading(text, anchor string) bool {
	for _, match := range headingPattern.FindAllStringSubmatch(text, -1) {
		plain := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(match[1]), "")
		if strings.ReplaceAll(plain, " ", "-") == anchor {
			return true
		}
	}
	return false
}
