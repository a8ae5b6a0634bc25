// Package spec holds the description of the Weibo API as one OpenAPI 3.0.3 document, and that of open-im as another, for
// programs that validate, document or play them. See README.md here for how it is written and what its own keys (x-weibo-…) mean.
package spec
