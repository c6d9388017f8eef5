# make run: install, index the corpus, open the chat.   make test: install, run every test.
PYTHON ?= python3
BIN := .venv/bin
CONSTRAINTS := constraints.txt

.PHONY: run test check eval install clean

run: .venv/installed
	-$(BIN)/civsam ingest
	$(BIN)/civsam chat

test: .venv/installed-dev
	$(BIN)/python -m pytest

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

eval: .venv/installed
	$(BIN)/civsam ingest
	$(BIN)/civsam eval

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

clean:
	rm -rf .venv data
