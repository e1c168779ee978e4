# Town Sandbox. Needs Python 3.11 or newer, a C++ compiler and make; all else goes into .venv.

FOUND := $(shell for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin

.PHONY: help run test soak package clean prepare prepare-test python lint format types imports tests
.NOTPARALLEL:

help:
	@echo "make run    set up what is needed, then watch the town live (without a display: live one day, then a report and a picture)"
	@echo "make test   set up what is needed, then run lint, types, import contracts and tests"
	@echo "make soak   the tests that take minutes, and other random examples than make test tries"
	@echo "make package  what people install: a .deb, a tarball, a wheel, in dist/ (about half an hour the first time)"
	@echo "make clean  remove .venv and what was built; your worlds in run/ stay"

run: prepare
	@sh packaging/run_town.sh

test: prepare-test
	@failed=; for check in lint format types imports tests; do \
		$(MAKE) --no-print-directory $$check || failed="$$failed $$check"; \
	done; test -z "$$failed" || { echo "failed:$$failed"; exit 1; }

soak: prepare-test
	$(BIN)/python -m pytest -m "soak or hypothesis" --hypothesis-profile other --timeout 3600

package: python
	@$(FOUND) packaging/prepare.py --extra package
	PYTHONPATH=. $(BIN)/python packaging/package.py

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

prepare: python
	@$(FOUND) packaging/prepare.py

prepare-test: python
	@$(FOUND) packaging/prepare.py --extra test

python:
	@test -n "$(FOUND)" || { echo "Town Sandbox needs Python 3.11 or newer, and none is on the PATH;" \
		"install one (Debian, Ubuntu: apt-get install python3 python3-venv) or name it: make run PYTHON=/path/to/python3.12"; exit 3; }

lint:
	$(BIN)/ruff check .

format:
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin

imports:
	$(BIN)/lint-imports

tests:
	$(BIN)/python -m pytest
