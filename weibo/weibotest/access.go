package weibotest

import (
	"slices"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// isOpen tells whether a new application may make a call: it needs no permission, and if it changes something, it is in the
// newest index. That calls which only read go on answering when they have left the index is inferred.
func isOpen(method string, o *openapi.Operation) bool {
	switch {
	case o.Access == "advanced", o.Access == "commercial":
		return false
	case o.State == "":
		return true
	}
	return method == "get" || o.State == "listed"
}

// checkAccess refuses what a new application may not do, in strict mode.
func (c *call) checkAccess() error {
	if !c.strict || c.action != nil || c.op.auth == wire.AuthCredentials {
		return nil
	}
	granted := c.store.apps[c.grant.appKey].Granted
	if !c.op.open && !slices.Contains(granted, c.op.name) && !slices.Contains(granted, "*") {
		return refuse(10014)
	}
	if c.op.ownOnly {
		return c.checkOwn()
	}
	return nil
}

// checkOwn refuses a call that names another user than the one whose token it has.
func (c *call) checkOwn() error {
	own := c.caller()
	if uid := c.int("uid"); uid != 0 && uid != own.UID {
		return refuse(21335)
	}
	if name := c.text("screen_name"); name != "" && name != own.ScreenName {
		return refuse(21335)
	}
	return nil
}
