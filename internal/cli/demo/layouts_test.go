package demo

import (
	"errors"
	"testing"

	"flagtui/internal/feature"
)

func TestLayout(t *testing.T) {
	for _, name := range Layouts() {
		if config, err := Layout(name); err != nil || config == nil {
			t.Errorf("%s: %v, %v", name, config, err)
		}
	}
	if config, err := Layout(""); config != nil || err != nil {
		t.Errorf("without a name: %v, %v", config, err)
	}
	if _, err := Layout("none"); !errors.Is(err, feature.ErrUsage) {
		t.Error(err)
	}
}
