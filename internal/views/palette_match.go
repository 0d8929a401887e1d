package views

import (
	"strings"
	"unicode/utf8"
)

// matchQuality ranks matches of a text in a name. A lower value is a better match.
type matchQuality int

const (
	matchPrefix    matchQuality = iota // the name starts with the text
	matchWord                          // a word of the name starts with the text
	matchPart                          // the text is part of the name
	matchWords                         // each word of the text is part of the name or description
	matchSpread                        // the text's characters are in the name, in order
	matchQualities                     // the number of qualities
)

// minDescriptionText is the least length of a text that is searched for in
// descriptions. Almost every description contains a shorter text.
const minDescriptionText = 3

// matchName returns how well text matches a name with a description, and whether it
// matches at all. All three strings must be lower case.
func matchName(text, name, description string) (quality matchQuality, ok bool) {
	switch at := strings.Index(name, text); {
	case at == 0:
		return matchPrefix, true
	case at > 0 && startsWord(name, text):
		return matchWord, true
	case at > 0:
		return matchPart, true
	case len(text) >= minDescriptionText && containsWords(name+"\n"+description, text):
		return matchWords, true
	}
	return matchSpread, containsInOrder(name, text)
}

// startsWord reports whether a word of name, other than the first, starts with text.
func startsWord(name, text string) bool {
	for _, separator := range []string{".", "_", "-", " ", ":", "/"} {
		if strings.Contains(name, separator+text) {
			return true
		}
	}
	return false
}

// containsWords reports whether text contains every word of words.
func containsWords(text, words string) bool {
	for _, word := range strings.Fields(words) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// containsInOrder reports whether name contains the characters of text in order,
// ignoring blanks in text.
func containsInOrder(name, text string) bool {
	for _, r := range text {
		if r == ' ' {
			continue
		}
		at := strings.IndexRune(name, r)
		if at < 0 {
			return false
		}
		_, size := utf8.DecodeRuneInString(name[at:])
		name = name[at+size:]
	}
	return true
}

// maxFlagsListed limits the flags listed for each quality.
const maxFlagsListed = 50

// findEntries returns the commands and flags that match text, the best first. loose
// holds those that only contain the text's characters in order. An empty text matches
// every command and no flag. flag is the description of a flag.
func findEntries(text string, commands []paletteEntry, flags []string, flag string) (close, loose []paletteEntry) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return commands, nil
	}
	var found [matchQualities][]paletteEntry
	for _, e := range commands {
		if quality, ok := matchName(text, strings.ToLower(e.name), strings.ToLower(e.description+"\n"+e.synonyms)); ok {
			found[quality] = append(found[quality], e)
		}
	}
	var listed [matchQualities]int
	for _, name := range flags {
		quality, ok := matchName(text, strings.ToLower(name), "flag")
		if ok && listed[quality] < maxFlagsListed {
			listed[quality]++
			found[quality] = append(found[quality], paletteEntry{name: name, description: flag, intent: FindFlag{Name: name}})
		}
	}
	for _, entries := range found[:matchSpread] {
		close = append(close, entries...)
	}
	return close, found[matchSpread]
}
