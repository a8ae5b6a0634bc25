// Package messages answers what Weibo pushes to the callback address of an application: the messages that users write to a
// verified account, and events such as a new follower (the fans service, 粉丝服务平台).
//
//	http.Handle("/weibo/messages", &messages.Handler{
//		AppSecret: secret,
//		Handle: func(ctx context.Context, m *messages.Message) (messages.Reply, error) {
//			switch c := m.Content.(type) {
//			case messages.Text:
//				return messages.TextReply("You wrote: " + string(c)), nil
//			case messages.Follow:
//				return messages.TextReply("欢迎"), nil
//			}
//			return messages.Reply{}, nil // no reply
//		},
//	})
//
// The address is entered in the console of the application, and Weibo tries it at once. Replies within five seconds are the
// answer to the push. Later ones go by client.Messages.Reply, within 48 hours; see [Reply.Params].
//
// Weibo signs the address of a push and not its body: serve the address by HTTPS only.
//
// Documentation: https://open.weibo.com/wiki/消息推送服务 (pushes), https://open.weibo.com/wiki/发送被动响应消息 (replies) and
// https://open.weibo.com/wiki/微信XML格式兼容 (the XML form). What is said here of the wire is from pages of 2014 and from
// programs that use it.
package messages
