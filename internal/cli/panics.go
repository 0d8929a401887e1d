package cli

import (
	"fmt"
	"runtime/debug"
)

// panicError is a recovered panic as an error.
type panicError struct {
	value any
	stack []byte // stack of the goroutine that panicked
}

// Error implements error.
func (e panicError) Error() string { return fmt.Sprintf("flagtui has a bug: %v", e.value) }

// goGuarded runs work in a goroutine. If work panics, crashed gets a panicError.
func goGuarded(work func(), crashed chan<- error) {
	go func() {
		defer func() {
			if value := recover(); value != nil {
				crashed <- panicError{value, debug.Stack()}
			}
		}()
		work()
	}()
}
