package main

import (
	"context"
	"net"
)

// listen opens a TCP address. Unless public is set, it must be one that no other machine can reach.
func listen(ctx context.Context, addr string, public bool) (*net.TCPListener, error) {
	a, err := net.ResolveTCPAddr("tcp", addr)
	if err == nil && !public && !a.IP.IsLoopback() {
		return nil, &problem{
			what:   tr(ctx, "%s is open to other machines", addr),
			advice: tr(ctx, "Take an address of this machine alone, such as 127.0.0.1:0; weibo-go sandbox --public allows others."),
		}
	}
	var l *net.TCPListener
	if err == nil {
		l, err = net.ListenTCP("tcp", a)
	}
	if err != nil {
		return nil, &problem{what: err.Error(), advice: tr(ctx, "--addr takes another address, with port 0 for a free one."), err: err}
	}
	return l, nil
}

// baseURL is the address that programs on this machine reach l at.
func baseURL(l net.Listener) string {
	a := *l.Addr().(*net.TCPAddr)
	if a.IP.IsUnspecified() {
		a.IP = net.IPv4(127, 0, 0, 1)
	}
	return "http://" + a.String()
}
