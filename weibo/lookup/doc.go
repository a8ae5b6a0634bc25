// Package lookup answers by name what the API answers as whole tables: emoticons by their phrase or picture ([Emotions]),
// countries, provinces and cities by code or name ([Places]), and what is left of the budgets of calls ([Limits]).
//
//	emotions := lookup.NewEmotions(client.Statuses, weiboapi.StatusesEmotionsParams{})
//	cat, err := emotions.Phrase(ctx, "[猫]") // cat.URL is the picture
//
// A table is asked for when it is first needed, and kept for a time (MaxAge); only what Weibo answers is in it. Everything
// here may be used by several goroutines at once: one of them asks, with its context, and the others wait for it. If its
// context ends before there is an answer, the next one asks.
//
// Errors are those of the calls. They are never kept: the next who needs the table asks again. Where there is an older table
// of emoticons or places, it goes on being used while somebody asks for a new one, and for another minute if that fails, again
// and again: an old one is better than none. Of budgets an old answer is worth nothing, so the error is returned.
package lookup

import "errors"

// ErrNotFound means that a table was read and what was asked for is not in it.
var ErrNotFound = errors.New("not found")
