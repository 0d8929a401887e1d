package cli

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the linker for a release. Other builds print the module's version.
var version string

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:         "version",
		Annotations: standalone,
		Short:       "Print the version",
		Args:        usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			v := currentVersion()
			if a.json {
				return a.printJSON(map[string]string{"version": v, "go": runtime.Version()})
			}
			_, err := fmt.Fprintf(a.out, "flagtui %s %s\n", v, runtime.Version())
			return err
		},
	}
}

// currentVersion returns the version of this build, or "(devel)".
func currentVersion() string {
	v := version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version
	}
	return cmp.Or(v, "(devel)")
}
