# Levee. `make help` lists what can be made.

TARGET := $(or $(CARGO_TARGET_DIR),target)
DEMO := $(TARGET)/release/levee demo

.PHONY: help build server site judge demo deb try-deb test unit soak end2end dev pictures bench lint tools browser-tools clean-demo
.DEFAULT_GOAL := help

help: ## This list
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

tools: ## Checks that Rust, a C compiler and Node are there, and says what to install
	@.ci/check_tools

app/builder/node_modules/.package-lock.json: app/builder/package-lock.json
	@echo "npm: what the site is made with (app/builder/package-lock.json)"
	@npm ci --silent --no-fund --no-audit --prefix app/builder
	@touch $@

end2end/node_modules/.package-lock.json: end2end/package-lock.json
	@echo "npm: the browser tests' driver (end2end/package-lock.json)"
	@PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-fund --no-audit --prefix end2end
	@touch $@

server: tools
	cargo build --locked --release --package levee

site: tools app/builder/node_modules/.package-lock.json
	cargo run --locked --quiet --package levee-builder -- $(TARGET)/release/site

build: server site ## The program and its site, in target/release

$(TARGET)/tools/bin/cargo-deb:
	cargo install --locked --quiet --root $(TARGET)/tools --version 3.8.0 cargo-deb

deb: build $(TARGET)/tools/bin/cargo-deb ## A Debian package of the program, its site and its service, in target/debian
	$(TARGET)/tools/bin/cargo-deb --package levee --no-build --output $(TARGET)/debian/

try-deb: deb ## Installs that package here, starts its service, removes it again; needs root
	tests/package/install_and_start.sh "$$(ls -t $(TARGET)/debian/levee_*.deb | head -1)"

demo: tools ## A real mail server with people and mail, and Levee on http://127.0.0.1:3000
	@server/demo/install_packages.sh
	@$(MAKE) --no-print-directory build
	@exec $(DEMO) $(ARGS)

dev: tools app/builder/node_modules/.package-lock.json ## The demo, built quickly and unoptimised
	@server/demo/install_packages.sh
	cargo build --locked --package levee
	cargo run --locked --quiet --package levee-builder -- --quick $(TARGET)/debug/site
	@exec $(TARGET)/debug/levee demo $(ARGS)

lint: tools ## Formatting and clippy, warnings are errors
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cargo clippy --locked --package levee-app --features hydrate --target wasm32-unknown-unknown --target-dir $(TARGET)/browser -- -D warnings

unit: tools ## Tests of every room, on real servers where a room has one
	@server/demo/install_packages.sh --tests
	cargo build --locked --package levee
	cargo test --locked --workspace

# How many cases each random test has, and from where they are drawn; CONTRIBUTING.md says more.
SOAK ?= 3000
SEED ?= $(shell date +%s)

soak: tools ## Random tests for longer: SOAK cases each (3000), from SEED (the time)
	@echo "seed $(SEED), $(SOAK) cases"
	PROPTEST_CASES=$(SOAK) PROPTEST_RNG_SEED=$(SEED) cargo test --locked --no-fail-fast --package levee-mail \
	  --package levee-guard --package levee-directory --package levee-world --package levee-mime

browser-tools:
	@server/demo/install_packages.sh --browser
	@$(MAKE) --no-print-directory end2end/node_modules/.package-lock.json

judge: tools
	cargo run --locked --quiet --package levee-builder -- --judge $(TARGET)/release/judge

end2end: build judge browser-tools ## The whole in a real browser, with and without wasm
	cd end2end && LEVEE=$(abspath $(TARGET))/release/levee npx --no-install playwright test

test: unit end2end ## Everything

pictures: build browser-tools ## Takes the README's pictures
	cd end2end && LEVEE=$(abspath $(TARGET))/release/levee node pictures/take.mjs

bench: build browser-tools ## Measures; writes target/bench/bench.json
	@mkdir -p $(TARGET)/bench
	cd end2end && LEVEE=$(abspath $(TARGET))/release/levee BENCH=$(abspath $(TARGET))/bench/bench.json node bench/bench.mjs
