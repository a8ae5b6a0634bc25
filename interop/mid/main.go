// Command mid reads decimal ids, one a line, and writes each in base 62 and back. It is the half of check.js that is in Go.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/seed4635ade2/weibo-go/weibo/ids"
)

func main() {
	in, out := bufio.NewScanner(os.Stdin), bufio.NewWriter(os.Stdout)
	for in.Scan() {
		id, err := strconv.ParseInt(in.Text(), 10, 64)
		if err != nil {
			log.Fatal(err)
		}
		base62 := ids.Base62(id)
		back, err := ids.ParseBase62(base62)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Fprintln(out, base62, back)
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}
