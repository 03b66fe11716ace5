.DEFAULT_GOAL := help
PYTHON ?= .venv/bin/python
SISDEX ?= .venv/bin/sisdex
.PHONY: help setup run test test-quick fmt entry english catalog-diff torture check bench bench-start bench-search bench-store bench-triage bench-keys eval shots docs

help: ## List the chores
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-12s %s\n", $$1, $$2}'

.venv/bin/sisdex: pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install --quiet --editable '.[dev]'
	@touch .venv/bin/sisdex

setup: .venv/bin/sisdex ## Make the virtual environment

run: setup ## Open the app
	.venv/bin/sisdex

test: setup ## Run the tests
	$(PYTHON) -m pytest -q -n auto

test-quick: setup ## Run the tests that open no app and start no process, in under 30 seconds
	$(PYTHON) -m pytest -q -n auto -m "not app and not slow" tests/store tests/tui

fmt: setup ## Format the code and fix what the linter can fix
	.venv/bin/ruff check --fix-only --quiet
	.venv/bin/ruff format

entry: setup ## Print an entry to fill in, for assets/catalog.json; VENDOR=id names its vendor, a new id adds one
	@$(PYTHON) docs/skeleton.py $(VENDOR)

english: setup ## Make the list of English words again; SCOWL=folder holds SCOWL's word lists
	$(PYTHON) docs/english_list.py $(SCOWL)

torture: setup ## Run the reliability tests in their long form, a random walk of 20,000 steps among them
	$(PYTHON) -m pytest -q -n auto tests/torture tests/system --long

check: ## Do all that CI does
	.ci/run

bench: bench-start bench-search bench-store bench-triage bench-keys ## Measure all that is measured

bench-start: setup ## Time first content against a bare Textual app, on a real terminal
	$(PYTHON) tests/bench/start.py

bench-search: setup ## Time a key and a paste against brute force and full-text search, as ratios
	$(PYTHON) tests/bench/search.py

bench-store: setup ## Time a durable save against a plain TinyDB insert, and large views against small ones, as ratios
	$(PYTHON) tests/bench/saving.py
	$(PYTHON) tests/bench/views.py

bench-triage: setup ## Time the reading of a long log, and its memory against a short one's
	$(PYTHON) -m tests.bench.triage

bench-keys: setup ## Time a key to its painted frame against a bare Textual app's echo, on a real terminal
	$(PYTHON) -m tests.bench.keys

eval: setup ## Measure how well the search finds, per kind of query and way of a paste, beside BM25 and others
	$(PYTHON) -m tests.eval.measure

catalog-diff: $(SISDEX) ## Show what changed in assets/catalog.json since the last commit
	@command -v git >/dev/null || { echo 'catalog-diff needs git: it compares with the last commit.' >&2; exit 1; }
	@committed=$$(mktemp) && trap 'rm -f "$$committed"' EXIT \
	&& git show HEAD:assets/catalog.json >"$$committed" \
	&& $(SISDEX) --catalog "$$committed" catalog diff assets/catalog.json

shots: setup ## Make the pictures of the README and of docs/ from the real app
	$(PYTHON) docs/shots.py

docs: setup ## Write the table of keys, the table of rooms, and the counts in the README and the manual
	$(PYTHON) docs/update.py
