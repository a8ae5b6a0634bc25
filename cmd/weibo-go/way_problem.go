package main

import (
	"context"
	"errors"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
)

// explainGateway makes a problem of an error of a call through the gateway, or returns nil.
func (a *account) explainGateway(ctx context.Context, err error) error {
	var missing *gateway.NotFrontedError
	var picture *gateway.PictureError
	switch {
	case errors.As(err, &missing):
		return &problem{what: tr(ctx, "the gateway does not have %s, as far as is known", missing.Operation), advice: a.without(ctx, missing), err: err}
	case errors.As(err, &picture):
		return &problem{
			what:   tr(ctx, "how the gateway takes pictures is not known"),
			advice: tr(ctx, "Nothing was sent. Upload with the official tool and pass the id: weibo-go gateway invoke statuses upload_url_text -f pic_id=… -f status=…, or publish with --via api."),
			err:    err,
		}
	case errors.Is(err, weibo.ErrUnauthorized):
		return a.gatewaySignIn(ctx, err)
	case refusedByGateway(err), unknownToGateway(ctx, err):
		return &problem{what: err.Error(), advice: gatewayAdvice(ctx, err), err: err}
	}
	return nil
}

// instead are the commands that do much the same as one that the gateway does not have the call of.
var instead = map[string]string{
	"statuses/share":            "weibo-go post",
	"account/rate_limit_status": "weibo-go gateway whoami",
}

// without says what works where the gateway does not have a call.
func (a *account) without(ctx context.Context, missing *gateway.NotFrontedError) string {
	var near []string
	for _, n := range missing.Near {
		near = append(near, "weibo-go gateway invoke "+n.Group+" "+n.Name)
	}
	if command := instead[missing.Operation]; command != "" {
		near = []string{command}
	}
	advice := tr(ctx, "Nothing was sent. With --via api it goes to version 2 of the API, for applications that are let in.")
	if len(near) > 0 {
		advice += " " + tr(ctx, "Near it: %s.", strings.Join(near, ", "))
	}
	return advice
}

func (a *account) gatewaySignIn(ctx context.Context, err error) error {
	_, fromEnv, _ := a.gatewayToken(ctx)
	if !fromEnv {
		return a.signInAgain(ctx, tr(ctx, "the gateway does not accept the token of the profile %s: %v", a.name, err), err)
	}
	return &problem{
		what:   tr(ctx, "the gateway does not accept the token in WEIBO_CLI_TOKEN: %v", err),
		advice: tr(ctx, "Put one there that the console of open.weibo.com made, under CLI, or the access token of the official tool."),
		err:    errors.Join(errNotSignedIn, err),
	}
}

// refusedByGateway tells whether an error is a refusal of the gateway itself, and not of Weibo behind it.
func refusedByGateway(err error) bool {
	var refused *weibo.Error
	var own *gateway.Error
	return errors.As(err, &refused) && refused.Code == 0 && errors.As(err, &own)
}

// unknownToGateway tells whether nobody has anything to say about an answer.
func unknownToGateway(ctx context.Context, err error) bool {
	var refused *weibo.Error
	return errors.As(err, &refused) && refused.Code == 0 && !brokeOff(err) && refused.Hint(string(languageOf(ctx))) == ""
}

// gatewayAdvice says what to do about a refusal of the gateway: what package gateway says is for those who write programs.
func gatewayAdvice(ctx context.Context, err error) string {
	var own *gateway.Error
	switch {
	case !errors.As(err, &own):
	case errors.Is(own, gateway.ErrSubscription):
		return tr(ctx, "weibo-go gateway whoami shows the plan and the credits, weibo-go gateway commands what the plan has; plans are at https://open.weibo.com/cli/plan.")
	case errors.Is(own, gateway.ErrRegion):
		return own.Hint(string(languageOf(ctx)))
	case errors.Is(own, weibo.ErrRateLimited):
		return tr(ctx, "Wait for the full hour: the calls of the account for this one are used up.")
	case errors.Is(own, weibo.ErrPermission):
		return tr(ctx, "weibo-go gateway whoami shows whether the developer is verified, and the plan; weibo-go gateway commands shows what the plan has.")
	case errors.Is(own, weibo.ErrParam):
		return tr(ctx, "What a command takes today: weibo-go gateway commands GROUP ACTION. Counts above 20 are refused wherever that was tried.")
	}
	return tr(ctx, "Nothing is on record about that. Try again later; what the gateway has today: weibo-go gateway commands")
}

// explainOpenIM makes a problem of an error of open-im, or returns nil.
func (a *account) explainOpenIM(ctx context.Context, err error) error {
	var refused *weibo.Error
	switch {
	case errors.Is(err, weibo.ErrUnauthorized):
		return &problem{
			what:   tr(ctx, "open-im does not accept the credentials: %v", err),
			advice: tr(ctx, "重置凭证, sent to @微博龙虾助手, gives a new pair. Then: %s, or set WEIBO_OPENIM_APP_ID and WEIBO_OPENIM_APP_SECRET.", a.command("login")),
			err:    errors.Join(errNotSignedIn, err),
		}
	case errors.As(err, &refused) && !brokeOff(err) && refused.Hint(string(languageOf(ctx))) == "":
		return &problem{what: err.Error(), advice: tr(ctx, "Nothing is on record about that. Try again later."), err: err}
	}
	return nil
}
