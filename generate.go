// Package generate holds the go:generate lines: the description in spec/ becomes one document (spec/weibo.json), and that
// the typed client in gen/weiboapi, made by oapi-codegen with the templates in spec/generate; the one in spec/openim becomes
// gen/openimapi in the same way; what is new in them goes on record in api/.
package generate

//go:generate go run ./spec/generate
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config bench/stock/config.yaml spec/weibo.json
//go:generate go test ./api -run ^TestAPI$ -update
