# Every target makes its own .venv and installs what it needs, at the tested versions of constraints.txt.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --constraint constraints.txt
DATA ?= ../shared/data

.PHONY: demo test check bench docs walkthrough clean

demo: .venv/.base  ## label the bundled comments and make their report
	$(BIN)/govtext demo

test: .venv/.dev  ## run the tests
	$(BIN)/python -m pytest

check: .venv/.dev  ## what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

bench: .venv/.dev  ## speed beside the peers, one run
	$(BIN)/python benchmarks/throughput.py --data $(DATA)

docs: .venv/bin/python pyproject.toml constraints.txt  ## the documentation as a site, in site/
	$(PIP) --editable '.[docs]'
	$(BIN)/mkdocs build --strict

walkthrough: .venv/.dev  ## docs/walkthrough.md and its pictures, from examples/walkthrough.py
	$(BIN)/python docs/make_walkthrough.py

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.base: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[report]'
	touch $@

.venv/.dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[dev,train,bench]'
	touch $@ .venv/.base

clean:
	rm -rf .venv build dist site demo-output walkthrough-output .pytest_cache .mypy_cache .ruff_cache
