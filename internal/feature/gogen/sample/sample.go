package sample

//go:generate go run flagtui/cmd/flagtui generate go flags.yaml --package sample --output flags.go
