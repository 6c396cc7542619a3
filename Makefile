PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test check bench vendor messages setup

$(STAMP): requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $(STAMP)

setup: $(STAMP)

run: $(STAMP)
	@sh .ci/ensure.sh wkhtmltopdf wkhtmltopdf "PDF export will not work until it is installed; everything else does."
	$(BIN)/python app.py

test: $(STAMP)
	@sh .ci/ensure.sh wkhtmltopdf wkhtmltopdf "Tests of PDF export need it."
	@sh .ci/ensure.sh chromium chromium "Browser tests need it."
	$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.messages

bench: $(STAMP)
	@sh .ci/ensure.sh chromium chromium "The browser rows need it."
	$(BIN)/python -m bench

messages: $(STAMP)
	$(BIN)/python -m tests.messages --update

vendor: $(STAMP)
	sh components/vendor/fetch.sh
	sh services/fonts/fetch.sh
	$(BIN)/python -m services.fonts.measure
