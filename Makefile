# The first two are all that a newcomer needs: Go 1.26, make and git.

GO ?= go

.PHONY: demo test generate lint bench help

demo: ## run the main job, offline, on a local Weibo: sign in, post, post a picture, comment, read back
	@$(GO) run ./cmd/weibo-go demo

test: ## run the whole test suite
	$(GO) test ./...

generate: ## make the client and the bundled description anew from spec/
	$(GO) generate .
	$(GO) mod tidy

lint: ## format check, go vet, staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo 'run gofmt -w on these files'; exit 1; }
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck ./...

bench: ## print the figures: speed, memory, size of what users link
	$(GO) test ./bench -run '^TestFigures$$' -v -figures

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
