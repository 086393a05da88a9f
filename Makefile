# Every target installs what requirements.lock names into .venv first; when nothing changed that
# takes a moment. `make help` lists them all.

.DEFAULT_GOAL := help
MEMBERS := libs/shared services/permit-service services/survey-service \
  services/inspection-service services/reporting-service services/gateway deploy/embedded
SOURCES := $(addsuffix /src,$(MEMBERS)) deploy/bootstrap
MANIFESTS := pyproject.toml $(addsuffix /pyproject.toml,$(MEMBERS))
OURS := satupintu-workspace satupintu satupintu-shared satupintu-gateway \
  satupintu-permit-service satupintu-survey-service satupintu-inspection-service \
  satupintu-reporting-service
UV := .bootstrap/uv/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
  --no-header --no-emit-index-url --no-emit-find-links

# What stands alone runs on every core, the longest files first and the shortest last; then the
# stories of both modes side by side; the faults have the machine to themselves.
define TESTS
.venv/bin/pytest -n auto --dist loadfile --no-loadscope-reorder deploy libs services \
  tests/architecture tests/contract
.venv/bin/pytest -n 2 tests/e2e
.venv/bin/pytest tests/chaos
endef

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: ## Make .venv what requirements.lock says (all other targets do this first)
	@PYTHON="$(PYTHON)" sh deploy/bootstrap/install.sh

.PHONY: run
run: install ## Start everything in one process on http://localhost:8000 (PORT=… for another)
	@exec .venv/bin/satupintu run

.PHONY: demo
demo: install ## Play the second quarter of 2024 of one office; its report is left in .satupintu/demo
	.venv/bin/satupintu demo

.PHONY: test
test: install ## Run every test, on real PostgreSQL and a real Kafka broker
	$(TESTS)

.PHONY: check
check: install ## What CI runs: format, lint, types, walls between modules, tests
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy --strict $(SOURCES)
	.venv/bin/lint-imports
	$(TESTS)

.PHONY: format
format: install ## Put the code into its one format
	.venv/bin/ruff check --quiet --select I --fix .
	.venv/bin/ruff format .

.PHONY: lint
lint: install ## Look for mistakes and broken house rules, without running anything
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports

.PHONY: types
types: install ## Check the types of all members
	.venv/bin/mypy --strict $(SOURCES)

.PHONY: lock
lock: install ## Write requirements.lock anew after a pyproject.toml changed
	@.venv/bin/python -I deploy/bootstrap/install.py --uv
	$(COMPILE) --group dev --group build $(MANIFESTS) \
	  $(addprefix --no-emit-package ,$(OURS)) -o requirements.lock

.PHONY: bench
bench: install ## Measure floors and product side by side, into docs/bench/
	PYTHONPATH=tests .venv/bin/python -m bench

.PHONY: up
up: install ## Start each service as processes of its own, on PostgreSQL and Kafka, without Docker
	.venv/bin/satupintu up

.PHONY: down
down: install ## Stop what `make up` started
	.venv/bin/satupintu down

.PHONY: requirements
requirements: install ## Print which requirements are proven by tests, which not yet, and which are out of scope
	@.venv/bin/python -m tests.requirements

.PHONY: soak
soak: install ## Run the tests of faults at their full length (hours)
	CHAOS_STORIES=1000 CHAOS_BROKER_AWAY_SECONDS=60 .venv/bin/pytest tests/chaos
