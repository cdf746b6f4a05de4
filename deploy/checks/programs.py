"""Checks that are programs: a linter, a type checker, a generator asked whether its files are fresh."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.checks.tree import LAUNCHER, PRODUCT, python_files


@dataclass(frozen=True, slots=True)
class Outcome:
    """`output` is what a person needs to repair it; shown only when the check failed or has a remark."""

    ok: bool
    output: str = ""
    remark: str = ""


def run_program(root: Path, *command: str) -> Outcome:
    """Runs it at the top of the checkout with the checkout importable; a non-zero exit code is a failure."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        command,
        cwd=root,
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return Outcome(done.returncode == 0, done.stdout.strip())


def ruff(root: Path) -> Outcome:
    """Style, likely bugs, banned calls, complexity: `[tool.ruff]` of pyproject.toml."""
    return run_program(root, sys.executable, "-m", "ruff", "check", "--quiet", ".")


def mypy(root: Path) -> Outcome:
    """Strict types over everything that ships."""
    packages = [name for name in PRODUCT if python_files(root, (name,))]
    launcher = [LAUNCHER] if (root / LAUNCHER).is_file() else []
    return run_program(root, sys.executable, "-m", "mypy", "--no-error-summary", *packages, *launcher)


def _is_module(root: Path, name: str) -> bool:
    path = root.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def fresh(root: Path, generator: str) -> Outcome:
    """What `generator` would write is what is committed; without such a generator, a pass with a remark."""
    if not _is_module(root, generator):
        return Outcome(ok=True, remark=f"there is no {generator}")
    return run_program(root, sys.executable, "-m", generator, "--check")
