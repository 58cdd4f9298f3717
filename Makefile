# Every target sets up what it needs; nothing has to be installed by hand.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
# Made anew by every demonstration; nothing real is ever kept there.
DEMO := var/demo
# Sizes of made-up districts, and the seeds of long runs (none: those that the tests name).
COUNTS ?= 25 50 100
YEARS ?= 50
export SEEDS
# The tests start the commands hundreds of times: bytecode that is not kept is compiled at each start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo up test tests quick check lint types fix guides reference release-book lock bench bench-scale soak clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

setup: ## make .venv with everything locked by hash
	@deploy/setup.sh

demo: setup ## five departments' years on the real engine, scored, verified and replayed
	@rm -rf $(DEMO)
	@JIXIAO_DATA=$(DEMO) $(BIN)/jixiao rehearse --check

up: setup ## the service on this machine
	@$(BIN)/jixiao up

# The type checker has one processor, for half a minute: the tests begin on the other.
test: lint ## all checks and all tests
	@$(MAKE) --no-print-directory --jobs=2 types tests

# A third of the tests wait for servers and processes: three on two processors leave neither idle.
tests: setup
	@$(BIN)/pytest -q -n 3 --dist worksteal

quick: setup ## one question of each kind, in under a minute: no server, no whole matrix, no drawn inputs
	@$(BIN)/pytest -q -n 2 --dist worksteal -m 'not slow and not soak and not thorough'

check: lint types ## lint, layers, types

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo

types: setup
	@$(BIN)/mypy

fix: setup ## let the formatter and the linter mend what they can
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

guides: setup ## type the guides again and write what is printed into them
	@PYTHONPATH=. $(BIN)/python -m tests.support.refresh_guides

reference: setup ## write docs/reference anew from the program
	@PYTHONPATH=. $(BIN)/python docs/reference/generate.py

release-book: setup ## write sealed book and workflow histories of a new release into tests/releases; VERSION=0.2.0
	@PYTHONPATH=. $(BIN)/python -m tests.support.release_book $(VERSION)
	@PYTHONPATH=. $(BIN)/python -m tests.support.release_histories $(VERSION)

lock: setup ## lock the dependencies anew, by hash and without addresses
	@for set in "build.in:build" "../pyproject.toml:runtime" "../pyproject.toml --extra develop:develop"; do \
	  cd requirements && ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate $${set%%:*} -o $${set##*:}.txt && cd ..; done

bench: setup ## ratios of one run: engine, append, batch, verify, replay, whole years (YEARS="50 200"), each beside its floor
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.years $(YEARS)

bench-scale: setup ## whole years of made-up districts; COUNTS="25 50 100" departments
	@$(BIN)/python -m bench.scale $(COUNTS)

soak: setup ## long kill and comparison runs; prints its seeds; SEEDS=7 or SEEDS=0-99 chooses them
	@$(BIN)/pytest -q -rA -m soak

clean: ## remove what the targets made
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
