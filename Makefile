PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -c constraints.txt
# What serving needs, and what testing needs beside it.
SERVING := $(VENV)/.installed
TESTING := $(VENV)/.installed-for-tests

.PHONY: run test check bench vendor messages setup

$(SERVING): requirements.txt constraints.txt
	@test -x $(BIN)/python || sh .ci/venv.sh $(PYTHON) $(VENV)
	@echo "Installing what Account Planning needs ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(TESTING): requirements-dev.txt $(SERVING)
	@echo "Installing what its tests need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

setup: $(TESTING)

run: $(SERVING)
	@sh .ci/ensure.sh wkhtmltopdf wkhtmltopdf "PDF export will not work until it is installed; everything else does."
	@set -a; if [ -f .env ]; then . ./.env; fi; set +a; exec $(BIN)/python app.py

test: $(TESTING)
	@sh .ci/ensure.sh wkhtmltopdf wkhtmltopdf "Tests of PDF export need it."
	@sh .ci/ensure.sh chromium chromium "Browser tests need it."
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(TESTING)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.messages

bench: $(TESTING)
	@sh .ci/ensure.sh chromium chromium "The browser rows need it."
	$(BIN)/python -m bench

messages: $(TESTING)
	$(BIN)/python -m tests.messages --update

vendor: $(TESTING)
	sh components/vendor/fetch.sh
	sh services/fonts/fetch.sh
	$(BIN)/python -m services.fonts.measure
