# Shorthand. `./alliance` makes the virtual environment first where a command needs one.
PYTHON := .venv/bin/python
LOCK := $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

.PHONY: check test demo lock generate

check:
	./alliance check

test:
	./alliance test

demo:
	./alliance demo

# Compiles both lock files; the second takes every version of the first. Add `UPGRADE=--upgrade` for newer versions.
lock:
	$(LOCK) $(UPGRADE) pyproject.toml -o requirements/runtime.lock
	$(LOCK) $(UPGRADE) pyproject.toml --extra dev -c requirements/runtime.lock -o requirements/dev.lock

generate:
	$(PYTHON) -m contracts.generate
	$(PYTHON) -m deploy.generate
