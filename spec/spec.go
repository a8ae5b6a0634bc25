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
