# Veche: what a person types. `make help` says what each target does.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PACKAGES := language catalog acts extraction search dossiers ingest desk web cli demo tests benchmarks
DEBIAN := postgresql chromium tesseract-ocr tesseract-ocr-rus libarchive-tools fonts-paratype qpdf poppler-utils libreoffice-writer-nogui epubcheck python3-venv
WORKERS ?= 2
HOST ?= 127.0.0.1
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help install run test test-unit test-long check format bench bench-extraction bench-exports system bundle clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/.installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "A virtual environment cannot be made: apt-get install python3-venv"; exit 1; }
	@if [ -d bundle/wheels ]; then $(PIP) install --no-index --find-links bundle/wheels 'setuptools>=77' wheel && $(PIP) install --no-index --find-links bundle/wheels --no-build-isolation -e .; else $(PIP) install -e .; fi
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@$(PIP) install -e '.[test]'
	@touch $@

install: $(VENV)/.installed  ## make .venv with the `veche` command

run: install  ## the demo collection, the site and the intake on 127.0.0.1:8000
	@$(BIN)/veche run --demo --host $(HOST) --port $(PORT)

test: $(VENV)/.installed-test system  ## all of what the tests need, then all tests that a change needs
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m 'not long'

test-unit: $(VENV)/.installed-test  ## the quick tests: no database server, no browser, no corpus
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m 'not long and not postgres and not browser and not epubcheck and not pdf_tools and not libreoffice and not corpus and not slow'

test-long: $(VENV)/.installed-test system  ## the long ones: kill, fuzz, soak, every page, every format
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m long

check: $(VENV)/.installed-test  ## format, lint, types, floors
	@$(BIN)/ruff format --check --quiet . || { echo "make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.installed-test  ## lay out the code
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .

bench: $(VENV)/.installed-test  ## ratios of search and indexing against peers measured in the same run
	@$(BIN)/python -m benchmarks.search

bench-extraction: $(VENV)/.installed-test  ## ratios of extraction against peers measured in the same run
	@$(BIN)/python -m benchmarks.extraction

bench-exports: $(VENV)/.installed-test  ## seconds and memory of files of 100, 300 and 2,000 real documents in every format
	@$(BIN)/python -m benchmarks.exports

system:  ## the Debian packages that tests and OCR use (installed where this is root, named otherwise)
	@missing=""; for package in $(DEBIAN); do dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	  else echo "Not installed:$$missing. As root: apt-get install$$missing"; fi; fi

bundle: install  ## a folder of wheels for a machine without Internet
	@rm -rf bundle && mkdir -p bundle/wheels
	@$(PIP) download --dest bundle/wheels . 'setuptools>=77' wheel
	@rm -f bundle/wheels/veche-*
	@git archive --format=tar.gz --prefix=veche/ -o bundle/veche.tar.gz HEAD
	@cp deploy/update.sh bundle/ 2>/dev/null || true
	@echo "bundle/: copy it onto a stick; the guide says how to install from it"

clean:  ## remove what was made here (not the data homes)
	@rm -rf $(VENV) build dist bundle *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
