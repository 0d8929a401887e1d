// Flagtui is a terminal dashboard for the feature flags that applications
// keep in their SQL database.
package main

import (
	"os"

	"flagtui/internal/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
