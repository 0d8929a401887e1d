package views

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// query is what is typed to search the list: terms between blanks, all of which must
// hold. A word must be in the name or in the description; ! before a term turns it
// round; /…/ is a regular expression; is:, by: and since: ask for the state and for the
// last change of a flag.
type query struct {
	text    string      // as it was typed, in lower case
	words   []string    // in lower case
	regexps []pattern   // those that must match
	terms   []queryTerm // all but the words

	unregistered bool // flags that are not registered are searched, too
	changes      bool // the last changes must be known

	problem   string // why a term means nothing; empty: each means something
	badRegexp bool   // that term is a regular expression
}

// queryTerm reports whether a flag passes one term.
type queryTerm func(b *Browse, v *feature.View) bool

// onlyWords reports whether the query has no other terms than words.
func (q *query) onlyWords() bool { return len(q.terms) == 0 && q.problem == "" && !q.changes }

// narrows reports whether each flag that passes q passes earlier, too.
func (q *query) narrows(earlier *query) bool {
	return q.onlyWords() && earlier.onlyWords() && earlier.text != "" && strings.Contains(q.text, earlier.text)
}

// parseQuery reads a query. A term that means nothing, or not yet, is left out.
func parseQuery(text string) (q query) {
	q.text = strings.ToLower(text)
	for text = strings.TrimLeft(text, " "); text != ""; text = strings.TrimLeft(text, " ") {
		rest, not := strings.CutPrefix(text, "!")
		term := rest
		if strings.HasPrefix(term, "/") {
			term = term[:regexpEnd(term)]
		} else if blank := strings.IndexByte(term, ' '); blank >= 0 {
			term = term[:blank]
		}
		text = rest[len(term):]
		if term == "" { // a ! whose term is not typed yet
			continue
		}
		q.add(term, not)
	}
	return q
}

// regexpEnd is where a regular expression ends that text starts with: after the / that
// ends a term, or with the text.
func regexpEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == '/' && (i+1 == len(text) || text[i+1] == ' '):
			return i + 1
		}
	}
	return len(text)
}

// add adds a term; not: it must not hold.
func (q *query) add(term string, not bool) {
	var holds queryTerm
	aboutChange := false
	key, value, _ := strings.Cut(term, ":")
	switch key = strings.ToLower(key); {
	case strings.HasPrefix(term, "/"):
		body := strings.TrimPrefix(term, "/")
		if len(body) > 0 && strings.HasSuffix(body, "/") {
			body = body[:len(body)-1]
		}
		re, err := compilePattern(body)
		if err != nil {
			q.problem, q.badRegexp = "not a regular expression: "+regexpProblem(err), true
			return
		}
		if !not {
			q.regexps = append(q.regexps, re)
		}
		holds = func(_ *Browse, v *feature.View) bool { return re.matches(v.Name) || re.matches(v.Description) }
	case key == "is" && len(term) > len(key):
		state, ok := queryStates[strings.ToLower(value)]
		if !ok {
			q.problem = "is: takes on, off, override, differs, never or unregistered"
			return
		}
		q.unregistered = q.unregistered || state == showUnregistered && !not
		holds = func(b *Browse, v *feature.View) bool {
			return state != showNever && state.matches(v, false) || state == showNever && b.neverOverridden(v)
		}
	case key == "by" && len(term) > len(key):
		q.changes, aboutChange = true, true
		who := strings.ToLower(value)
		if who == "" {
			return
		}
		holds = func(b *Browse, v *feature.View) bool {
			change, ok := b.changes[v.Name]
			return ok && containsFold(change.Actor, who)
		}
	case key == "since" && len(term) > len(key):
		q.changes, aboutChange = true, true
		from, err := parseSince(value)
		if err != nil {
			q.problem = "since: takes 12h, 7d, 4w or a day such as 2026-10-01"
			return
		}
		holds = func(b *Browse, v *feature.View) bool {
			change, ok := b.changes[v.Name]
			return ok && !change.At.Before(from(b.changesAt))
		}
	case not:
		word := strings.ToLower(term)
		holds = func(_ *Browse, v *feature.View) bool {
			return !containsFold(v.Name, word) && !containsFold(v.Description, word)
		}
		not = false
	default:
		q.words = append(q.words, strings.ToLower(term))
		return
	}
	if positive := holds; not {
		holds = func(b *Browse, v *feature.View) bool { return !positive(b, v) }
	}
	if known := holds; aboutChange { // it does not count until they are known
		holds = func(b *Browse, v *feature.View) bool { return b.changes == nil || known(b, v) }
	}
	q.terms = append(q.terms, holds)
}

// pattern is a regular expression that matches in any case.
type pattern struct {
	*regexp.Regexp
	lower bool // it matches texts in lower case, which is several times faster
}

func compilePattern(text string) (pattern, error) {
	if text == strings.ToLower(text) && !strings.Contains(text, "[:upper:]") {
		re, err := regexp.Compile(text)
		return pattern{re, true}, err
	}
	re, err := regexp.Compile("(?i)" + text)
	return pattern{re, false}, err
}

func (p pattern) matches(text string) bool {
	if p.lower {
		text = strings.ToLower(text)
	}
	return p.MatchString(text)
}

// spans is where the pattern matches in a text.
func (p pattern) spans(text string) (spans [][2]int) {
	if p.lower {
		lower := strings.ToLower(text)
		if len(lower) != len(text) { // the positions would be those of another text
			return nil
		}
		text = lower
	}
	for _, at := range p.FindAllStringIndex(text, -1) {
		spans = append(spans, [2]int{at[0], at[1]})
	}
	return spans
}

// regexpProblem is what is wrong with a regular expression, without the expression.
func regexpProblem(err error) string {
	text := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	problem, _, _ := strings.Cut(text, ": `")
	return problem
}

// queryStates are the words after is:.
var queryStates = map[string]stateFilter{"on": showEnabled, "enabled": showEnabled, "off": showDisabled, "disabled": showDisabled,
	"override": showOverridden, "overridden": showOverridden, "differs": showDiffering, "never": showNever, "unregistered": showUnregistered}

// parseSince reads a span before now, such as 7d, or a day. from returns when that is.
func parseSince(text string) (from func(now time.Time) time.Time, err error) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return func(time.Time) time.Time { return day }, nil
	}
	if text == "" {
		return nil, fmt.Errorf("no span")
	}
	unit, ok := map[byte]time.Duration{'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[text[len(text)-1]]
	n, err := strconv.ParseUint(text[:len(text)-1], 10, 16)
	if !ok || err != nil {
		return nil, fmt.Errorf("no span: %q", text)
	}
	return func(now time.Time) time.Time { return now.Add(-time.Duration(n) * unit) }, nil
}

// matches reports whether a flag passes the terms that are no words.
func (q *query) passesTerms(b *Browse, v *feature.View) bool {
	for _, holds := range q.terms {
		if !holds(b, v) {
			return false
		}
	}
	return true
}

// hasWords reports whether each word is in the name or in the description.
func (q *query) hasWords(v *feature.View) bool {
	for _, word := range q.words {
		if !containsFold(v.Name, word) && !containsFold(v.Description, word) {
			return false
		}
	}
	return true
}
