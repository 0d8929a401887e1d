// Flagtui is a terminal dashboard for the feature flags that applications
// keep in their SQL database.
package main

import (
	"os"

	_ "flagtui/cmd/flagtui/quiet"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
