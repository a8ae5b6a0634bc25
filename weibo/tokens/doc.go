// Package tokens keeps the access tokens of users: in memory ([Memory]), in files ([Dir]), or wherever a [Store] of your own
// does. [Source] makes a kept token one that lasts: it refreshes what can be refreshed, keeps it, and says when a user has to
// sign in again ([ErrLoginAgain]).
//
// A token of Weibo ends by its Expiry, and before that when the user removes the application or changes the password, or when
// Weibo freezes the account. Only tokens that applications got through the official mobile SDK can be refreshed.
//
// https://open.weibo.com/wiki/授权机制说明
package tokens
