# make serve   install, seed an empty archive, serve on http://127.0.0.1:8000 (PORT= to change)
# make test    the fast tests and all static checks
# make test-all  everything

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
THREADS ?= 4
VENV := .venv
BIN := $(VENV)/bin

.PHONY: serve test test-all check clean

serve: $(VENV)/.serve
	@if [ -z "$$SEARCH_ENGINE" ]; then $(BIN)/indexer add --if-empty seeds/; fi
	@echo "Serving on http://$(HOST):$(PORT)/ (Ctrl-C stops it)"
	@exec $(BIN)/waitress-serve --host=$(HOST) --port=$(PORT) --threads=$(THREADS) wsgi:application

test: $(VENV)/.test check
	$(BIN)/python -m pytest

test-all: $(VENV)/.test check
	$(BIN)/python -m pytest -m ""

check: $(VENV)/.test
	$(BIN)/flake8
	$(BIN)/isort --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --quiet 2>/dev/null || $(BIN)/lint-imports

$(VENV)/.serve: setup.cfg pyproject.toml | $(VENV)
	$(BIN)/pip install --quiet --quiet --disable-pip-version-check --editable ".[serve]"
	@touch $@

$(VENV)/.test: setup.cfg pyproject.toml | $(VENV)
	$(BIN)/pip install --quiet --quiet --disable-pip-version-check --editable ".[serve,test]"
	@touch $@ $(VENV)/.serve

$(VENV):
	$(PYTHON) -m venv $@

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .hypothesis
