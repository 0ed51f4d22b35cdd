# Blockers. Needs Python 3.11 or newer with its venv module, and make; everything else is set up here.
# Another Python than the first that fits: make setup PYTHON=/path/to/python3.12
VENV := .venv
PY := $(VENV)/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup demo sandbox run doctor test check e2e peers bench lock schema anew

help: ## What there is
	@grep -hE '^[a-z0-9]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: $(VENV)/.ready ## Set up the environment (every other target does this itself)

demo: $(VENV)/.ready ## The main job as a scripted tour that ends (SUMMARY=file.md for your own summary)
	@exec $(PY) -m sandbox.demo $${SUMMARY:+--summary "$$SUMMARY"}

sandbox: $(VENV)/.ready ## A local Slack, Linear and bot to click on, no account (SUMMARY=file.md, RESET=1)
	@exec $(PY) -m sandbox $${SUMMARY:+--summary "$$SUMMARY"} $(if $(RESET),--reset)

run: $(VENV)/.ready ## The real thing, with the settings of .env
	@test -f .env || { echo "make run: no .env here; copy .env.example to .env and fill it in"; exit 78; }
	@set -a && . ./.env && set +a && exec $(PY) -m bot

doctor: $(VENV)/.ready ## What is wrong with this installation, each with its fix
	@set -a && { test ! -f .env || . ./.env; } && set +a && exec $(PY) -m bot doctor

test: $(VENV)/.ready-dev ## Every test that needs PyPI alone
	$(PY) -m pytest -n auto --dist worksteal -m "not e2e and not peers and not bench"

check: $(VENV)/.ready-dev ## Format, lint, types, and the contracts of the layers
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -c 'from importlinter.cli import lint_imports_command as check; check()'
	$(PY) -m mypy

e2e: $(VENV)/.ready-dev ## The page in a real browser (needs Chromium), real processes
	@command -v $${CHROMIUM:-chromium} >/dev/null || { echo "make e2e: Chromium is missing; install it or set CHROMIUM"; exit 69; }
	$(PY) -m pytest -n 2 --dist loadfile -m e2e

peers: $(VENV)/.ready-dev node_modules/.ready ## The same bot on a Slack that others wrote (needs npm)
	$(PY) -m tests.peers

bench: $(VENV)/.ready-dev ## Speed, as ratios beside a peer in the same run
	$(PY) -m tests.bench
	$(PY) -m tests.bench.displays
	$(PY) -m tests.bench.reading
	$(PY) -m tests.bench.handshakes
	$(PY) -m tests.bench.mornings

lock: $(VENV)/.ready-dev ## Write the lock files anew
	$(PY) -m uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 -o requirements.lock
	$(PY) -m uv pip compile pyproject.toml --group dev -c requirements.lock --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 -o requirements-dev.lock

schema: $(VENV)/.ready ## Write docs/blockers.schema.json anew
	$(PY) -m bot.config.schema > docs/blockers.schema.json

# An environment whose set-up was cut short, or whose Python is gone, is made anew.
define need_python
for python in "$${PYTHON:-python3}" $${PYTHON:-python3.14 python3.13 python3.12 python3.11}; do \
  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
done; \
test -n "$$python" || { echo "Python 3.11 or newer is missing (on Debian and Ubuntu: apt-get install python3 python3-venv)"; exit 69; }; \
"$$python" -c 'import venv, ensurepip' 2>/dev/null || { echo "The venv module of $$python is missing (on Debian and Ubuntu: apt-get install python3-venv)"; exit 69; }
endef

install := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps -r

$(VENV)/.ready: requirements.lock $(if $(shell test -x $(PY) && test -e $(VENV)/.whole && echo whole),,anew)
	@if [ ! -x $(PY) ] || [ ! -e $(VENV)/.whole ]; then \
	  $(need_python); \
	  echo "Setting up $(VENV), once; this may take a minute…"; \
	  "$$python" -m venv --clear $(VENV); \
	fi
	@rm -f $(VENV)/.whole && $(install) requirements.lock && touch $(VENV)/.whole $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo "Adding the tools for tests and checks, once; this may take a minute…"
	@rm -f $(VENV)/.whole && $(install) requirements-dev.lock && touch $(VENV)/.whole $@

node_modules/.ready: package.json
	@command -v npm >/dev/null || { echo "make peers: npm is missing; install Node.js with npm"; exit 69; }
	npm install --no-save --ignore-scripts --no-audit --no-fund --no-package-lock
	@touch $@
