package tokens_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/oauth2"

	"github.com/seed4635ade2/weibo-go/weibo/tokens"
)

// Tokens in files survive the program, under whatever name it has for a user.
func ExampleDir() {
	temporary, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(temporary)
	ctx, store := context.Background(), tokens.Dir(filepath.Join(temporary, "tokens")) // it is made when it is needed
	tok := &oauth2.Token{AccessToken: "2.00example", Expiry: time.Now().Add(24 * time.Hour)}
	if err := store.Save(ctx, "1404376560", tok); err != nil {
		log.Fatal(err)
	}
	kept, err := store.Load(ctx, "1404376560")
	if err != nil {
		log.Fatal(err)
	}
	_, err = store.Load(ctx, "1404376561")
	fmt.Println(kept.Valid(), errors.Is(err, tokens.ErrNotFound))
	// Output: true true
}
