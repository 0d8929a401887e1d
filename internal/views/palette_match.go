package views

import (
	"strings"
	"unicode/utf8"
)

// matchQuality is how well a text finds a name; the best is the lowest.
type matchQuality int

const (
	matchPrefix    matchQuality = iota // the name starts with the text
	matchWord                          // a word of the name starts with the text
	matchPart                          // the text is part of the name
	matchWords                         // each word of the text is in the name or the description
	matchSpread                        // the characters of the text are in the name, in order
	matchQualities                     // how many there are
)

// minDescriptionText is the length of a text from which descriptions are searched:
// nearly all of them have any one letter.
const minDescriptionText = 3

// matchName returns how well text finds a name with a description; ok is false if
// it does not. All are in lower case.
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

// startsWord reports whether text stands at the start of a word of name.
func startsWord(name, text string) bool {
	for _, separator := range []string{".", "_", "-", " ", ":", "/"} {
		if strings.Contains(name, separator+text) {
			return true
		}
	}
	return false
}

// containsWords reports whether each of the words is part of text.
func containsWords(text, words string) bool {
	for _, word := range strings.Fields(words) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// containsInOrder reports whether name has the characters of text in their order,
// blanks left out.
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

// maxFlagsListed is how many matching flags of each quality are listed.
const maxFlagsListed = 50

// findEntries returns the commands and the flags that text finds, the best ones
// first. loose are those that have its characters only in their order. Without a
// text all commands are found, and no flags.
func findEntries(text string, commands []paletteEntry, flags []string) (close, loose []paletteEntry) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return commands, nil
	}
	var found [matchQualities][]paletteEntry
	for _, e := range commands {
		if quality, ok := matchName(text, strings.ToLower(e.name), strings.ToLower(e.description)); ok {
			found[quality] = append(found[quality], e)
		}
	}
	var listed [matchQualities]int
	for _, name := range flags {
		quality, ok := matchName(text, strings.ToLower(name), "flag")
		if ok && listed[quality] < maxFlagsListed {
			listed[quality]++
			found[quality] = append(found[quality], paletteEntry{name: name, description: "flag", intent: FindFlag{Name: name}})
		}
	}
	for _, entries := range found[:matchSpread] {
		close = append(close, entries...)
	}
	return close, found[matchSpread]
}
