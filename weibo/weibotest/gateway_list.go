package weibotest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/seed4635ade2/weibo-go/weibo/gateway"
)

func (s *Sandbox) gatewayWhoami(account *gatewayAccount, _ *http.Request) (any, error) {
	s.atGateway.mu.Lock()
	defer s.atGateway.mu.Unlock()
	verified := map[string]any{"is_verified": !account.Unverified, "status": "verified"}
	if account.Unverified {
		verified["status"] = "unverified"
	}
	return map[string]any{
		"user":           map[string]any{"id": account.id, "idstr": strconv.Itoa(account.id), "developer_identity": verified},
		"service_status": map[string]any{"kind": account.Plan, "balance": account.left},
	}, nil
}

// known are the actions that package gateway knows, by path.
var known = sync.OnceValue(func() map[string]gateway.Action {
	m := map[string]gateway.Action{}
	for _, a := range gateway.Actions() {
		m[a.Path()] = a
	}
	return m
})

// knownCommands are those of them that the gateway lists.
var knownCommands = sync.OnceValue(func() (all []gateway.Command) {
	for _, a := range gateway.Actions() {
		if a.ID != 0 {
			all = append(all, commandOf(a))
		}
	}
	return all
})

// commands returns what the gateway does.
func (s *Sandbox) commands() []gateway.Command {
	all := slices.Clone(knownCommands())
	for _, c := range s.gateway.Commands {
		all = slices.DeleteFunc(all, func(other gateway.Command) bool { return other.Path() == c.Path() })
		all = append(all, c)
	}
	return slices.DeleteFunc(all, func(c gateway.Command) bool { return slices.Contains(s.gateway.Without, c.Path()) })
}

// commandOf returns a known action as the gateway describes it.
func commandOf(a gateway.Action) gateway.Command {
	c := gateway.Command{
		ID: strconv.Itoa(a.ID), Group: a.Group, Action: a.Name, Name: a.Group + " " + a.Name, APIPath: a.Path(),
		InvocationPath: "/" + a.Path() + ".json", Method: a.Method, Title: a.Summary, Description: a.Summary, Status: "active",
		InputSchema: map[string]json.RawMessage{}, TrialEnabled: true,
	}
	for _, p := range a.Params {
		word := p.Type
		if word == "integer" {
			word = "int"
		}
		c.Flags = append(c.Flags, gateway.Flag{Name: p.Name, Type: word, Required: p.Required, Description: p.Doc})
		c.InputSchema[p.Name] = json.RawMessage(`"` + word + `"`)
		if p.Required {
			c.RequiredFields = append(c.RequiredFields, p.Name)
		}
	}
	if a.Price.Credits > 0 {
		c.PriceType = "per_" + a.Price.Per
		c.Pricing = &gateway.Pricing{Configured: true, UnitPrice: a.Price.Credits, Currency: "credit"}
	}
	return c
}

// commandAt returns the command with a path, or nil. The one that is in examples of the tool and not in its list is there,
// too.
func (s *Sandbox) commandAt(path string) *gateway.Command {
	all := s.commands()
	i := slices.IndexFunc(all, func(c gateway.Command) bool { return c.Path() == path })
	if i >= 0 {
		return &all[i]
	}
	if a, ok := known()[path]; ok && a.ID == 0 && !slices.Contains(s.gateway.Without, path) {
		return new(commandOf(a))
	}
	return nil
}

// withAccess tells whether an account may use a command.
func withAccess(account *gatewayAccount, c gateway.Command) gateway.Command {
	c.Access = "allowed"
	if locked(account, &c) || account.Plan != GatewayPaid && account.Plan != GatewayTrial {
		c.Access = "locked"
	}
	return c
}

func (s *Sandbox) gatewayCommands(account *gatewayAccount, r *http.Request) (any, error) {
	query := r.URL.Query()
	list := []gateway.Command{}
	for _, c := range s.commands() {
		c = withAccess(account, c)
		if (query.Get("group") == "" || c.Group == query.Get("group")) && (query.Get("access") != "available" || c.Access == "allowed") {
			list = append(list, c)
		}
	}
	return map[string]any{"commands": list}, nil
}

func (s *Sandbox) gatewayCommand(account *gatewayAccount, r *http.Request) (any, error) {
	path := r.PathValue("group") + "/" + r.PathValue("action")
	for _, c := range s.commands() {
		if c.Path() == path {
			return map[string]any{"command": withAccess(account, c)}, nil
		}
	}
	return nil, &gatewayRefusal{http.StatusNotFound, "", "there is no command " + clip(path)}
}
