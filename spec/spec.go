// Package spec holds the description of the Weibo API as one OpenAPI 3.0.3 document, for programs that validate, document
// or play the API. See README.md here for how it is written and what its own keys (x-weibo-…) mean.
package spec

import _ "embed"

//go:embed weibo.json
var document []byte

// Document returns the description, in JSON. The bytes are the caller's.
func Document() []byte { return append([]byte(nil), document...) }

//go:embed errors.yaml
var errorCodes []byte

// ErrorCodes returns what is known of the error codes, in YAML; its comments say what the members mean. The bytes are the
// caller's.
func ErrorCodes() []byte { return append([]byte(nil), errorCodes...) }
