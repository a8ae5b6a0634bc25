// Package testyourapp is a small application, to show how one is tested: its test runs it against a local Weibo in the same
// process, says what calls it waits for, lets calls fail, and moves the clock.
//
//	go test -v ./examples/testyourapp
//
// 演示如何测试自己的应用：用 weibotest.NewServer 启动本地沙箱，声明预期的调用，注入故障，拨快时钟。
package testyourapp
