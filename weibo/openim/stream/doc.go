// Package stream carries private messages between the owner of a Weibo account and a program, over the WebSocket of
// open-im.api.weibo.com.
//
// It is experimental. What is known of the stream comes from a draft and programs that Weibo's own organisation published from
// 2026-03-03 to 2026-06-16, and from programs of others that have talked to the real host since 2026-04-20; nobody on this
// project has. Comments say how sure each thing is: documented is by that organisation, secondary by others, inferred by
// neither.
//
//	s, err := stream.Open(ctx, stream.Config{Account: client}) // an openim.Client
//	if err != nil {
//		return err
//	}
//	defer s.Close()
//	for msg, err := range s.Messages() {
//		if err != nil {
//			return err // the last thing that comes
//		}
//		if _, err := s.Send(ctx, msg.From, "收到:"+msg.Text); err != nil {
//			return err
//		}
//	}
//
// # Connections
//
// A [Stream] connects, and connects again after every break, until its context is done, [Stream.Close] is called, or the
// service has refused it too often ([EndError] says why). Waits between attempts are random, up to a bound that doubles. A token
// that the service does not take is replaced by a new one.
//
// # Each message once
//
// The service is not known to keep messages for a program that is away, or to say where to go on: what was sent in between is
// lost, and [Message.Connection] shows where that may be. Should a message come twice, the second one is dropped, by its id or,
// without one, by what is in it.
//
// In the other direction nothing is ever sent a second time. When a connection breaks in the middle of a message the
// [SendError] says what was handed over, what may have arrived and what was not sent. The service confirms nothing.
//
// # Slow programs
//
// A few messages wait for a program that is busy ([Config.Queue]). When no more fit, the stream stops reading, and the service has to
// wait. The heartbeat goes on.
//
// # Files
//
// Files and pictures of others come inside the messages, as [Attachment]. Those for others do not go over the stream, but as
// open/dm/send_file of package openim.
package stream
