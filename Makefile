# Seatlog's commands. What each promises is in the README.
.PHONY: run build test screenshots bench soak proofs fmt lint clean tools web

WEB_INPUTS := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' \
	-not -path '*/e2e/*' -not -path '*/test-results/*' -not -name '*.test.*')

# The last line runs without a shell in between, so that Ctrl-C reaches the
# program itself and make waits for it.
run: build
	@dev/postgres > /dev/null
	@target/release/seatlog serve --demo

build: web
	cargo build --release --locked

test: tools
	@dev/test

# Of the program as it is deployed, with demo data.
screenshots: build
	@dev/screenshots

# One build for both, so that what is measured is what is deployed.
bench: web
	cargo build --release --locked -p seatlog -p seatlog-bench
	@dev/bench

# Everything goes wrong, for MINUTES; the same SEED again is the same schedule again.
MINUTES ?= 10
soak: web
	cargo build --release --locked -p seatlog -p seatlog-soak
	@dev/soak $(MINUTES) $(SEED)

# One thing goes wrong many times: everything that can be proven so, or PROOF='NAME --count N'.
proofs: web
	cargo build --release --locked -p seatlog -p seatlog-soak
	@dev/proofs $(PROOF)

fmt:
	cargo fmt

lint: tools web
	cargo fmt --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cd web && npm run lint

# Keeps .data: that is somebody's database.
clean:
	cargo clean
	rm -rf web/dist web/node_modules

tools:
	@dev/tools

web: tools web/dist/index.html

web/dist/index.html: web/node_modules/.installed $(WEB_INPUTS)
	cd web && npm run build
	@touch $@

web/node_modules/.installed: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@
