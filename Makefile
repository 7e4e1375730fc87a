# Two commands matter: `make run` (a running sandbox) and `make test` (every test).
PYTHON ?= python3
UV_VERSION := 0.13.8
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked

.PHONY: setup run test lint format docs bench package clean

setup: $(STAMP)

$(STAMP): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Seikyu needs Python 3.11 or newer: make setup PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --locked --inexact
	@touch $(STAMP)

run: setup
	@$(BIN)/seikyu sandbox $(ARGS)

# The tests start some hundred processes of Seikyu: what Python has compiled once is kept for the next, even
# where the environment asks for nothing to be kept, as images for containers do.
test: export PYTHONDONTWRITEBYTECODE :=
test: setup
	@$(BIN)/python -m pytest -n 2 $(ARGS)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/seikyu docs check

format: setup
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

docs: setup
	$(BIN)/seikyu docs build

bench: setup
	$(BIN)/python -m bench $(ARGS)

package: setup
	$(BIN)/uv build --wheel --out-dir dist

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
