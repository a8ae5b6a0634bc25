package contract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed4635ade2/weibo-go/contract/internal/shape"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// How TestLive treats the real service.
const (
	mostCalls = 30
	livePause = time.Second // between calls
)

// TestLive holds the description against the real service, or against what stands at WEIBO_BASE_URL. It only reads, and it
// makes every call once. Where answers and description differ, it fails and prints how, without any value: the report can be
// pasted into an issue as it is.
//
//	WEIBO_ACCESS_TOKEN=… go test ./contract -run TestLive
func TestLive(t *testing.T) {
	token, base := os.Getenv("WEIBO_ACCESS_TOKEN"), os.Getenv("WEIBO_BASE_URL")
	if token == "" {
		t.Skipf("set WEIBO_ACCESS_TOKEN to an access token to hold the description against the real service; that makes at most %d calls, which only read", mostCalls)
	}
	if ci := os.Getenv("CI"); ci != "" && ci != "false" {
		t.Skip("not in CI: the token of a person has no place there")
	}
	opts := []weibo.Option{weibo.WithToken(token)}
	if base != "" {
		opts = append(opts, weibo.WithBaseURL(base))
	}
	client, err := weibo.NewClient(opts...)
	if err != nil {
		t.Fatal(err)
	}
	l := &live{client: client}
	if !isLocal(base) {
		l.pause = livePause
	}
	if err := l.run(t.Context(), operationsOf(t)); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d calls; not made, for want of parameters: %s", l.calls, strings.Join(l.skipped, ", "))
	if l.report.Len() > 0 {
		fmt.Printf("\n## The service and the description differ\n%s\n", &l.report)
		t.Error("the report can be pasted into an issue: it holds no values")
	}
}

// isLocal tells whether an address is on this machine, so that nobody minds how fast calls come.
func isLocal(base string) bool {
	u, err := url.Parse(base)
	return err == nil && (u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost")
}

// A live is a tour of what can be read.
type live struct {
	client  *weibo.Client
	pause   time.Duration
	have    supplies
	calls   int
	skipped []string
	report  strings.Builder
}

// Where parameters come from.
const (
	whoAmI      = "/2/account/get_uid.json"
	ownTimeline = "/2/statuses/user_timeline.json"
)

// run makes all calls, those first that give parameters for others.
func (l *live) run(ctx context.Context, ops []*operation) error {
	ops = slices.DeleteFunc(slices.Clone(ops), func(o *operation) bool { return !o.readable() })
	for _, first := range []string{ownTimeline, whoAmI} {
		i := slices.IndexFunc(ops, func(o *operation) bool { return o.address.Path == first })
		if i < 0 {
			return fmt.Errorf("the description has no %s that can be read", first)
		}
		ops = slices.Insert(slices.Delete(slices.Clone(ops), i, i+1), 0, ops[i])
	}
	for _, o := range ops {
		values, ok := l.have.values(o)
		if !ok || l.calls == mostCalls {
			l.skipped = append(l.skipped, o.goName())
			continue
		}
		if l.calls > 0 {
			time.Sleep(l.pause)
		}
		l.calls++
		found, err := l.call(ctx, o, values)
		if err != nil {
			return err
		}
		l.tell(o, found)
		if l.have.uid == nil {
			return errors.New("the service does not say whose token it is; " + strings.Join(found, "; "))
		}
	}
	return nil
}

// readable tells whether a call changes nothing, is open to every application, and answers in JSON.
func (o *operation) readable() bool {
	return o.verb == http.MethodGet && len(o.security()) > 0 && o.result() == "" && o.answerContent() != nil &&
		word(o.Extensions, "x-weibo-state") == "listed" && word(o.Extensions, "x-weibo-access") == "normal"
}

// call makes one call and returns what is not as described.
func (l *live) call(ctx context.Context, o *operation, values map[string]any) (found []string, err error) {
	m, err := findMethod(l.client.API, o)
	if err != nil {
		return nil, err
	}
	var resp weibo.Response
	_, err = m.do(ctx, values, weibo.WithResponse(&resp))
	var refused *weibo.Error
	switch {
	case err == nil:
	case !errors.As(err, &refused):
		return []string{"no answer"}, nil // the error may tell of the network that it was made in
	case refused.Err == nil:
		return []string{refusalLine(o, refused)}, nil
	default:
		found = append(found, "the client cannot read the answer") // the error may quote it
	}
	body, err := parse(bytes.TrimPrefix(resp.Body, []byte("\xEF\xBB\xBF")))
	if err != nil {
		return append(found, "the answer is no JSON"), nil
	}
	for _, d := range shape.Compare(o.answerContent().Schema.Value, body) {
		found = append(found, d.String())
	}
	l.have.take(o, body)
	return found, nil
}

func refusalLine(o *operation, e *weibo.Error) string {
	if e.Code == 0 {
		return fmt.Sprintf("refused: HTTP %d without a code", e.StatusCode)
	}
	line := fmt.Sprintf("refused: code %d, HTTP %d", e.Code, e.StatusCode)
	if codes, _ := o.Extensions["x-weibo-errors"].([]any); slices.Contains(codes, any(float64(e.Code))) {
		line += ", a code described for this call"
	}
	return line
}

// tell adds what was found to the report.
func (l *live) tell(o *operation, found []string) {
	if len(found) == 0 {
		return
	}
	fmt.Fprintf(&l.report, "\n### %s %s (`%s`)\n\n", o.verb, o.address.Path, o.goName())
	for _, line := range found {
		fmt.Fprintf(&l.report, "- %s\n", line)
	}
}
