package weibotest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
)

// An invocation is what the gateway is asked to do.
type invocation struct {
	Group  string         `json:"group"`
	Action string         `json:"action"`
	Args   map[string]any `json:"args"`
}

// serveInvoke has an action done as if the call behind it had been made, in the same world.
func (s *Sandbox) serveInvoke(w http.ResponseWriter, r *http.Request) {
	c := s.newCall(r)
	c.sent = form{values: url.Values{}, empty: map[string]bool{}}
	answer, status, code, err := c.invoke(w)
	c.answerGateway(w, answer, status, code, err)
}

func (c *call) invoke(w http.ResponseWriter) (answer any, status, code int, err error) {
	account, err := c.gatewayAccount(c)
	if err != nil {
		return nil, 0, 0, err
	}
	action, err := c.readInvocation(w)
	if err == nil {
		err = c.admitted(account, action)
	}
	if err == nil {
		err = c.checkArgs(action)
	}
	if err != nil {
		return nil, 0, 0, err
	}
	c.action = action
	c.op = c.operationOf(action)
	answer, status, code = c.outcome(c.carryOut())
	switch {
	case c.planned != nil && (c.planned.HTML || c.planned.Status != 0 && c.planned.Code == 0):
		return answer, status, code, nil // says all itself
	case code != 0:
		refused, _ := answer.(weiboapi.ErrorBody)
		return map[string]any{"error": map[string]string{"code": "WEIBO_" + strconv.Itoa(code), "message": refused.Error}}, status, code, nil
	}
	c.charge(account, action, answer)
	return map[string]any{"result": answer}, status, 0, nil
}

// readInvocation reads what is asked for.
func (c *call) readInvocation(w http.ResponseWriter) (*gateway.Command, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, c.request.Body, maxForm))
	if err != nil {
		return nil, &gatewayRefusal{http.StatusRequestEntityTooLarge, "", "the body is too long"}
	}
	var asked invocation
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&asked); err != nil {
		return nil, &gatewayRefusal{http.StatusBadRequest, "", "the body is no JSON object with group, action and args"}
	}
	action := c.commandAt(asked.Group + "/" + asked.Action)
	if action == nil {
		return nil, &gatewayRefusal{http.StatusBadRequest, "", "there is no command " + clip(asked.Group+" "+asked.Action)}
	}
	c.path = "/cli/api/cli/invoke/" + action.Path() // so that the log tells them apart
	for name, v := range asked.Args {
		text, ok := argument(v)
		if !ok {
			return nil, &gatewayRefusal{http.StatusBadRequest, "", "the value of " + clip(name) + " is neither a text nor a number"}
		}
		c.sent.add(name, text)
	}
	return action, nil
}

// argument returns an argument as a text. Numbers and texts are both taken.
func argument(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

// admitted tells whether the account may have the action done.
func (c *call) admitted(account *gatewayAccount, action *gateway.Command) error {
	c.atGateway.mu.Lock()
	defer c.atGateway.mu.Unlock()
	if hour := c.now.Truncate(time.Hour); !hour.Equal(account.hour) {
		account.hour, account.calls = hour, 0
	}
	most := c.gateway.Hourly
	switch {
	case c.gateway.Abroad:
		return &gatewayRefusal{http.StatusForbidden, "IP_GEO_DENIED", "not available in your region"}
	case account.Unverified:
		return &gatewayRefusal{http.StatusForbidden, "", "developer verification is required"}
	case account.Plan != GatewayPaid && account.Plan != GatewayTrial:
		return &gatewayRefusal{http.StatusPaymentRequired, "", "a subscription is required"}
	case locked(account, action):
		return &gatewayRefusal{http.StatusForbidden, "SUBSCRIPTION_PLAN_NOT_ALLOWED", "the plan does not have this command"}
	case account.left <= 0:
		return &gatewayRefusal{http.StatusPaymentRequired, "", "the credits are used up"}
	case most > 0 && account.calls >= most:
		return &gatewayRefusal{http.StatusTooManyRequests, "TOO_MANY_REQUESTS", "too many requests"}
	}
	account.calls++
	return nil
}

// locked tells whether the plan lacks a command: what was seen of a trial is that it does not have the hot-search boards.
func locked(account *gatewayAccount, action *gateway.Command) bool {
	return account.Plan == GatewayTrial && strings.HasPrefix(action.Path(), "search/hot_word")
}

// checkArgs holds the arguments against the flags of the command.
func (c *call) checkArgs(action *gateway.Command) error {
	for _, f := range action.Flags {
		if f.Required && len(c.sent.values[f.Name]) == 0 {
			return &gatewayRefusal{http.StatusBadRequest, "", "parameter " + f.Name + " is required"}
		}
	}
	for name := range c.sent.values {
		if !slices.ContainsFunc(action.Flags, func(f gateway.Flag) bool { return f.Name == name }) {
			c.undeclared = append(c.undeclared, name)
		}
	}
	slices.Sort(c.undeclared)
	if n, err := strconv.Atoi(c.sent.values.Get("count")); err == nil && n > c.maxCount() {
		return &gatewayRefusal{http.StatusBadRequest, "COUNT_EXCEEDS_MAX", fmt.Sprintf("parameter count must not exceed %d", c.maxCount())}
	}
	return nil
}

func (c *call) maxCount() int {
	if n := c.gateway.MaxCount; n != 0 {
		return n
	}
	return 20
}

// operationOf returns the operation behind a command. Where the description has none, what it answers is not known.
func (c *call) operationOf(action *gateway.Command) *operation {
	for _, ops := range c.operations()["/2/"+action.Path()+".json"] {
		return ops[0]
	}
	return &operation{name: action.Path(), contentType: jsonType, example: func() any { return struct{}{} }}
}

// charge takes what the action was seen to cost from the credits.
func (c *call) charge(account *gatewayAccount, command *gateway.Command, answer any) {
	price := known()[command.Path()].Price
	credits := price.Credits
	if price.Per == "record" {
		credits *= float64(records(answer))
	}
	c.atGateway.mu.Lock()
	defer c.atGateway.mu.Unlock()
	account.left -= credits
}

// records returns how many records an answer has: the items of the list that it is, or of the first that it holds.
func records(answer any) int {
	v := reflect.Indirect(reflect.ValueOf(answer))
	switch v.Kind() {
	case reflect.Slice:
		return v.Len()
	case reflect.Struct:
		for _, f := range v.Fields() {
			if f.Kind() == reflect.Slice {
				return f.Len()
			}
		}
	}
	return 0
}
