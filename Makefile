# make serve   install, seed an empty archive, serve on http://127.0.0.1:8000 (PORT= to change)
# make test       the static checks, and the fast tests
# make test-long  the tests marked `long`, and all random examples
#                 (BUDGET= minutes to stop after, SEED= to try the same examples again)
# make test-all   the static checks, and every test with all random examples
# make test-cluster  the tests marked `cluster`, on three nodes of OpenSearch on this machine
#                 (NODES=1, or NODES=http://a:9200 for those that run; OPENSEARCH=3.9.0)
# make relevance  measure how well the first hits answer (needs ../shared)
# make features   measure what each feature of ranking is worth (needs ../shared)

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin

PYTEST = $(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal
CLUSTER_PYTEST = $(PYTEST) --cluster=$(or $(NODES),3) $(if $(OPENSEARCH),--opensearch=$(OPENSEARCH))
THOROUGH = --hypothesis-profile=thorough $(if $(SEED),--hypothesis-seed=$(SEED))

CHECKS := searching-kernels flake8 isort mypy lint-imports other-kernels
COMMA := ,
PARALLEL := -j2 $(if $(filter output-sync,$(.FEATURES)),--output-sync)

.PHONY: serve preflight test test-long test-all test-cluster relevance features check $(CHECKS) clean

serve: preflight $(VENV)/.serve
	@[ "$$SEARCH_ENGINE" ] || [ -e var/archive/.seeded ] || { \
		echo "Indexing the demonstration corpus in seeds/ (a few seconds) ..."; \
		$(BIN)/indexer add --if-empty seeds/ && touch var/archive/.seeded; }
	@echo "Starting on http://$(HOST):$(PORT)/ (Ctrl-C stops it)"
	@HOST=$(HOST) PORT=$(PORT) exec $(BIN)/python -m wsgi

test: check
	$(PYTEST)

test-long: $(VENV)/.test
	$(PYTEST) $(THOROUGH) -m "long or hypothesis" $(if $(BUDGET),--budget=$(BUDGET))

test-all: check
	$(PYTEST) $(THOROUGH) -m ""

test-cluster: $(VENV)/.test
	$(CLUSTER_PYTEST) -m "cluster$(if $(FAST), and not long)" $(if $(BUDGET),--budget=$(BUDGET))

relevance: $(VENV)/.test
	PYTHONPATH=.:tests $(BIN)/python -P -m relevance

features: $(VENV)/.test
	PYTHONPATH=.:tests $(BIN)/python -P -m relevance.features

check: $(VENV)/.test
	@$(MAKE) --no-print-directory $(PARALLEL) $(CHECKS)

flake8:
	@$(BIN)/flake8

isort:
	@$(BIN)/isort --check --quiet .

mypy:
	@$(BIN)/mypy

lint-imports:
	@report=$$($(BIN)/lint-imports --no-cache) || { echo "$$report"; exit 1; }

# Compiled once, while the other core checks, instead of by every process that runs tests. Those for
# searching take as long as everything else, so they begin first.
COMPILE = $(BIN)/python -c "from search import kernel_loader, open_archive; \
	open_archive(); kernel_loader.load($(1))"

searching-kernels:
	@$(call COMPILE,'searching')

other-kernels:
	@$(call COMPILE,'analysis'$(COMMA) 'highlight'$(COMMA) 'loading')

preflight:
	@$(eval PROBLEM := $(shell $(PYTHON) web/serving/preflight.py $(VENV) $(HOST) $(PORT) 2>&1 \
		|| echo "(install Python 3.11 or newer)"))
	@$(if $(PROBLEM),$(error $(PROBLEM)))

$(VENV)/.serve: setup.cfg pyproject.toml | $(BIN)/pip
	@echo "Installing into $(VENV): about 1 minute, 150 MB to download, 450 MB of disk ..."
	@$(BIN)/pip install --disable-pip-version-check --editable ".[serve]"
	@touch $@

$(VENV)/.test: setup.cfg pyproject.toml | $(BIN)/pip
	$(BIN)/pip install --quiet --quiet --disable-pip-version-check --editable ".[serve,test]"
	@touch $@ $(VENV)/.serve

$(BIN)/pip:
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

clean:
	rm -rf $(VENV) build *.egg-info tests/cluster/target .pytest_cache .mypy_cache .hypothesis
