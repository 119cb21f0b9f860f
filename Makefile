# `make run` and `make test` do all the set-up themselves; the rest is for developers. `make help` lists the targets.

ifeq ($(OS),Windows_NT)
    PYTHON_OF_VENV := .venv/Scripts/python.exe
else
    PYTHON_OF_VENV := .venv/bin/python
endif

# Tests paint into memory: no window may steal the keyboard, and a machine without a display must do.
test lint screenshots example-pictures lesson-pictures bench fuzz monkey soak release-check: export QT_QPA_PLATFORM := offscreen
# Without .pyc files (some containers forbid them) every worker compiles and rewrites 300 test modules anew.
test lint screenshots example-pictures lesson-pictures bench fuzz monkey soak release-check: export PYTHONDONTWRITEBYTECODE :=

# What the plain engine is tested with at every `make test`; `SCALAR_ENGINE=plain` runs any test without the fast versions.
PLAIN_TESTS := $(addprefix tests/engine/test_,scalar.py nn.py losses.py gradient_check.py)

.DEFAULT_GOAL := help
.PHONY: help run test lint screenshots example-pictures lesson-pictures bench fuzz monkey soak release-check clean set-up set-up-for-tests

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r t d; do printf '%-20s%s\n' "$$t" "$$d"; done

run: set-up ## open the window (without a display: train in the terminal)
	@if [ "$$(uname -s)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		echo "No display here (neither DISPLAY nor WAYLAND_DISPLAY is set): training in the terminal instead."; \
		$(PYTHON_OF_VENV) main.py train iris --layers 4,6,6,3 --epochs 200 --plot boundary.png; \
	else \
		$(PYTHON_OF_VENV) main.py; \
	fi

test: lint ## check style, types and imports, then run the tests
	@$(PYTHON_OF_VENV) -m pytest -n 2 --dist worksteal
	@echo "The engine without its fast versions:"
	@SCALAR_ENGINE=plain $(PYTHON_OF_VENV) -m pytest -q $(PLAIN_TESTS)

lint: set-up-for-tests ## check style, types and imports
	@$(PYTHON_OF_VENV) -m ruff check .
	@$(PYTHON_OF_VENV) -m ruff format --check .
	@$(PYTHON_OF_VENV) -m mypy
	@$(PYTHON_OF_VENV) -c "from importlinter.cli import lint_imports_command as check; check()" --no-logo

screenshots: set-up-for-tests ## paint the pictures of docs/ anew
	@$(PYTHON_OF_VENV) -m tests.screenshots

example-pictures: set-up-for-tests ## train the examples and paint their pictures anew
	@$(PYTHON_OF_VENV) -m tests.example_pictures

lesson-pictures: set-up-for-tests ## paint the last step of every lesson, at both sizes and in both themes
	@$(PYTHON_OF_VENV) -m tests.lesson_pictures

bench: set-up-for-tests ## measure speed and memory
	@$(PYTHON_OF_VENV) -m pytest tests/benchmarks -m benchmark -s

fuzz: set-up-for-tests ## random graphs (10,000, or FUZZ_GRAPHS), 3,000 damaged files and tables, 6,000 formulas, new examples
	@$(PYTHON_OF_VENV) -m pytest tests -m "fuzz or hypothesis" --hypothesis-profile "new examples" -n 2 -rP

monkey: set-up-for-tests ## drive the real window at random (SEEDS=... MINUTES=... a seed, FIRST=... the first)
	@$(PYTHON_OF_VENV) -m tests.monkey --seeds $(or $(SEEDS),5) --minutes $(or $(MINUTES),1) --first $(or $(FIRST),1)

soak: set-up-for-tests ## use the real window for long and watch memory, threads and handles (MINUTES=..., 30)
	@$(PYTHON_OF_VENV) -m tests.soak --minutes $(or $(MINUTES),30)

release-check: set-up-for-tests ## build wheel and sdist, install each into a fresh environment and use them
	@$(PYTHON_OF_VENV) -m pytest tests/release -m release -rP

clean: ## remove .venv and all caches
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

set-up:
	@bash .ci/set-up.sh

set-up-for-tests:
	@bash .ci/set-up.sh test
