// Package gateway sends the calls of the typed client through the gateway behind Weibo's official command-line tool, which is
// open to verified individuals without an application and its audit. It is experimental: everything in it may change.
//
//	client, err := gateway.NewClient(gateway.Token(os.Getenv("WEIBO_CLI_TOKEN")))
//	…
//	users, err := client.Commercial.UsersShowBatchOther(ctx, weiboapi.CommercialUsersShowBatchOtherParams{UIDs: uids})
//
// The methods, parameters and answers are those of package weiboapi, and all else is as with package weibo: options, errors,
// repetition, limits, lists that come in pages. [With] is the same as an option of weibo.NewClient, or of a single call of a
// client that otherwise calls version 2 of the API.
//
// # What is known
//
// There is no public reference. What is here was gathered until 21 November 2026: a third-party copy of the list of
// commands of the official tool, version 0.9.1 of 17 August 2026, and programs of others that call the gateway. Nothing was
// tried by this project. docs/gateway-actions.md has all actions, with how sure we are of each. The list lives on the
// server and follows the account: [Client.Commands] asks for it, and [Compare] tells how it differs from what this package
// knows.
//
// # What goes through
//
// [Actions] lists 68 actions; those with a Call have a method. Any other call is a [*NotFrontedError], and nothing is sent;
// it says what may work instead. A parameter that the action does not have is refused by its name, as part of a
// [weibo.ParamsError]; so is a value above the maximum that the list has. The server may allow less: wherever users met a
// cap it was 20 records a call, whatever the list says, and a count above that is refused by the server ([weibo.ErrParam]).
// [Client.Invoke] sends any action with any arguments.
//
// How pictures travel is not known. Calls with one are a [*PictureError].
//
// # Tokens
//
// A [Token] is the caller's to get: one made in the console of open.weibo.com, which begins with wb_, or the access token
// of the official tool. How long they live is not known. This package does not sign in: the only client id that is known is
// that of the tool itself, which another program should not go by. A token of version 2 is never sent to the gateway, nor
// the other way round.
//
// # Repetition, limits, price
//
// Calls that read are repeated as ever, see weibo.Retry; calls that write are not, since their outcome is unknown after a
// failure. Where an answer is lost after it was charged for, the repetition may be charged again: weibo.WithRetry with one
// attempt forbids that. HTTP 429 means that the calls of the account for the hour are used up: with a weibo.Limiter the
// client waits for the full hour, without one it does not try again. Who asks too much in a month runs out of credits
// ([ErrSubscription]); answers were not seen to say what they cost, [Client.Whoami] has the balance, [Client.Command] the
// price.
package gateway
