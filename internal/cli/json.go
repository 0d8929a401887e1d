package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonList is a list that printJSON encodes item by item. encoding/json would parse and
// copy the text that each item's MarshalJSON returns.
type jsonList []json.Marshaler

// printJSON prints a result as one line of JSON.
func (a *app) printJSON(result any) error {
	if list, ok := result.(jsonList); ok {
		return a.printJSONList(list)
	}
	text, err := marshalJSON(result)
	if err != nil {
		return err
	}
	_, err = a.out.Write(text)
	return err
}

func (a *app) printJSONList(list jsonList) error {
	a.out.WriteByte('[')
	for i, item := range list {
		text, err := item.MarshalJSON()
		if err != nil {
			return err
		}
		if i > 0 {
			a.out.WriteByte(',')
		}
		a.out.Write(escapeJSON(text))
	}
	_, err := a.out.WriteString("]\n")
	return err
}

// marshalJSON returns a line of JSON with unprintable characters escaped.
func marshalJSON(value any) ([]byte, error) {
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return escapeJSON(plain.Bytes()), nil
}

// escapeJSON escapes unprintable characters in JSON. JSON itself allows DEL, C1 controls
// and bidirectional controls, which would affect a terminal. It returns plain itself if
// plain is printable ASCII, as most texts are.
func escapeJSON(plain []byte) []byte {
	if !slices.ContainsFunc(plain, func(c byte) bool { return c != '\n' && (c < ' ' || c > '~') }) {
		return plain
	}
	text := make([]byte, 0, len(plain))
	for _, r := range string(plain) { // characters beyond ASCII occur in strings only
		switch {
		case r == '\n' || unicode.IsPrint(r):
			text = utf8.AppendRune(text, r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			text = fmt.Appendf(text, `\u%04x\u%04x`, high, low)
		default:
			text = fmt.Appendf(text, `\u%04x`, r)
		}
	}
	return text
}
