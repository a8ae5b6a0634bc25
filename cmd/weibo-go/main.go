// Command weibo-go is Weibo on the command line: signing in, publishing and reading, any other call, what
// is known of the API, a local sandbox, and a demo of the SDK that runs against it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C kills
	os.Exit(run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr))
}
