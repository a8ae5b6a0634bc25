// Command opentelemetry traces and measures calls to Weibo with OpenTelemetry, through the http.Client that the SDK uses. It
// writes the spans and the metrics as JSON; with another exporter they go to a collector. No secret is in them: the SDK sends
// the access token in a header, which is not recorded, and never in an address, which is. Without an access token it makes its
// calls to a local Weibo of its own:
//
//	go run -C examples/opentelemetry .
//
// At Weibo itself:
//
//	WEIBO_ACCESS_TOKEN=… go run -C examples/opentelemetry .
//
// It is a module of its own, so that programs that use the SDK are not tied to a version of OpenTelemetry.
//
// 通过 http.Client 用 OpenTelemetry 记录对微博调用的链路和指标，其中不含令牌等机密。
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"

	"github.com/seed4635ade2/weibo-go/examples/internal/start"
	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/stdout/stdoutmetric"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C kills
	if err := run(ctx, os.Getenv, os.Stdout, os.Stderr); err != nil {
		start.Exit("opentelemetry", err)
	}
}

// run makes two calls, and writes what was recorded of them to out.
func run(ctx context.Context, getenv func(string) string, out, logs io.Writer) error {
	account, err := start.SignIn(getenv, logs)
	if err != nil {
		return err
	}
	defer account.Close()
	t, err := newTelemetry(out)
	if err != nil {
		return err
	}
	client, err := weibo.NewClient(append(account.Options, weibo.WithHTTPClient(t.httpClient()))...)
	if err != nil {
		return err
	}
	return errors.Join(t.visit(ctx, client), t.close())
}

// A telemetry is what records.
type telemetry struct {
	traces  *sdktrace.TracerProvider
	metrics *metric.MeterProvider
	tracer  trace.Tracer
}

func newTelemetry(out io.Writer) (*telemetry, error) {
	spans, err := stdouttrace.New(stdouttrace.WithWriter(out))
	if err != nil {
		return nil, err
	}
	figures, err := stdoutmetric.New(stdoutmetric.WithWriter(out))
	if err != nil {
		return nil, err
	}
	who := resource.NewSchemaless(attribute.String("service.name", "weibo-example"))
	t := &telemetry{
		traces:  sdktrace.NewTracerProvider(sdktrace.WithBatcher(spans), sdktrace.WithResource(who)),
		metrics: metric.NewMeterProvider(metric.WithReader(metric.NewPeriodicReader(figures)), metric.WithResource(who)),
	}
	t.tracer = t.traces.Tracer("weibo-example")
	return t, nil
}

// httpClient returns a client whose requests are spans, with the path of the endpoint in their names. A call that the SDK
// repeats has several. The client of weibo.OAuth2 may be the same. What is asked for, such as ids and the words of a search,
// is in the addresses.
func (t *telemetry) httpClient() *http.Client {
	return &http.Client{Timeout: weibo.DefaultTimeout, Transport: otelhttp.NewTransport(http.DefaultTransport,
		otelhttp.WithTracerProvider(t.traces),
		otelhttp.WithMeterProvider(t.metrics),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return r.Method + " " + r.URL.Path }),
	)}
}

// visit is a piece of work of the application: a span around its calls, which shows what Weibo says, since a refusal may come
// with HTTP status 200.
func (t *telemetry) visit(ctx context.Context, client *weibo.Client) error {
	ctx, span := t.tracer.Start(ctx, "visit")
	defer span.End()
	err := read(ctx, client)
	if err == nil {
		return nil
	}
	span.RecordError(err) // without secrets, as all errors of the SDK
	span.SetStatus(codes.Error, "")
	var refused *weibo.Error
	if errors.As(err, &refused) {
		span.SetAttributes(attribute.String("weibo.operation", refused.Operation), attribute.Int("weibo.code", refused.Code))
	}
	return err
}

func read(ctx context.Context, client *weibo.Client) error {
	me, err := client.Account.GetUID(ctx, weiboapi.AccountGetUIDParams{})
	if err != nil {
		return err
	}
	_, err = client.Users.Show(ctx, weiboapi.UsersShowParams{UID: me.UID})
	return err
}

// close writes what is left, also when the program was told to end.
func (t *telemetry) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), weibo.DefaultTimeout)
	defer cancel()
	if err := errors.Join(t.traces.Shutdown(ctx), t.metrics.Shutdown(ctx)); err != nil {
		return fmt.Errorf("telemetry: %w", err)
	}
	return nil
}
