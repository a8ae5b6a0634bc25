// Package ids reads and writes Weibo's ids: the base 62 form of a status id, the addresses of statuses, and the ids of
// pictures. Nothing here asks the server.
//
// The API gives the id of a status as a number (id), as a string (idstr) and as a string under the name mid; the three are
// the same since 2011. What programs and documents call mid or bid is also the short form in base 62 that stands in
// addresses, such as RkOcryUUy in https://weibo.com/1404376560/RkOcryUUy.
package ids

import "errors"

// ErrInvalid is what all errors of this package wrap: the text is not what the function reads.
var ErrInvalid = errors.New("not an id of Weibo")
