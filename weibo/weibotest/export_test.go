package weibotest

import "github.com/getkin/kin-openapi/openapi3"

// WithDescription makes a sandbox of another description.
func WithDescription(document []byte) Option {
	t := newTable(document)
	return func(s *settings) { s.operations = func() table { return t } }
}

// HasState tells whether an operation answers with more than an example.
func HasState(name string) bool { return handlers[name] != nil }

// BodyExample returns the example of a body.
func BodyExample(media *openapi3.MediaType) any { return exampleContent(media) }

// Undeclared names the members of a value that its schema does not have.
func Undeclared(s *openapi3.Schema, value any) []string { return undeclared(s, value, "") }
