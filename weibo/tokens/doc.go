// Package tokens keeps the access tokens of users: in memory ([Memory]), in files ([Dir]), or wherever a [Store] of your own
// does. [Source] makes a kept token one that lasts: it refreshes what can be refreshed, keeps it, and says when a user has to
// sign in again ([ErrLoginAgain]).
package tokens
