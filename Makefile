# `make demo` shows what planextract does, `make test` proves that it does. Both set everything up by themselves and
# need Python (3.11 or later, with venv) and make, nothing else.

PYTHON ?= python3
PLANEXTRACT_SHARED ?= ../shared
export PLANEXTRACT_SHARED

VENV := .venv
BIN := $(VENV)/bin
PLANEXTRACT := $(BIN)/python -m planextract
BENCH_VENV := benchmarks/.venv

.DELETE_ON_ERROR:
.PHONY: demo test lint check schema bench corpus clean

demo: $(VENV)/.runtime  ## Parse the samples and show them as tables
	@$(PLANEXTRACT) show --limit 5 samples/

# pytest comes last: its summary is the last line.
test: lint check  ## Lint, types, layers, samples, tests
	@$(BIN)/python -m pytest

lint: $(VENV)/.development  ## Lint, formatting, types, layers
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: $(VENV)/.runtime  ## Compare the samples with their expectations
	@$(PLANEXTRACT) check samples/

schema: $(VENV)/.runtime  ## Write schemas/ anew from the models
	@mkdir -p schemas
	@$(PLANEXTRACT) schema > schemas/plan-document.schema.json.tmp
	@mv schemas/plan-document.schema.json.tmp schemas/plan-document.schema.json

# FILES="a.pdf b.pdf" measures these, BENCH="--only tables,pdfplumber" passes options (BENCH=--help lists them).
bench: $(BENCH_VENV)/.ready  ## Readers of PDF tables side by side, and how costs grow with size
	@$(BENCH_VENV)/bin/python -m benchmarks $(BENCH) $(FILES)

# Reads real documents that are no part of the project: $(PLANEXTRACT_SHARED)/documents against /reference (a reference
# named …-firstN.json holds the first N measures only), then every file of /real-pdfs with two engines and `parse`;
# OUT is the folder for what they disagree on.
corpus: $(VENV)/.runtime  ## Score real documents against references, read real PDFs with two engines
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	for reference in "$(PLANEXTRACT_SHARED)"/reference/*.json; do \
		stem=$$(basename "$$reference" .json); name=$${stem%-first*}; first=$${stem#"$$name"}; \
		for parser in "" "--parser generic"; do \
			echo "$$name $$parser"; rm -f "$$folder/out.json"; \
			$(PLANEXTRACT) parse --quiet $$parser -o "$$folder/out.json" "$(PLANEXTRACT_SHARED)/documents/$$name.txt"; \
			$(BIN)/python "$(PLANEXTRACT_SHARED)/tools/score.py" "$$reference" "$$folder/out.json" \
				$${first:+--first "$${first#-first}"} | tail -n 1; \
		done; \
	done
	@$(BIN)/python -m benchmarks.corpus $(if $(OUT),--out "$(OUT)") "$(PLANEXTRACT_SHARED)/real-pdfs"

clean:  ## Remove everything that make and the tools created
	rm -rf $(VENV) $(BENCH_VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'planextract needs Python 3.11 or later: install it, or name it with `make PYTHON=python3.12`' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'venv is missing in $(PYTHON): install it with `sudo apt-get install python3-venv`' >&2; exit 1; }
	@echo 'Setting up $(VENV) (once, a minute or two) …' >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.runtime: pyproject.toml | $(VENV)/.created
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.development: $(VENV)/.runtime
	@echo 'Adding the tools for tests to $(VENV) …' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# A peer that does not install on this machine is named and left out; the others are measured all the same.
$(BENCH_VENV)/.ready: pyproject.toml benchmarks/requirements.txt
	@echo 'Setting up $(BENCH_VENV) (once, a minute or two) …' >&2
	@$(PYTHON) -m venv --clear $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@sed -e '/^#/d' benchmarks/requirements.txt | while read -r peer; do \
		$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check "$$peer" || \
			echo "not installed: $$peer" >&2; \
	done
	@touch $@
