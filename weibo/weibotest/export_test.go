package weibotest

import (
	"bytes"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// WithDescription makes a sandbox of another description.
func WithDescription(document []byte) Option {
	t := newTable(document)
	return func(s *settings) { s.operations = func() table { return t } }
}

// HasState tells whether an operation answers with more than an example.
func HasState(name string) bool { return handlers[name] != nil }

// BodyExample returns the example of a body.
func BodyExample(media *openapi.MediaType) []byte { return exampleContent(media) }

// Undeclared names the members of a value that its schema does not have.
func Undeclared(s *openapi.Schema, value any) []string { return undeclared(s, value, "") }

// WalkPages goes through what may be a database, from its third page on.
func WalkPages(file []byte) error {
	const size = 4096
	w := pageWalk{bytes.NewReader(file), size, int64(len(file) / size), map[int64]bool{}}
	return w.tree(2)
}

// Stateful returns how many calls have state.
func Stateful() int { return len(handlers) }
