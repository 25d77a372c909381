# The words a stranger needs. Everything behind them stands in .ci/ and can be read there.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test test-long bench bench-linkage lint fuzz accessibility

help: ## Show these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The dev profile, as the tests: its libraries are optimised, so it is fast enough to look at, and
# it starts many minutes earlier than a release build that nobody else needs. The tests are built
# along, because the same set of features keeps the typesetter from being built twice.
demo: ## Build, fill an encrypted register with invented people, and serve it
	@. .ci/environment; .ci/packages build print; cargo build --locked --workspace --bins --tests; "$$CARGO_TARGET_DIR/debug/unforgotten" demo

test: ## What CI runs: lint, laws of the kinds, every test
	@.ci/test

test-long: ## The rest: long property runs, kill loops, big registers (hours)
	@. .ci/environment; .ci/packages build print test; .ci/tools cargo-nextest; \
	cargo nextest run --locked --workspace --profile long --run-ignored all

bench: ## Measure the figures of BENCHMARKS.md (NAMES=file.csv for a list of names)
	@.ci/bench

bench-linkage: ## Link a million persons with Splink and with us (needs a network once; LISTS=folder, MILLIONS=10)
	@.ci/bench-linkage

lint: ## Format, layers, tables, licences and clippy, without running a test
	@. .ci/environment; .ci/packages build; . .ci/steps; . .ci/lint; lint_steps; finish

fuzz: ## Throw changed bytes at everything that reads foreign files (SECONDS_EACH=600, TARGETS="csv pdf" for some)
	@.ci/fuzz $(or $(SECONDS_EACH),600) $(TARGETS)

accessibility: ## Look at every page with axe, both directions, 320 and 1280 wide, light and dark (PICTURES=folder)
	@.ci/accessibility $(PICTURES)
