package weibotest

import (
	"fmt"
	"net/http"
)

// A refusal is an answer that says no.
type refusal struct {
	code        int
	text        string
	param       string // that it is about, if it is about one
	description string // more words, in the answers of oauth2
}

func (r *refusal) Error() string { return fmt.Sprintf("%d %s", r.code, r.text) }

func (r *refusal) status() int {
	if m := messages[r.code]; m.status != 0 {
		return m.status
	}
	return http.StatusBadRequest
}

// refuse returns the refusal with a code, in the words of its message.
func refuse(code int, args ...any) *refusal {
	text := messages[code].text
	if len(args) > 0 {
		text = fmt.Sprintf(text, args...)
	}
	return &refusal{code: code, text: text}
}

// missing is the refusal of a call without a parameter that it needs.
func missing(param string) *refusal {
	r := refuse(10016, param)
	r.param = param
	return r
}

// invalid is the refusal of a parameter that does not fit the description.
func invalid(param, expected, got string) *refusal {
	r := refuse(10017, param, expected, clip(got))
	r.param = param
	return r
}

// refuseOAuth2 returns the refusal with a code, and with more words as the calls of oauth2 have them.
func refuseOAuth2(code int, description string) *refusal {
	r := refuse(code)
	r.description = description
	return r
}

// inOAuth2 returns a refusal as the calls of oauth2 put it.
func (r *refusal) inOAuth2() *refusal {
	switch r.code {
	case 10007, 10008, 10016, 10017:
	default:
		return r
	}
	switch {
	case r.code == 10016 && (r.param == "client_id" || r.param == "client_secret"):
		return refuseOAuth2(21323, "miss client id or secret")
	case r.code == 10017 && r.param == "grant_type":
		return refuse(21328)
	case r.code == 10017 && r.param == "response_type":
		return refuse(21329)
	}
	return refuseOAuth2(21323, r.text)
}

// messages are the codes that the sandbox answers with. The texts are those of recorded answers where there are some, with
// their spelling, and otherwise those of the table in the documentation; from 20401 to 21002 they are words of our own. Where the
// HTTP status is not on record it is the one that fits; 0 stands for 400, which is the usual one.
var messages = map[int]struct {
	status int
	text   string
}{
	10001: {http.StatusInternalServerError, "System error"},
	10002: {http.StatusServiceUnavailable, "Service unavailable"},
	10003: {http.StatusServiceUnavailable, "Remote service error"},
	10006: {0, "source paramter(appkey) is missing"},
	10007: {http.StatusUnsupportedMediaType, "Unsupport mediatype (%s)"},
	10008: {0, "Param error, see doc for more info"},
	10009: {http.StatusServiceUnavailable, "Too many pending tasks, system is busy"},
	10014: {http.StatusForbidden, "Insufficient app permissions"},
	10016: {0, "miss required parameter (%s), see doc for more info."},
	10017: {0, "parameter (%s)'s value invalid, expect (%s), but get (%s), see doc for more info."},
	10018: {http.StatusRequestEntityTooLarge, "Request body length over limit"},
	10020: {http.StatusNotFound, "Request Api not found!"},
	10021: {http.StatusMethodNotAllowed, "HTTP METHOD is not suported for this request!"},
	10022: {http.StatusForbidden, "IP requests out of rate limit"},
	10023: {http.StatusForbidden, "User requests out of rate limit!"},
	10024: {http.StatusForbidden, "User requests for %s out of rate limit!"},

	20001: {0, "IDs is null"},
	20003: {0, "User does not exists!"},
	20005: {0, "Unsupported image type, only suport JPG, GIF, PNG"},
	20006: {0, "Image size too large"},
	20007: {0, "Does multipart has image"},
	20008: {0, "content is null!"},
	20009: {0, "IDs is too many"},
	20012: {0, "Text too long, please input text less than 140 characters!"},
	20016: {0, "Out of limit"},
	20017: {0, "Repeat content"},
	20019: {0, "repeat content!"},
	20101: {0, "target weibo does not exist!"},
	20102: {0, "not your own weibo!"},
	20112: {http.StatusForbidden, "Permission Denied!"},
	20201: {0, "Target weibo comment does not exist"},
	20203: {0, "Not your own comment"},
	20204: {0, "Comment id is null"},

	20401: {0, "no such domain"},
	20501: {0, "one of the users does not exist"},
	20503: {0, "the user must be followed first"},
	20504: {0, "nobody can follow himself"},
	20506: {http.StatusForbidden, "the user is followed already"},
	20513: {0, "too many users are followed"},
	20522: {0, "the user is not followed"},
	20523: {0, "the user is no follower"},
	20601: {0, "the name of the list is too long"},
	20602: {0, "the description of the list is too long"},
	20603: {0, "no such list"},
	20604: {0, "not your own list"},
	20606: {0, "it exists already"},
	20608: {0, "another list has this name"},
	20614: {0, "too many lists"},
	20615: {0, "too many members"},
	20701: {0, "repeated tag"},
	20702: {0, "too many tags"},
	20704: {0, "a favorite already"},
	20705: {0, "not a favorite"},
	21002: {0, "a tag is too long"},

	-1:    {http.StatusOK, "the service behind refused"},
	40001: {http.StatusOK, "a required parameter is missing"},
	40002: {http.StatusOK, "a parameter is missing or out of range"},
	40003: {http.StatusOK, "invalid credentials"},
	40004: {http.StatusOK, "comment_ori is malformed"},
	40005: {http.StatusOK, "a parameter is malformed"},
	40006: {http.StatusOK, "comment_ori is malformed"},
	40007: {http.StatusOK, "is_repost is malformed"},
	40100: {http.StatusOK, "token is invalid or expired"},
	42900: {http.StatusOK, "the calls of the day are used up"},
	50000: {http.StatusOK, "server error"},
	50001: {http.StatusOK, "the operation failed"},

	21301: {http.StatusForbidden, "auth by Null spi!"},
	21311: {http.StatusForbidden, "Consumer key unknown"},
	21315: {http.StatusForbidden, "Token expired"},
	21316: {http.StatusForbidden, "Token revoked"},
	21317: {http.StatusForbidden, "Token rejected"},
	21319: {http.StatusForbidden, "Accessor was revoked"},
	21321: {http.StatusForbidden, "applications over the unaudited use restrictions!"},
	21322: {0, "redirect_uri_mismatch"},
	21323: {0, "invalid_request"},
	21324: {0, "invalid_client"},
	21325: {0, "invalid_grant"},
	21326: {0, "unauthorized_client"},
	21327: {0, "expired_token"},
	21328: {0, "unsupported_grant_type"},
	21329: {0, "unsupported_response_type"},
	21330: {http.StatusForbidden, "access_denied"},
	21332: {0, "invalid_access_token"},
	21335: {http.StatusForbidden, "request uid's value must be the current user"},
}
