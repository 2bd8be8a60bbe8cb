# `make` alone lists what can be made.
.DEFAULT_GOAL := help
.PHONY: help demo test test-fast test-production test-upgrade faults soak states bi check fix lock clean runtime dev

BIN := .venv/bin
# A process per core and one more, since those with a Prefect server mostly wait. Tests of one file stay together: they
# share what is slow to set up.
CORES := $(shell getconf _NPROCESSORS_ONLN)
SHARED_OUT := -n $(shell expr $(CORES) + 1) --maxprocesses 5 --dist loadgroup --no-loadscope-reorder
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

# Compiled bytecode makes every command start three times as fast.
unexport PYTHONDONTWRITEBYTECODE

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' Makefile

demo: runtime  ## a whole quarter of the sample council: database, checks, indicators, reports
	@$(BIN)/cyp demo

test: dev  ## every test (about twelve minutes on two cores)
	@$(BIN)/pytest $(SHARED_OUT)

test-production: dev  ## the processes of docker-compose.yml, started here with their environment (two minutes)
	@$(BIN)/pytest -n0 -m production

test-upgrade: dev  ## from the version before, in a clone of its tag (FROM=COMMIT where there is none), and back (ten minutes)
	UPGRADE_FROM="$(FROM)" $(BIN)/pytest -n0 -m upgrade tests/functional/test_upgrade.py

test-fast: dev  ## the tests that need no database, Prefect server or browser and take no long time (three minutes)
	@$(BIN)/pytest $(SHARED_OUT) -m "not slow and not database and not prefect and not browser and not faults and not production and not upgrade"

faults: dev  ## faults of processes, database, disks and Prefect that take too long for `make test` (ten minutes)
	@$(BIN)/pytest $(SHARED_OUT) -m faults

soak: dev  ## random faults over many quarters (SOAK="--seed 7 --quarters 6 --faults 3")
	@$(BIN)/python -m tests.soak $(SOAK)

states: dev  ## publications under two writers, cuts and withdrawals, in hundreds of drawn orders (a quarter of an hour)
	CYP_STATE_EXAMPLES=200 $(BIN)/pytest -n0 tests/property/test_publications_property.py

bi: dev  ## drivers of BI tools, and Apache Superset on the sample council's warehouse (after make demo; 800 MB)
	@$(BIN)/pytest -n0 tests/integration/test_bi_clients.py
	@$(BIN)/cyp warehouse url --council samples/merebridge | $(BIN)/python -m samples.superset

check: dev  ## style, types, who imports whom, SQL, known weaknesses of packages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright
	$(BIN)/lint-imports --no-logo
	$(BIN)/sqlfluff lint --disable-progress-bar sql
	$(BIN)/python .ci/audit.py

fix: dev  ## put right what can be put right without thinking
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/sqlfluff fix --disable-progress-bar sql

lock: dev  ## write the lock files anew from pyproject.toml (add UPGRADE=--upgrade for newer versions)
	$(LOCK) $(UPGRADE) --group build --group dev pyproject.toml --output-file requirements-dev.lock
	@# uv keeps the versions that it finds in the file it writes: so users get those that the tests ran on.
	cp requirements-dev.lock requirements.lock
	$(LOCK) --group build pyproject.toml --output-file requirements.lock

clean:  ## remove .venv and caches, not var/ (that is data)
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

runtime:  ## .venv with what a run needs, and the project itself in it
	@.ci/environment runtime

dev:
	@.ci/environment dev
