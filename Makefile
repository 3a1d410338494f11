# Two commands do everything: make demo, make test.
# Your own account: make start, or step by step: make import SRC=..., make likes, make all.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SPE := $(BIN)/spe
# uv where it is there: a tenth of the time.
UV := $(shell command -v uv 2>/dev/null)
INSTALL := $(if $(UV),$(UV) pip install --python $(BIN)/python,$(BIN)/python -m pip install --disable-pip-version-check) --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help setup demo start import likes extract fit report all score test test-pythons test-lowest test-newest audit lint docs pictures bench bench-scale bench-stats bench-bars bench-faces bench-faults mutants clean

help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/installed: setup.cfg constraints.txt pyproject.toml
	@echo "Installing spe, OpenCV, MediaPipe and the rest into $(VENV) with $(if $(UV),uv,pip): a minute or two, about 1 GB on the disk."
	@$(if $(UV),,$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) can make no environment. Run: sudo apt-get install python3 python3-venv" >&2; exit 4; })
	@test -x $(BIN)/python || $(if $(UV),$(UV) venv --quiet --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/ready: $(VENV)/installed
	$(SPE) setup
	@touch $@

$(VENV)/tools: $(VENV)/ready
	@echo "Installing what tests and linters need ..."
	@$(INSTALL) --quiet --editable '.[test,lint]'
	@touch $@

setup: $(VENV)/installed ## Install spe into .venv, and the face model
	@$(SPE) setup
	@touch $(VENV)/ready

demo: $(VENV)/ready ## A made-up account, from photos to a report and scored drafts
	@$(SPE) demo

export SRC
start: $(VENV)/ready ## The whole way, from an export to the report: make start [SRC=~/Downloads/export.zip]
	@if [ -e "$$SRC" ]; then $(SPE) start "$$SRC"; else $(SPE) start $(SRC); fi

import: $(VENV)/ready ## Read your posts: make import SRC=~/Downloads/export.zip
	@$(if $(SRC),,$(error Say what to read: make import SRC=~/Downloads/export.zip))if [ -e "$$SRC" ]; \
		then $(SPE) import "$$SRC"; else $(SPE) import $(SRC); fi

likes: $(VENV)/ready ## Type in like counts, five seconds a post
	@$(SPE) likes

extract: $(VENV)/ready ## Measure the photos
	@$(SPE) extract

fit: $(VENV)/ready ## Learn what goes with likes, and check it on unseen posts
	@$(SPE) fit

report: $(VENV)/ready ## Write reports/report.html
	@$(SPE) report

all: data/model.json ## Extract, fit and report, only what changed
	@$(SPE) report

data/features.csv: data/posts.csv | $(VENV)/ready
	@$(SPE) extract || [ $$? -eq 3 ]

data/model.json: data/features.csv
	@$(SPE) fit

data/posts.csv:
	@echo "No posts yet. Run: make import SRC=~/Downloads/export.zip" >&2; exit 4

AT ?= now
DRAFTS ?= drafts/
score: $(VENV)/ready ## Score drafts: make score [AT='Friday 18:00'] [MULTI=4] [DRAFTS='"my photo.heic" b.jpg']
	@$(SPE) score --at '$(AT)' $(if $(MULTI),--multi '$(MULTI)') $(DRAFTS)

test: $(VENV)/tools ## Run the tests, on every core
	@$(BIN)/python -m pytest -n logical --dist worksteal

test-pythons: ## Run the tests on the other Pythons that setup.cfg names, as far as they are to be had
	@$(PYTHON) bench/versions.py pythons

test-lowest: ## Run the tests on the oldest releases that setup.cfg allows
	@$(PYTHON) bench/versions.py lowest

test-newest: ## Run the tests on the newest releases there are
	@$(PYTHON) bench/versions.py newest

audit: ## Ask the package index for known holes in constraints.txt
	@$(PYTHON) bench/versions.py audit

lint: $(VENV)/tools ## Style, types, arrows, stale text
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/cog --check README.md docs/cli.md docs/features.md

docs: $(VENV)/tools ## Derive tables and the command line.s page from the code
	@$(BIN)/cog -r README.md docs/cli.md docs/features.md

pictures: $(VENV)/tools ## Take the pictures of README and docs, of the made-up account
	@$(BIN)/python bench/pictures.py

bench: $(VENV)/tools ## Measure speed and cost
	@$(BIN)/python bench/speed.py
	@$(BIN)/python bench/startup.py
	@$(BIN)/python bench/costs.py

bench-scale: $(VENV)/tools ## Measure a cluster, storage and accounts
	@$(BIN)/python bench/scale.py

bench-bars: $(VENV)/tools ## Measure how often bars are left, and how often a picture is cut
	@$(BIN)/python bench/bars.py

bench-faces: $(VENV)/tools ## Measure how faces are counted
	@$(BIN)/python bench/faces.py

bench-faults: $(VENV)/tools ## Break things on purpose, and see what is lost (an hour)
	@failed=0; for script in tests/faults/[a-z]*.py; do \
		echo "$$script"; $(BIN)/python $$script || failed=1; \
	done; exit $$failed

mutants: $(VENV)/tools ## Put small faults into the code and see that tests notice (an hour)
	@$(BIN)/python tests/mutants/run.py

bench-stats: $(VENV)/tools ## Measure the statistics on accounts with a known truth (hours)
	@$(BIN)/python bench/stats.py
	@$(BIN)/python bench/worlds.py
	@$(BIN)/python bench/measures.py
	@$(BIN)/python bench/ranges.py
	@$(BIN)/python bench/pooling.py
	@$(BIN)/python bench/experiments.py

clean: ## Remove caches and the environment; never photos, likes or reports
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .mutants_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f data/measured.sqlite3 data/measured.sqlite3-wal data/measured.sqlite3-shm
