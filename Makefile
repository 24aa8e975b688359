# Two commands do everything on a fresh machine: make run, make test.
# Each first runs packaging/bootstrap.sh, which installs what is missing and is quick when nothing is.

export PYTHON ?= python3
BIN := .venv/bin
PICTURE_SIZES := 1920x1080 3840x2160 1080x1920
PICTURE_THEMES := light dark contrast

.DEFAULT_GOAL := help
.PHONY: help setup test-setup run central test lint format bench bench-sync operating-table soak simulate mutants chaos layouts-schema pictures clean

help: ## List these commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 18

setup: ## Install what is missing, and nothing else
	@packaging/bootstrap.sh

run: setup ## Open the board with the demo ward (without a screen: render every layout into build/)
	@$(BIN)/python -m kiosk try

central: setup ## Start a central system on this machine; prints the codes of two boards (OPTIONS=--dev-tls for TLS)
	@$(BIN)/python -m kiosk.central serve $(OPTIONS)

test-setup:
	@packaging/bootstrap.sh --tests

test: test-setup ## Run every test, with coverage
	@HUDDLE_TEST_PROFILE=ci $(BIN)/pytest -q -n 2 --dist worksteal --cov --cov-report=term

lint: setup ## Check style, types and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup ## Put the code into the house style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: setup ## Measure start, touch, redraw, import and memory; prints ratios, keeps build/bench.json
	@$(BIN)/python -m tests.benchmarks --out build/bench.json

bench-sync: test-setup ## Measure sync and central against the figures of SYNC.md; keeps build/bench-sync.json
	@$(BIN)/python -m tests.benchmarks.sync

operating-table: setup ## Simulate how often the gap verdict is right, and print the table of CONTRIBUTING.md
	@$(BIN)/python -m tests.operating_table

soak: test-setup ## Run every test at length: many more examples, crashes and kills
	@HUDDLE_TEST_PROFILE=long HUDDLE_LONG=1 $(BIN)/pytest -q -n 2 --dist worksteal --timeout 3600

simulate: setup ## Simulate boards in storms on virtual time: make simulate SEEDS=1000; exits 1 on a violation
	@$(BIN)/python -m tests.simulation --seeds $(or $(SEEDS),1000)

chaos: test-setup ## Kill real boards, two centrals and PostgreSQL behind a broken network: make chaos MINUTES=5
	@$(BIN)/python -m tests.simulation.chaos --minutes $(or $(MINUTES),5)

mutants: setup ## Hunt known protocol bugs with the simulation: make mutants SEEDS=100; exits 1 if one survives
	@$(BIN)/python -m tests.simulation.mutants --seeds $(or $(SEEDS),100)

layouts-schema: setup ## Write board_layouts/layout.schema.json anew
	@$(BIN)/python -m kiosk layouts schema

pictures: setup ## Render every layout in every size and theme into build/pictures/
	@mkdir -p build/pictures
	@set -e; for layout in board_layouts/*.toml; do \
	    for size in $(PICTURE_SIZES); do for theme in $(PICTURE_THEMES); do \
	        name=$$(basename $$layout .toml); \
	        $(BIN)/python -m kiosk snapshot --layout $$layout --size $$size --theme $$theme \
	            --out build/pictures/$$name-$$size-$$theme.png; \
	    done; done; \
	done

clean: ## Remove what was built; .venv and .tools stay
	@rm -rf build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find kiosk tests -name __pycache__ -type d -prune -exec rm -rf {} +
