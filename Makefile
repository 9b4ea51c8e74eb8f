# make run    set up if needed and start: the browser chat on 127.0.0.1:8484, Telegram too with REDRESS_TOKEN
# make test   set up and run everything that CI runs        make quick   the part that ends within a minute
PYTHON ?= python3
BIN := .venv/bin
RUNS := .venv/.run-ready
TESTS := .venv/.test-ready

.PHONY: run install test quick lint fix check bench clean
run: install
	@$(BIN)/redress run

install: $(RUNS)

$(RUNS): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Redress needs Python 3.11 or newer; say PYTHON=python3.12"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Redress into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@echo "Teaching the matcher its words ..."
	@$(BIN)/redress index --quick
	@touch $@

$(TESTS): $(RUNS) requirements-dev.lock
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The browser tests use Debian's Chromium. Where it is missing and can be installed, it is; elsewhere they are skipped.
.PHONY: browser
browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && echo "Installing Chromium for the browser tests ..." \
	  && apt-get -qq update >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null; } \
	  || echo "No Chromium: the browser tests are skipped."

# Without encoders: what CI checks must not hang on half an hour of encoding. `make check` uses all that are installed.
test: $(TESTS) browser lint
	@REDRESS_ENCODERS=none $(BIN)/redress check
	@$(BIN)/python -m pytest

quick: $(TESTS) lint
	@$(BIN)/python -m pytest -m "not slow and not browser"

lint: $(TESTS)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy

fix: $(TESTS)
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

check: install
	@$(BIN)/redress check

bench: $(TESTS)
	@$(BIN)/python -m benchmarks

clean:
	rm -rf .venv data/cache
