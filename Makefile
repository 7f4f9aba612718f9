# The commands of the project; `make help` lists them. Every one does its own set-up.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# What Swift's own tools need where nothing else was installed, what the programs link, and what the
# tests drive them with or hold them against.
TOOL_PACKAGES := binutils ca-certificates git libc6-dev libstdc++-12-dev libxml2
PACKAGES := $(TOOL_PACKAGES) libcurl4-openssl-dev libncursesw5-dev libsqlite3-dev libssl-dev ncurses-term
TEST_PACKAGES := libvterm-dev tmux oathtool hledger openssl sqlite3 python3-jsonschema
BENCH_PACKAGES := tig htop hledger-ui

# An import of a target that Package.swift does not name would build by accident; this refuses it.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
# The runtime inside the binary, and as few pages as possible to touch at start; docs/decisions/0006.
RELEASE_FLAGS := $(SWIFT_FLAGS) -c release --static-swift-stdlib -Xswiftc -use-ld=lld \
    -Xlinker -z -Xlinker pack-relative-relocs -Xlinker --exclude-libs=ALL -Xlinker --no-export-dynamic
# The console needs nothing of the server; without the trait its packages are not even fetched.
CONSOLE_ALONE := --disable-default-traits
# Whoever has a first look waits for the compiler, and not for a key; docs/decisions/0016.
DEMO_FLAGS := $(CONSOLE_ALONE) -Xswiftc -Onone --scratch-path .build/demo
FORMAT_PATHS := Package.swift Sources Tests

AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
define install
	@missing=""; for name in $(1); do \
	    dpkg-query -W -f='$${Status}' "$$name" 2>/dev/null | grep -q 'install ok' || missing="$$missing $$name"; \
	done; \
	if [ -n "$$missing" ]; then \
	    echo "Installing:$$missing"; \
	    $(AS_ROOT) apt-get update -qq && \
	    $(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

.PHONY: help demo test build check fast-test format lint bench simulate setup setup-test setup-bench clean

# How many seeds `make simulate` runs when it is given none.
SEEDS := 10000

help: ## Lists the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: ## Sets up, builds, and opens the demo console
	@echo "1 of 3: what Debian has to have"
	@$(MAKE) --no-print-directory setup
	@echo "2 of 3: the console and a made-up bank, from source; minutes the first time, [done/steps] as it goes"
	swift build $(RELEASE_FLAGS) $(DEMO_FLAGS) --product counterfoil
	@echo "3 of 3: opening; Ctrl-F fills in somebody, Enter signs in"
	@exec .build/demo/release/counterfoil demo

# The linked program keeps its symbols beside the stripped one, which names it: perf and gdb read
# NAME.debug by themselves. The build system links again when its output is another file, so the
# linked one takes its place back before a build, unless something newer was linked meanwhile.
define release
	@! [ -e .build/release/$(1).debug ] || [ .build/release/$(1) -nt .build/release/$(1).debug ] || \
	    mv .build/release/$(1).debug .build/release/$(1)
	swift build $(RELEASE_FLAGS) --product $(1)
	@cd .build/release && mv $(1) $(1).debug && \
	    objcopy --strip-all --add-gnu-debuglink=$(1).debug $(1).debug $(1) && \
	    touch -r $(1).debug $(1)
endef

build: setup ## Release binaries in .build/release, their symbols in NAME.debug
	$(call release,counterfoil)
	$(call release,counterfoild)
	$(call release,simulate)

# Those that drive real programs come after the others: beside a thousand busy tests they would only
# learn that the machine is slow.
test: setup-test fast-test ## Sets up and runs every test
	SWIFT_BACKTRACE=enable=no SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 \
	    swift test $(SWIFT_FLAGS) --skip-build --filter PseudoTerminal --filter Scenario

check: setup-test lint fast-test ## Format, lint, layering, themes and the fast tests

lint:
	swift format lint --strict --recursive $(FORMAT_PATHS)

fast-test:
	SWIFT_BACKTRACE=enable=no SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 \
	    swift test $(SWIFT_FLAGS) --skip PseudoTerminal --skip Scenario

simulate: setup ## Runs 10,000 seeds, 500 of them on SQLite too, or replays one: make simulate SEED=n
	$(call release,simulate)
	@.build/release/simulate $(if $(SEED),--seed $(SEED),--seeds $(SEEDS) --from 1 --require-all)
	@$(if $(SEED),true,.build/release/simulate --seeds $$((($(SEEDS) + 19) / 20)) --from 1 --stores real)

format: ## Rewrites the sources in the house format
	swift format --in-place --recursive $(FORMAT_PATHS)

bench: setup-bench build ## Measures, prints ratios and goals; GROUP=large measures only that
	swift build $(RELEASE_FLAGS) --product counterfoil-bench
	@.build/release/counterfoil-bench --console .build/release/counterfoil $(GROUP:%=--group %)

setup:
	$(call install,$(PACKAGES))

setup-test: setup
	$(call install,$(TEST_PACKAGES))

setup-bench: setup-test
	$(call install,$(BENCH_PACKAGES))

clean: ## Removes what was built
	rm -rf .build
