package wire

// An Option changes how one call is carried. Which options there are is up to the carrier; those of package weibo are its
// With functions.
type Option interface {
	CallOption()
}
