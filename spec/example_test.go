package spec_test

import (
	"context"
	"fmt"
	"log"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed4635ade2/weibo-go/spec"
)

func ExampleDocument() {
	doc, err := openapi3.NewLoader().LoadFromData(spec.Document())
	if err != nil {
		log.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		log.Fatal(err)
	}
	share := doc.Paths.Value("/2/statuses/share.json").Post
	fmt.Println(share.OperationID, share.Extensions["x-weibo-state"])
	// Output: statusesShare listed
}
