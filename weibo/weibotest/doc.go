// Package weibotest is a local Weibo, for programs that are written and tested without an approved application.
//
// In a test, [NewServer] starts one on a free port and stops it when the test ends:
//
//	func TestShare(t *testing.T) {
//		srv := weibotest.NewServer(t)
//		client := srv.Client()
//		status, err := client.Statuses.Share(t.Context(), weiboapi.StatusesShareParams{Status: "一只猫"})
//		…
//	}
//
// Clients of any language work as well: send them to the address of the server instead of https://api.weibo.com. [New] gives
// the same as an [http.Handler].
//
// # What it is
//
// Every request is checked against the description of the API in package spec, and answered with Weibo's own error shape and
// code when it is wrong. Parameters that the description does not have are noted in the request log ([Sandbox.Requests]).
//
// Signing in with OAuth2, publishing, pictures, timelines, comments and profiles have state: what is posted can be read back,
// and pictures come back byte for byte. Every other call answers with an example made from the description; one that goes on
// telling gives two and ends. A browser that opens the address of the server sees the accounts and what they posted.
//
// The operations of all hosts are there under their paths. Where two hosts have the same one, the Host header decides, and
// api.weibo.com answers if that names neither.
//
// To sign in without a browser, post to /oauth2/authorize what the form of that page does: the parameters of the page, the
// account (uid) and the decision (action, which is approve or refuse). [Sandbox.Token] is the short way.
//
// # What it is not
//
// Weibo. The real service is known here from documents and recordings only. Some things are simpler on purpose: the seeded
// accounts all follow each other; every size of a picture is the original; the picture behind an address that
// statuses/upload_url_text is given is not fetched, a grey placeholder takes its place; no limit on the number of calls is
// enforced, and no permission is missing. [Strict] comes closer to what a new application meets.
//
// Everything is in memory. No request makes it read or write a file, or open a connection.
package weibotest
