"""Limits on everything: the size of files and functions, names that say nothing, promises instead of work."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from deploy.checks.tree import LAUNCHER, PACKAGES, Finding, parse, python_files, relative, text_files

FILE_LINES_MAX = 250  # what a reviewer keeps in mind
FUNCTION_LINES_MAX = 40  # body without its docstring; about ten is the aim
NAMES_THAT_SAY_NOTHING = frozenset(
    {"util", "utils", "helper", "helpers", "common", "manager", "managers", "base", "impl", "misc", "stuff"}
)
PROMISES = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|HA" r"CK)\b")  # split, so that this line is no promise itself


def long_files(root: Path) -> Iterator[Finding]:
    """Modules over the limit, the launcher included."""
    launcher = [root / LAUNCHER] if (root / LAUNCHER).is_file() else []
    for path in [*launcher, *python_files(root)]:
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > FILE_LINES_MAX:
            yield Finding(relative(root, path), count, f"{count} lines, at most {FILE_LINES_MAX}: split it")


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last, blank ones and comments included."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return ((body[-1].end_lineno or 0) - body[0].lineno + 1) if body else 0


def long_functions(root: Path) -> Iterator[Finding]:
    """Functions over the limit, nested ones counted inside the outer one too."""
    for path in python_files(root):
        for node in ast.walk(parse(path)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if (count := body_lines(node)) > FUNCTION_LINES_MAX:
                message = f"{node.name} has {count} lines, at most {FUNCTION_LINES_MAX}: split it"
                yield Finding(relative(root, path), node.lineno, message)


def empty_names(root: Path) -> Iterator[Finding]:
    """Modules and packages whose name does not say what is in them."""
    for path in python_files(root):
        parts = path.relative_to(root).with_suffix("").parts
        for part in NAMES_THAT_SAY_NOTHING.intersection(parts):
            yield Finding(relative(root, path), 1, f"the name {part} says nothing: name what is in it")


def promises(root: Path) -> Iterator[Finding]:
    """Marks that say the work is not done."""
    for path in text_files(root):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if PROMISES.search(line):
                yield Finding(relative(root, path), number, "a promise instead of work: do it or drop it")


def missing_packages(root: Path) -> Iterator[Finding]:
    """Folders of modules without `__init__.py`: unseen by the import graph, so that no wall would hold."""
    product = tuple(name for name in PACKAGES if name not in ("tests", "benchmarks"))
    for folder in sorted({path.parent for path in python_files(root, product)}):
        if not (folder / "__init__.py").is_file():
            yield Finding(relative(root, folder), 1, "no __init__.py: add one that says what the package is")


def findings(root: Path) -> list[Finding]:
    """All of the above, sorted; empty when the tree keeps every limit."""
    rules = (long_files, long_functions, empty_names, promises, missing_packages)
    return sorted(finding for rule in rules for finding in rule(root))
