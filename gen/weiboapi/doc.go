// Package weiboapi is the typed client of the Weibo API, generated from the description in spec/.
//
// It has a service for each resource, and a method with a struct of parameters for each endpoint. Package weibo carries
// their calls:
//
//	client, err := weibo.NewClient(weibo.WithToken(token))
//	status, err := client.Statuses.Show(ctx, weiboapi.StatusesShowParams{ID: id})
//
// Every method returns what it got, or an error; a refusal by Weibo is a *weibo.Error.
//
// Parameters are left out of the request when they are zero. Those that are pointers are left out when they are nil,
// since their zero means something of its own: new(false).
//
// The comment of a method ends with its endpoint. Listed means that it stands in the newest index of the API that is
// known; delisted, that it stood in an older one, so that most applications are refused; retired, that it is known to be
// gone; unknown, that nobody can tell. Access is normal, advanced (a permission to be asked for), commercial (partners
// only) or unknown.
package weiboapi
