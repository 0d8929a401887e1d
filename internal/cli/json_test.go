package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"testing"

	"flagtui/internal/feature"
)

// TestJSONList checks that a jsonList is printed as encoding/json prints a list.
func TestJSONList(t *testing.T) {
	views := []feature.View{
		{Definition: &feature.Definition{Name: "a\x7f\u202e", Description: "<é>\n\xff"}, Depends: []string{"25 % of actors"}},
		{Definition: &feature.Definition{Name: "b", Default: true}, Enabled: true},
	}
	for n := range len(views) + 1 {
		list := make(jsonList, n)
		for i := range list {
			list[i] = countedView{&views[i], feature.Count{On: 1}}
		}
		var printed bytes.Buffer
		a := app{out: bufio.NewWriter(&printed)}
		if err := a.printJSON(list); err != nil || a.out.Flush() != nil {
			t.Fatal(err)
		}
		want, err := marshalJSON([]json.Marshaler(list))
		if err != nil || printed.String() != string(want) {
			t.Errorf("it prints %s, not %s (%v)", &printed, want, err)
		}
	}
}
