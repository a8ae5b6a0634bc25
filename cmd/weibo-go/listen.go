package main

import (
	"errors"
	"fmt"
	"net"
)

var errNotLoopback = errors.New("is open to other machines")

// listen opens a TCP address. Unless public is set, it must be one that no other machine can reach.
func listen(addr string, public bool) (*net.TCPListener, error) {
	a, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil, err
	}
	if !public && !a.IP.IsLoopback() {
		return nil, fmt.Errorf("%s %w", addr, errNotLoopback)
	}
	l, err := net.ListenTCP("tcp", a)
	if err != nil {
		return nil, fmt.Errorf("%w (--addr takes another address, with port 0 for a free one)", err)
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
