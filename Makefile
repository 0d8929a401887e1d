# Start with make run or make test. Go downloads the modules.

GO ?= go
TESTFLAGS ?=
BENCHFLAGS ?=
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null)
RELEASE ?= $(shell git describe --tags 2>/dev/null || echo v0.0.0-$(VERSION))
LDFLAGS = -s -w -X flagtui/internal/cli.version=$(VERSION)
STATICCHECK = v0.8.2

.PHONY: run test bench soak week sessions mutate pictures dist build install lint fmt man help

run: ## open the dashboard on a sample database
	$(GO) run ./cmd/flagtui demo

test: ## run every test; PostgreSQL's need initdb and postgres, or FLAGTUI_TEST_POSTGRES
	$(GO) test $(TESTFLAGS) ./...

bench: ## measure flagtui beside the database's own client; BENCHFLAGS=-help tells more
	$(GO) run ./internal/bench $(BENCHFLAGS)

soak: ## make 180,000 changes, an hour of 50 a second, under a Go client on each kind of tables
	FLAGTUI_SOAK=180000 $(GO) test . -run TestSoak -count=1 -timeout 24h -v

week: ## a dashboard open for a week, 1,000 SSH sessions and 1,000 Go clients: nothing grows
	FLAGTUI_WEEK=300 $(GO) test ./internal/model -run TestWeek -count=1 -timeout 24h -v
	FLAGTUI_WEEK_SESSIONS=1002 $(GO) test ./internal/cli -run TestServeComingAndGoing -count=1 -timeout 24h -v
	FLAGTUI_WEEK_CLIENTS=999 $(GO) test . -run TestOpenAndClose -count=1 -timeout 24h -v

sessions: ## measure 200 dashboards over SSH: memory, processor time, database connections
	FLAGTUI_TEST_SESSIONS=200 $(GO) test -count=1 -v -run TestServeManySessions ./internal/cli

mutate: ## list the conditions of the model that no test needs; CI leaves it out
	$(GO) run ./internal/mutate $(MUTATEFLAGS) internal/model

pictures: ## draw docs/pictures anew, as the dashboard looks now
	$(GO) run ./internal/pictures docs/pictures

build: ## build bin/flagtui, static
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/flagtui ./cmd/flagtui

dist: ## build a release into dist: archives, deb, rpm, lists of modules, checksums; RELEASE=v1.2.3
	$(GO) run ./internal/dist -version $(RELEASE) dist

install: ## install flagtui into Go's bin directory
	CGO_ENABLED=0 $(GO) install -trimpath -ldflags '$(LDFLAGS)' ./cmd/flagtui

lint: ## check the format, go vet and staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -d .; exit 1; }
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@$(STATICCHECK) ./...

fmt: ## format the code
	$(GO) fmt ./...

man: ## make the man pages, man/flagtui.1 and one for each command
	$(GO) run -tags man ./cmd/flagtui man man

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12
