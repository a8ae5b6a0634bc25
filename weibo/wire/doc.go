// Package wire is the contract between the generated services and the engine that carries their calls.
//
// A service describes a call by an [Operation] and its parameters; it knows nothing of HTTP. A [Carrier] takes the call to
// Weibo. Programs that only call Weibo do not need this package: package weibo has aliases of what they meet.
package wire
