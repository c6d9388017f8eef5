# make run: install, index the corpus, open the chat.   make test: install, run every test.
# make eval: fails when the answers got worse than in the committed run.   make baseline: makes that run anew.
PYTHON ?= python3
BIN := .venv/bin
CONSTRAINTS := constraints.txt

BASELINE := evals/results/baseline

# what torch brings for graphics cards; torch itself is another file on every platform, so it is installed before the locked ones
NOT_LOCKED := torch triton cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cublas nvidia-cuda-cupti nvidia-cuda-nvrtc \
  nvidia-cuda-runtime nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile nvidia-curand nvidia-cusolver nvidia-cusparse \
  nvidia-cusparselt-cu13 nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx

.PHONY: run test check eval baseline install install-locked lock sbom clean

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
	@echo "Installerar det som Civsam behöver. Första gången tar det några minuter, och inget mer syns under tiden."
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

# for a service: the versions of constraints.txt, every file but torch's checked against its hash in requirements.lock
install-locked: .venv/torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

# makes requirements.lock anew, after constraints.txt has been changed
lock: .tools/installed
	printf 'hatchling>=1.27\neditables\n' | .tools/bin/uv pip compile pyproject.toml - --extra model --constraint $(CONSTRAINTS) \
	  --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	  $(addprefix --no-emit-package ,$(NOT_LOCKED)) --output-file requirements.lock

# what the service is made of, in CycloneDX; the same every time
sbom: .tools/installed
	{ cat requirements.lock; grep '^torch==' $(CONSTRAINTS); } | .tools/bin/cyclonedx-py requirements - --pyproject pyproject.toml \
	  --output-reproducible --output-format JSON --output-file civsam.cdx.json

# tools of their own, so that they are no part of what they describe
.tools/installed:
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 cyclonedx-bom==7.5.0
	touch $@

clean:
	rm -rf .venv .tools data
