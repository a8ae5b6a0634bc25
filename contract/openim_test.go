package contract

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

const (
	openIMHost  = "open-im.api.weibo.com"
	openIMToken = "EXAMPLEOPENIMTOKENOFTHEHARNESS"
	openIMApp   = "2000000000000077"
)

// openIM returns the services of a client of open-im.
func (c *check) openIM(wrap func(wire.Carrier) wire.Carrier) openimapi.API {
	client, err := openim.NewClient(openIMApp, "EXAMPLESECRETOFTHEHARNESS", weibo.WithHTTPClient(withToken(c.server.client())))
	if err != nil {
		c.t.Fatal(err)
	}
	if wrap == nil {
		return client.API
	}
	return openimapi.New(wrap(client))
}

// withToken answers what buys the token of the harness itself, and lets everything else through.
func withToken(client *http.Client) *http.Client {
	next := client.Transport
	return &http.Client{Transport: detour(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path != "/open/auth/ws_token" {
			return next.RoundTrip(r)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if !bytes.Contains(body, []byte(openIMApp)) {
			r.Body = io.NopCloser(bytes.NewReader(body))
			return next.RoundTrip(r)
		}
		answer := `{"code":0,"message":"success","data":{"token":"` + openIMToken + `","expire_in":7200,"uid":1404376560}}`
		return &http.Response{
			StatusCode: 200, Header: http.Header{"Content-Type": {jsonType}}, Body: io.NopCloser(strings.NewReader(answer)), Request: r,
		}, nil
	})}
}
