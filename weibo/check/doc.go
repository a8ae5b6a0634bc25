// Package check finds what Weibo would refuse in a status before it is sent: a text that is too long, a share without a link
// under a safe domain of the application, a file that is no picture. A refusal costs one of the few writes that a user has
// in an hour, and names one problem at a time; here all of them come at once, in words for users too.
//
// Nothing calls it by itself. A program that wants the check makes it before the call:
//
//	if err := check.Share(ctx, params, "example.com"); err != nil {
//		return err
//	}
//	status, err := client.Statuses.Share(ctx, params)
//
// What passes may still be refused: for what only Weibo knows, such as a text that was posted before, and where its
// documentation is silent or wrong. Turn the check off where Weibo turns out to take more.
package check
