package ids

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// StatusURL returns the address of the page of a status: https://weibo.com/UID/BASE62. Where the author is not known, as with
// a repost of a deleted account, uid is 0 and the address is https://m.weibo.cn/status/ID. Without an id it is "".
//
// Unlike [statuses/go] it needs no call.
//
// [statuses/go]: https://open.weibo.com/wiki/2/statuses/go
func StatusURL(uid, id int64) string {
	switch {
	case id <= 0:
		return ""
	case uid <= 0:
		return "https://m.weibo.cn/status/" + strconv.FormatInt(id, 10)
	}
	return "https://weibo.com/" + strconv.FormatInt(uid, 10) + "/" + Base62(id)
}

// ParseStatusURL returns the id of the status that an address leads to, and its author's uid where the address holds it,
// else 0. It knows these forms, with http, https or neither, with and without www, query and fragment, and with text behind
// them; ID is decimal or base 62:
//
//	weibo.com/UID/ID
//	weibo.com/detail/ID                     weibo.com/status/ID
//	m.weibo.cn/status/ID                    m.weibo.cn/detail/ID
//	m.weibo.cn/UID/ID                       m.weibo.cn/statuses/show?id=ID
//	weibo.cn/comment/ID?uid=UID             weibo.cn/comment/hot/ID
//	weibo.cn/repost/ID                      weibo.cn/attitude/ID
//	share.api.weibo.cn/share/N,ID.html      weibointl.api.weibo.cn/share/N.html?weibo_id=ID
//	api.weibo.com/2/statuses/go?uid=UID&id=ID
//	sinaweibo://detail?mblogid=ID
//
// An id in an address has at least 10 digits, or 9 to 11 characters in base 62 as those of all statuses since 2011; what is
// shorter is another page, such as weibo.com/UID/follow. A t.cn address does not say where it leads. The error wraps [ErrInvalid].
func ParseStatusURL(address string) (uid, id int64, err error) {
	if u, ok := parse(address); ok {
		uid, id = status(u)
	}
	if id == 0 {
		return 0, 0, fmt.Errorf("%w: %.128q is not the address of a status", ErrInvalid, address)
	}
	return uid, id, nil
}

// parse reads the address that s begins with.
func parse(s string) (*url.URL, bool) {
	s = strings.TrimLeft(s, " \t\r\n\u200b\u3000")
	if end := strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '<' || r == '>' }); end >= 0 {
		s = s[:end]
	}
	if head, _, _ := strings.Cut(s, "?"); !strings.Contains(head, "://") {
		s = "https://" + strings.TrimPrefix(s, "//")
	}
	u, err := url.Parse(s)
	return u, err == nil
}

// status returns the uid and the id in an address, 0 for what is not there.
func status(u *url.URL) (uid, id int64) {
	query := u.Query()
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	path := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	if u.Scheme == "sinaweibo" {
		if host == "detail" {
			id = parseID(query.Get("mblogid"))
		}
		return 0, id
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return 0, 0
	}
	switch host {
	case "weibo.com", "weibo.cn", "m.weibo.cn", "m.weibo.com":
		return page(path, query)
	case "share.api.weibo.cn", "weibointl.api.weibo.cn":
		return 0, shared(path, query)
	case "api.weibo.com":
		if strings.HasPrefix(u.Path, "/2/statuses/go") {
			return parseDecimal(query.Get("uid")), parseID(query.Get("id"))
		}
	}
	return 0, 0
}

// page reads the addresses of the site and of its two mobile editions, which have the same forms.
func page(path []string, query url.Values) (uid, id int64) {
	if len(path) < 2 {
		return 0, 0
	}
	switch path[0] {
	case "detail", "status":
		return 0, parseID(path[1])
	case "statuses":
		if path[1] == "show" {
			id = parseID(query.Get("id"))
		}
		return 0, id
	case "comment", "repost", "attitude":
		if path[1] == "hot" && len(path) > 2 {
			path = path[1:]
		}
		return parseDecimal(query.Get("uid")), parseID(path[1])
	}
	if uid = parseDecimal(path[0]); uid == 0 {
		return 0, 0
	}
	return uid, parseID(path[1])
}

// shared reads the addresses that the apps share, /share/N,ID.html and /share/N.html?weibo_id=ID.
func shared(path []string, query url.Values) int64 {
	if len(path) < 2 || path[0] != "share" {
		return 0
	}
	if _, id, found := strings.Cut(path[1], ","); found {
		return parseID(id)
	}
	return parseID(query.Get("weibo_id"))
}

// parseID reads the id that s begins with, decimal or in base 62, or returns 0. Text may stand behind it.
func parseID(s string) int64 {
	end := strings.IndexFunc(s, func(r rune) bool { _, ok := digit62(r); return !ok })
	if end >= 0 {
		s = s[:end]
	}
	if len(s) >= minDecimal && isDecimal(s) {
		return parseDecimal(s)
	}
	if len(s) < minBase62 {
		return 0
	}
	id, _ := ParseBase62(s)
	return id
}

// A uid is followed by pages of the user too, such as weibo.com/UID/myfollow, so an id must have a certain length.
const (
	minDecimal = 10
	minBase62  = 9
)

func parseDecimal(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || !isDecimal(s) { // a sign, or more than an int64 holds
		return 0
	}
	return n
}

func isDecimal(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
