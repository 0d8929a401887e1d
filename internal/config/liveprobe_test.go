package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flagtui/internal/feature"
)

// readLiveOf reads a config file whose context a has this live.
func readLiveOf(t *testing.T, live string) (File, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte("contexts:\n  a: {db: \"sqlite:///a.db\", live: "+live+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return Read(path)
}

func TestLiveProbe(t *testing.T) {
	within, _ := feature.ParseLive("within 30s")
	for live, want := range map[string]feature.Live{
		`{probe: "http://app/flags/", when: restart}`:               feature.LiveAfterRestart(),
		`{when: within 30s, wait: 1m, probe: "http://app/flags/"}`:  within,
		`{probe: "http://app/flags/", header: "A: b", wait: 500ms}`: {},
	} {
		file, err := readLiveOf(t, live)
		if err != nil || file.Contexts["a"].Live != want || file.Contexts["a"].LiveProbe.Probe != "http://app/flags/" {
			t.Errorf("%s: %+v, %v", live, file.Contexts["a"], err)
			continue
		}
		hooks, err := file.Hooks("a")
		if err != nil || hooks.Probe.URL != "http://app/flags/" || hooks.Probe.Wait < 500*time.Millisecond {
			t.Errorf("%s: %+v, %v", live, hooks, err)
		}
	}
	for live, want := range map[string]string{
		`{probe: "http://app/", when: soon}`:     `line 2: the context "a": live: when: "soon" does not say when`,
		`{probe: "http://app/", when: [now]}`:    `when must be a text`,
		`{when: restart}`:                        `it has no probe`,
		`{probe: "http://app/", when: ""}`:       `when: it is empty`,
		`{probe: "http://app/", takes: restart}`: `it does not take "takes"`,
	} {
		if _, err := readLiveOf(t, live); !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), want) || !strings.Contains(feature.Hint(err), "within 30s") {
			t.Errorf("%s: %v (%s), want %s", live, err, feature.Hint(err), want)
		}
	}
}
