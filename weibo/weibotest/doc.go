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
// Signing in with OAuth2, statuses, pictures, timelines, comments, friendships and friend groups, favourites, tags, topics that are
// followed, counts of what is new, short links, places, searches and profiles have state: what is posted can be read back, and
// pictures come back byte for byte. Every other call answers with an example made from the description; one that goes on telling
// gives two and ends.
//
// The operations of all hosts are there under their paths. Where two hosts have the same one, the Host header decides, or the
// first part of the path, as in /c.api.weibo.com/2/direct_messages.json; api.weibo.com answers if they name neither.
//
// Open-im, the interface for agents, is there too, under its own paths (/open/…) and about the same world: what an agent posts is a
// status of its account. Every account has credentials ([Sandbox.OpenIMCredentials]), whose tokens last two hours; [Server.OpenIM] is
// a client. What the real one says of a super topic that is not there, which HTTP status goes with a code, and whether old tokens
// end when new ones are given, is not known: here it is a code -1, always 200, and they do not. Experimental.
//
// # Pages
//
// A browser that opens the address of the server sees what was posted, and can publish, comment and repost as any account. There are
// the log of calls with answers (to the latest hundred) and with what the description says about each, the applications, tokens and
// the clock, the faults that are planned, and the description itself: a page for each operation, with a form that makes the call, and
// the same as a command line and in Go. The pages are in English and Chinese. Whatever is published there is a call of the API, and
// stands in the log. The pages that control the sandbox are for browsers on the same machine, as the control API is.
//
// # Tests of what goes wrong
//
// [Sandbox.Inject] plans answers for the calls to come: an error code, an HTTP status, a page of a gateway, an answer that comes
// late or breaks off. [WithBudgets] limits the calls, as Weibo does, and [Sandbox.Advance] makes budgets full again and tokens
// expire. [Server.Expect] says what calls a test waits for, and fails the test for those that do not come and for requests that
// are not as described.
//
// Programs in other languages do the same over HTTP, under /_sandbox/: see docs/sandbox.md in the repository.
//
// # Private messages
//
// [Sandbox.OpenIMStream] has the service's side of the message stream of open-im, which package openim/stream is for: what is sent by it
// comes to the program that is connected, what that answers can be looked at, and the stream drops, repeats, swaps and delays
// messages, refuses and breaks connections as it is told.
//
// # A world
//
// At first there are four accounts, which follow each other, and nothing is posted. [WithSeed] adds people with much to say, the
// same ones for the same number, and [WithStatuses] as much as is wanted of that. Pages are as those of Weibo: statuses that the
// caller may not see are left out after a page is cut, so it may be short, or empty; the total of home timelines is 150,
// whatever the truth; max_id is inclusive; and after a call with since_id the last page has that for its cursor.
//
// [WithData] keeps what calls change, across restarts and kill -9.
//
// # Signing in
//
// The authorize page lets the user choose an account and, of what the application asks for (scope), what to allow. A cookie
// remembers the account, and whoever has allowed all that is asked comes back at once next time, as documented; forcelogin asks
// again, and so does a browser that signed out on the page of the sandbox itself. The page is the same for every display but
// apponweibo, which gets no code. It is in Chinese for browsers that prefer that, unless language is en. The callback
// https://api.weibo.com/oauth2/default.html leads to the same page of the sandbox, which shows the code.
//
// To sign in without a browser, post to /oauth2/authorize what the form of that page does: the parameters of the page, the
// account (uid) and the decision (action, which is approve or refuse). The answer redirects to the application:
//
//	curl -si http://127.0.0.1:8080/oauth2/authorize -d client_id=1234567890 -d redirect_uri=https://example.com/callback \
//		-d state=x -d uid=1404376560 -d action=approve
//
// A browser may do so only from the page itself: forms of other sites are refused, with 21330. [Sandbox.Token] is the short
// way to a token. Codes are good once and for ten minutes; [Sandbox.Advance] makes codes and tokens expire; [App] says which
// applications get a refresh token.
//
// # The gateway
//
// Under /cli/api the sandbox plays the gateway that package gateway calls, experimental as that is: [Sandbox.GatewayToken] gives
// a token of an account with a plan and credits, [WithGateway] sets caps and limits and changes the list of commands, and
// [Server.GatewayClient] is a client. What is published there is in the same world, and faults and expectations work by the name of the
// call behind an action. Where the codes of refusals are not on record they have none.
//
// # What it is not
//
// Weibo. The real service is known here from documents and recordings only. Some things are simpler on purpose:
// every size of a picture is the original; the picture behind an address that statuses/upload_url_text is given is not fetched, a
// grey placeholder takes its place; short links are under /t.cn of the sandbox, and those in texts stay as they were written;
// searches look at the latest 20,000 statuses; friend groups are all private; unless they are asked for, there is no
// limit on the number of calls, and no permission is missing. [Strict] comes closer to what a new application meets.
//
// Everything is in memory. No request makes it open a connection, or touch a file outside the directory of [WithData].
package weibotest
