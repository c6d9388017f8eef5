# make run: install, index the corpus, open the chat.   make test: install, run every test.
# make eval: fails when the answers got worse than in the committed run.   make baseline: makes that run anew.
PYTHON ?= python3
BIN := .venv/bin
CONSTRAINTS := constraints.txt

BASELINE := evals/results/baseline

.PHONY: run test check eval baseline install clean

run: .venv/installed
	-$(BIN)/civsam ingest
	$(BIN)/civsam chat

test: .venv/installed-dev .venv/axe
	$(BIN)/python -m pytest

check: .venv/installed-dev .venv/axe
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

eval: .venv/installed
	$(BIN)/civsam ingest
	$(BIN)/civsam eval --baseline $(BASELINE)

baseline: .venv/installed
	$(BIN)/civsam ingest
	-$(BIN)/civsam eval --robust --out $(BASELINE)
	$(BIN)/python -m evals.results_table $(BASELINE)

install: .venv/installed-dev

# torch goes first: the CPU build is enough, and everything after it is content with what is there
.venv/torch: $(CONSTRAINTS)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Civsam behöver Python 3.11 eller nyare. Ange en annan med: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(CONSTRAINTS) torch
	touch $@

.venv/installed: .venv/torch pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(CONSTRAINTS) --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(CONSTRAINTS) --editable '.[dev]'
	touch $@

# axe-core for the browser tests; where npm is missing or has no network, they skip and say so
.venv/axe: tests/package-lock.json | .venv/installed-dev
	@if command -v npm >/dev/null && npm ci --prefix tests --ignore-scripts --no-audit --no-fund --silent; \
	then touch $@; else echo "axe-core installerades inte (npm saknas eller når inte sitt register): de testerna hoppas över"; fi

clean:
	rm -rf .venv data
