"""Runs import-linter on the packages that exist: layers, and services that never import each other."""

import configparser
import shutil
import sysconfig
import tempfile
from pathlib import Path

from deploy.checks.programs import Outcome, run_program
from deploy.checks.tree import service_modules

CONFIGURATION = ".importlinter"


def existing_packages(root: Path, names: list[str]) -> list[str]:
    """Those of `names` that Python can import as a package with `__init__.py`."""
    return [name for name in names if (root / name / "__init__.py").is_file()]


def trimmed(root: Path, text: str) -> str:
    """The configuration without the packages that are not there; import-linter refuses to name them."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    packages = existing_packages(root, parser["importlinter"]["root_packages"].split())
    parser["importlinter"]["root_packages"] = "\n" + "\n".join(packages)
    if "services" not in packages or not service_modules(root):
        parser.remove_section("importlinter:contract:independence")
    lines = [f"[{section}]\n" + _settings(parser[section]) for section in parser.sections()]
    return "\n".join(lines)


def _settings(section: configparser.SectionProxy) -> str:
    return "".join(f"{key} = " + value.replace("\n", "\n    ") + "\n" for key, value in section.items())


def check(root: Path) -> Outcome:
    """Fails with import-linter's report of every chain of imports that breaks a contract."""
    program = shutil.which("lint-imports", path=sysconfig.get_path("scripts"))
    if program is None:
        return Outcome(ok=False, output="import-linter is not installed; `./alliance check` installs it")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "importlinter.ini"
        path.write_text(trimmed(root, (root / CONFIGURATION).read_text(encoding="utf-8")), encoding="utf-8")
        return run_program(root, program, "--config", str(path), "--no-cache", "--no-logo")
