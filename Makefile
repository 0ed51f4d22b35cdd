# Blockers. Needs Python 3.11 or newer with its venv module, and make; everything else is set up here.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup demo sandbox run doctor test check e2e peers bench lock schema

help: ## What there is
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: $(VENV)/.ready ## Set up the environment (every other target does this itself)

demo: $(VENV)/.ready ## The main job as a scripted tour that ends (SUMMARY=file.md for your own summary)
	@$(PY) -m sandbox.demo $(if $(SUMMARY),--summary '$(SUMMARY)')

sandbox: $(VENV)/.ready ## A local Slack, Linear and bot to click on, no account (SUMMARY=file.md, RESET=1)
	@exec $(PY) -m sandbox $(if $(SUMMARY),--summary '$(SUMMARY)') $(if $(RESET),--reset)

run: $(VENV)/.ready ## The real thing, with the settings of .env
	@test -f .env || { echo "make run: no .env here; copy .env.example to .env and fill it in"; exit 78; }
	@set -a && . ./.env && set +a && exec $(PY) -m bot

doctor: $(VENV)/.ready ## What is wrong with this installation, each with its fix
	@set -a && { test ! -f .env || . ./.env; } && set +a && exec $(PY) -m bot doctor

test: $(VENV)/.ready-dev ## Every test that needs PyPI alone
	$(PY) -m pytest -m "not e2e and not peers and not bench"

check: $(VENV)/.ready-dev ## Format, lint, types, and the contracts of the layers
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

e2e: $(VENV)/.ready-dev ## The page in a real browser (needs Chromium), real processes
	@command -v $${CHROMIUM:-chromium} >/dev/null || { echo "make e2e: Chromium is missing; install it or set CHROMIUM"; exit 69; }
	$(PY) -m pytest -m e2e

peers: $(VENV)/.ready-dev node_modules/.ready ## The same bot on a Slack that others wrote (needs npm)
	$(PY) -m tests.peers

bench: $(VENV)/.ready-dev ## Speed, as ratios beside a peer in the same run
	$(PY) -m tests.bench

lock: $(VENV)/.ready-dev ## Write the lock files anew
	$(VENV)/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 -o requirements.lock
	$(VENV)/bin/uv pip compile pyproject.toml --group dev -c requirements.lock --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 -o requirements-dev.lock

schema: $(VENV)/.ready ## Write docs/blockers.schema.json anew
	$(PY) -m bot.config.schema > docs/blockers.schema.json

$(VENV)/python: 
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Blockers needs Python 3.11 or newer as '$(PYTHON)'; set PYTHON=python3.11, say"; exit 69; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 69; }
	@$(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/.ready: requirements.lock | $(VENV)/python
	@echo "Setting up $(VENV) (once)…"
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.ready: package.json
	@command -v npm >/dev/null || { echo "make peers: npm is missing; install Node.js with npm"; exit 69; }
	npm install --no-save --ignore-scripts --no-audit --no-fund --no-package-lock
	@touch $@
