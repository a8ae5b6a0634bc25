package spec

import _ "embed"

//go:embed weibo.json
var document []byte

// Document returns the description, in JSON. The bytes are the caller's.
func Document() []byte { return append([]byte(nil), document...) }

//go:embed openim/openim.json
var openIM []byte

// OpenIM returns the description of open-im, the interface for agents and message robots, in JSON. It is experimental. The bytes
// are the caller's.
func OpenIM() []byte { return append([]byte(nil), openIM...) }

//go:embed errors.yaml
var errorCodes []byte

// ErrorCodes returns what is known of the error codes, in YAML; its comments say what the members mean. The bytes are the
// caller's.
func ErrorCodes() []byte { return append([]byte(nil), errorCodes...) }
