// Package login signs the users of a web application in with Weibo: [Handler] has the two routes of the OAuth2 code flow,
// with protection against forged callbacks and open redirects always on.
//
// [ParseWithdrawal] reads the callback by which Weibo tells that a user removed the application, [ParseSignedRequest] what
// Weibo posts to applications that are shown inside weibo.com.
//
// https://open.weibo.com/wiki/授权机制说明
package login
