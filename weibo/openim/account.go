package openim

// AppID returns the AppId of the account. Experimental.
func (c *Client) AppID() string { return c.tokens.appID }
