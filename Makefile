# The project's commands. `make` alone lists them.
# Written for GNU Make 3.81, the one that macOS has.

PY := .venv/bin/python
PORT ?= 8000

# Material's banner about MkDocs 2, which this project does not use.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help site test serve check leaflets editions bench lock fmt clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

site: .venv/.installed-site ## check the data and build the whole site into site/
	@$(PY) scripts/build.py

test: .venv/.installed-dev ## run every check and test: style, types, data, strict build, browser
	@$(PY) scripts/browser.py
	@echo "Style" && $(PY) -m ruff check --quiet . && $(PY) -m ruff format --check --quiet .
	@$(PY) -m yamllint --strict mkdocs.yml data .github
	@echo "Workflows" && .venv/bin/zizmor --offline --quiet --no-progress .github
	@echo "Types" && $(PY) -m mypy
	@$(PY) -m pytest

serve: .venv/.installed-site ## live preview on this machine (PORT=8000); a saved file shows at once
	@$(PY) scripts/serve.py --port $(PORT)

check: .venv/.installed-site ## check the data only, in about a second
	@$(PY) scripts/check.py

leaflets: .venv/.installed-site ## make one area's leaflets: make leaflets AREA=constituencies/aldershot
	@$(PY) scripts/leaflets.py "$(or $(AREA),$(error Say which area: make leaflets AREA=constituencies/aldershot))"

editions: .venv/.installed-site ## write down the codes of new leaflets in data/editions.jsonl
	@$(PY) scripts/editions.py

bench: .venv/.installed-dev ## measure speed and size, and hold them against the limits
	@$(PY) scripts/bench.py

lock: .venv/.installed-dev ## choose the newest allowed packages again and write the locks
	@$(PY) scripts/lock.py

fmt: .venv/.installed-dev ## put the Python code into its one form
	@$(PY) -m ruff check --quiet --fix-only . ; $(PY) -m ruff format .

clean: ## remove everything that the commands above made
	rm -rf .venv .venv.lock site .site.new .site.old .site.rm .site.lock .site.log build
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find hooks scripts tests -name __pycache__ -prune -exec rm -rf {} +

# An environment is looked at only when a lock, or the Python behind it, is newer than the stamp.
# scripts/bootstrap.py then decides by content. A .venv whose Python is gone has no .venv/bin/python: it is remade.
.venv/.installed-site: requirements.txt scripts/bootstrap.py $(wildcard .venv/bin/python)
	@$(call bootstrap,site)

.venv/.installed-dev: requirements-dev.txt scripts/bootstrap.py $(wildcard .venv/bin/python)
	@$(call bootstrap,dev)

ifeq ($(wildcard $(PY)),)
.PHONY: .venv/.installed-site .venv/.installed-dev
endif

# The first Python on PATH that is new enough; PYTHON=/path/to/python names another.
bootstrap = for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    exec "$$python" scripts/bootstrap.py $(1); \
	  fi; \
	done; \
	echo "This needs Python 3.11 or newer, and none was found. Install one, or name it: make PYTHON=/path/to/python3"; \
	exit 1
