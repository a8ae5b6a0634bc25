package wire

import (
	"errors"
	"fmt"
	"io"
)

// Scrubbed is what a [Carrier] writes where a secret was.
const Scrubbed = "[secret]"

// Scrub returns an error that says text, which is what err says without its secrets. It does not hand out err, but errors.Is
// compares with it.
func Scrub(err error, text string) error { return &scrubbedError{text, err} }

type scrubbedError struct {
	text string
	err  error
}

func (e *scrubbedError) Error() string        { return e.text }
func (e *scrubbedError) Is(target error) bool { return errors.Is(e.err, target) }

// Format keeps the error itself out of what %+v and %#v print.
func (e *scrubbedError) Format(f fmt.State, _ rune) { io.WriteString(f, e.text) }
