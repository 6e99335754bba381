# Two commands do all the set-up: `make run` and `make test`. Needs Python 3.11 or newer and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: run test test-fast lint types format bench eval golden lock clean

run: .venv/.run
	$(BIN)/firstword serve

test: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/coverage erase
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

test-fast: .venv/.dev
	$(BIN)/python -m pytest -n 2 -m "not slow"

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.dev
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev
	$(BIN)/python -m evals.bench
	$(BIN)/python -m evals.bench.retrieval

eval: .venv/.run
	$(BIN)/python -m evals.run
	$(BIN)/firstword eval grounding --workers 2

# Rewrites the expected outputs; judge them as a diff.
golden: .venv/.dev
	$(BIN)/python -m pytest -q tests --update-golden

# Pins every dependency with hashes and no addresses. Needs uv.
lock:
	uv pip compile pyproject.toml --group build --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-strip-extras --no-annotate --no-header -o requirements.lock
	uv pip compile pyproject.toml --group dev -c requirements.lock --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-strip-extras --no-annotate --no-header -o requirements-dev.lock

.venv/.run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv data dist .coverage .mypy_cache .ruff_cache .pytest_cache
