package views

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// query is the parsed filter of the list. It consists of terms separated by blanks. A
// flag has to pass every term.
//
// A word must be in the name or description. A ! negates the term after it. A term
// between slashes is a regular expression. The terms is:, by: and since: test a flag's
// state and last change.
type query struct {
	text    string      // the typed text in lower case
	words   []string    // in lower case
	regexps []pattern   // the patterns that have to match
	terms   []queryTerm // every term but the words

	unregistered bool // whether flags that are not registered are searched, too
	changes      bool // whether a term needs the last changes

	problem   string // why a term has no effect, or ""
	badRegexp bool   // whether that term is an invalid regular expression
}

// queryTerm reports whether a flag passes a term.
type queryTerm func(b *Browse, v *feature.View) bool

// onlyWords reports whether all terms of the query are words.
func (q *query) onlyWords() bool { return len(q.terms) == 0 && q.problem == "" && !q.changes }

// narrows reports whether every flag that passes q also passes earlier.
func (q *query) narrows(earlier *query) bool {
	return q.onlyWords() && earlier.onlyWords() && earlier.text != "" && strings.Contains(q.text, earlier.text)
}

// parseQuery parses a query. It ignores invalid and incomplete terms, and says in the
// language why.
func parseQuery(text string, l words.Language) (q query) {
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
		q.add(term, not, l)
	}
	return q
}

// regexpEnd returns the length of the regular expression at the start of text. The
// expression ends with a closing slash or with text.
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

// add adds a term. If not is true, the term is negated.
func (q *query) add(term string, not bool, l words.Language) {
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
			q.problem, q.badRegexp = l.Say(words.QueryRegexp, regexpProblem(err)), true
			return
		}
		if !not {
			q.regexps = append(q.regexps, re)
		}
		holds = func(_ *Browse, v *feature.View) bool { return re.matches(v.Name) || re.matches(v.Description) }
	case key == "is" && len(term) > len(key):
		state, ok := queryStates[strings.ToLower(value)]
		if !ok {
			q.problem = l.Say(words.QueryIs)
			return
		}
		q.unregistered = q.unregistered || state == showUnregistered && !not
		holds = func(b *Browse, v *feature.View) bool {
			return b.stateHolds(state, v, false)
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
			q.problem = l.Say(words.QuerySince)
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
	if known := holds; aboutChange { // the term has no effect until the changes are read
		holds = func(b *Browse, v *feature.View) bool { return b.changes == nil || known(b, v) }
	}
	q.terms = append(q.terms, holds)
}

// pattern is a regular expression that ignores case.
type pattern struct {
	*regexp.Regexp
	lower bool // whether to match texts in lower case, which is several times faster
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

// spans returns the positions of the matches in a text.
func (p pattern) spans(text string) (spans [][2]int) {
	if p.lower {
		lower := strings.ToLower(text)
		if len(lower) != len(text) { // lower-casing has changed positions
			return nil
		}
		text = lower
	}
	for _, at := range p.FindAllStringIndex(text, -1) {
		spans = append(spans, [2]int{at[0], at[1]})
	}
	return spans
}

// regexpProblem returns the reason from a regexp error, without the expression.
func regexpProblem(err error) string {
	text := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	problem, _, _ := strings.Cut(text, ": `")
	return problem
}

// queryStates holds the words after is:.
var queryStates = map[string]stateFilter{"on": showEnabled, "enabled": showEnabled, "off": showDisabled, "disabled": showDisabled,
	"override": showOverridden, "overridden": showOverridden, "differs": showDiffering, "depends": showDepending, "never": showNever, "notlive": showNotLive, "unregistered": showUnregistered}

// parseSince parses a span before now, such as 7d, or a day. from returns the start of
// that span for a given now.
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

// passesTerms reports whether a flag passes all terms other than words.
func (q *query) passesTerms(b *Browse, v *feature.View) bool {
	for _, holds := range q.terms {
		if !holds(b, v) {
			return false
		}
	}
	return true
}

// hasWords reports whether every word is in the flag's name or description.
func (q *query) hasWords(v *feature.View) bool {
	for _, word := range q.words {
		if !containsFold(v.Name, word) && !containsFold(v.Description, word) {
			return false
		}
	}
	return true
}
