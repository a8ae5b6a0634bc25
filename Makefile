# The first two are all that a newcomer needs: Go 1.26, make and git.

GO ?= go

# A module of its own, which ./... does not reach: what it needs would weigh on everybody otherwise.
APART = examples/opentelemetry

.PHONY: demo test generate api lint lint-tool lint-more dist dist-check interop browser refresh-check bench help

demo: ## run the main job, offline, on a local Weibo: sign in, post, post a picture, comment, read back
	@$(GO) run ./cmd/weibo-go demo

test: ## run the whole test suite
	$(GO) test ./...
	$(GO) test -C $(APART) ./...

generate: ## make the client and the bundled description anew from spec/
	$(GO) generate .
	$(GO) mod tidy
	$(GO) mod tidy -C $(APART)

api: ## put what is new in the public packages on record in api/
	$(GO) test ./api -run '^TestAPI$$' -update

lint: ## format check, go vet, staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo 'run gofmt -w on these files'; exit 1; }
	$(GO) vet ./...
	$(GO) vet -C $(APART) ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck ./...
	$(GO) run -exec 'sh -c "cd $(APART) && exec $$0 $$*"' honnef.co/go/tools/cmd/staticcheck ./...

# Not in go.mod, where its 200 modules would be everybody's: built by itself, which takes minutes the first time.
GOLANGCI_LINT = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

lint-tool:
	$(GO) run $(GOLANGCI_LINT) version

lint-more: ## the linters of .golangci.yml
	$(GO) run $(GOLANGCI_LINT) run ./...
	cd $(APART) && $(GO) run $(GOLANGCI_LINT) run ./...

dist: ## build a release into dist/; TAG=v1.2.3 holds it against version and changelog, PLATFORMS=linux/amd64 builds less
	rm -rf dist
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} $(GO) run ./internal/dist -tag '$(TAG)' $(if $(PLATFORMS),-platforms $(PLATFORMS))

dist-check: ## build one platform again, elsewhere and from nothing, and see that it comes out the same
	$(GO) test ./internal/dist -run '^TestReproduce$$' -v -reproduce

interop: ## an OpenAPI linter, and clients from elsewhere that sign in to the sandbox; needs Node.js with npm
	cd interop && npm ci --silent && npm run -s lint && npm run -s types && npm run -s compile
	$(GO) build -o interop/build/weibo-go ./cmd/weibo-go
	cd interop && npm run -s clients build/weibo-go
	cd interop/mid && npm ci --silent && npm run -s check

browser: ## walk through the pages of the sandbox and examples/webapp in a real browser; needs Chromium and Node.js with npm
	$(GO) build -o interop/browser/build/ ./cmd/weibo-go ./examples/webapp
	cd interop/browser && npm ci --silent && npm run -s test

refresh-check: ## add an endpoint to a scratch copy of the description and see that all follows from it
	$(GO) test ./spec -run '^TestRefresh$$' -v -refresh

bench: ## print the figures: speed, memory, size of what users link
	$(GO) test -p 1 ./weibo ./weibo/weibotest ./bench -run '^TestFigures$$' -v -figures

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
