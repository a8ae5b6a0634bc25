// Package spec holds the description of the Weibo API as one OpenAPI 3.0.3 document, for programs that validate, document
// or play the API. See README.md here for how it is written and what its own keys (x-weibo-…) mean.
package spec
