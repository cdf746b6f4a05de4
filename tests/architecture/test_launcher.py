"""`./alliance`: plain words when something is missing, nothing installed twice, the same from any folder."""

import hashlib
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy.checks.tree import ROOT
from tests.architecture.trees import plant

SAYS_WHERE_IT_IS = "import sys\nprint(__file__, *sys.argv[1:])\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose lock files are empty and whose programs say where they are and what they were told."""
    root = tmp_path / "checkout"
    for name in ("runtime", "dev"):
        plant(root, f"requirements/{name}.lock", f"# {name}\n")
    for program in ("deploy/checks/__main__.py", "deploy/cli/__main__.py"):
        plant(root, program, SAYS_WHERE_IT_IS)
    shutil.copy(ROOT / "alliance", root / "alliance")
    return root


def give_it_packages(checkout: Path, *names: str) -> None:
    """As if the launcher had installed them: this interpreter under the name it looks for, and its stamps."""
    folder = checkout / ".venv" / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "python").symlink_to(sys.executable)
    for name in names:
        lock = (checkout / "requirements" / f"{name}.lock").read_bytes()
        stamp = checkout / ".venv" / f"installed-{name}"
        stamp.write_text(hashlib.sha256(lock).hexdigest(), encoding="ascii")


def launch(checkout: Path, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, str(checkout / "alliance"), *words]
    return subprocess.run(command, cwd=cwd, env=environment, check=False, capture_output=True, text=True)


@pytest.mark.parametrize("words", [(), ("--help",), ("help",)])
def test_without_a_command_it_shows_the_commands_and_installs_nothing(
    checkout: Path, words: tuple[str, ...]
) -> None:
    done = launch(checkout, *words)
    assert done.returncode == 0
    assert "./alliance demo" in done.stdout
    assert not (checkout / ".venv").exists()


def test_it_runs_from_any_folder_even_one_with_a_package_of_the_same_name(
    checkout: Path, tmp_path: Path
) -> None:
    give_it_packages(checkout, "runtime", "dev")
    plant(tmp_path / "elsewhere", "deploy/cli/__main__.py", "raise SystemExit('the wrong one')\n")
    done = launch(checkout, "lag", "--json", cwd=tmp_path / "elsewhere")
    assert done.stdout.split() == [str(checkout / "deploy" / "cli" / "__main__.py"), "lag", "--json"]
    assert done.stderr == ""


def test_check_runs_the_checks(checkout: Path) -> None:
    give_it_packages(checkout, "runtime", "dev")
    assert launch(checkout, "check", "walls").stdout.endswith("checks/__main__.py walls\n")


def test_a_changed_lock_file_is_installed_once_and_dev_counts_for_runtime(checkout: Path) -> None:
    first = launch(checkout, "check")
    assert "making the virtual environment" in first.stderr
    assert "requirements/dev.lock" in first.stderr
    assert launch(checkout, "check").stderr == ""
    assert launch(checkout, "lag").stderr == ""
    (checkout / "requirements" / "runtime.lock").write_text("# changed\n", encoding="utf-8")
    assert "requirements/runtime.lock" in launch(checkout, "lag").stderr


def test_packages_that_cannot_be_installed_stop_it_and_the_next_try_installs_again(checkout: Path) -> None:
    (checkout / "requirements" / "runtime.lock").write_text("no==1 two==2\n", encoding="utf-8")
    for _ in range(2):
        done = launch(checkout, "lag")
        assert done.returncode == 70
        assert "could not be installed" in done.stderr


def test_without_the_venv_module_it_names_the_debian_package(checkout: Path) -> None:
    program = (
        "import runpy, sys; sys.modules['ensurepip'] = None; sys.argv = ['alliance', 'demo'];"
        f"runpy.run_path({str(checkout / 'alliance')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert done.returncode == 69
    assert "sudo apt install python3-venv" in done.stderr


def test_an_old_python_without_a_newer_one_stops_in_plain_words(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    launcher = SimpleNamespace(**runpy.run_path(str(checkout / "alliance")))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("PATH", str(checkout))
    with pytest.raises(SystemExit) as stopped:
        launcher.require_python()
    assert stopped.value.code == 69
    assert "Python 3.11 or newer is needed; this is Python 3.9." in capsys.readouterr().err


def test_the_real_tests_do_not_start_when_the_engines_cannot_be_fetched(checkout: Path) -> None:
    give_it_packages(checkout, "runtime", "dev")
    plant(checkout, "deploy/engines/__main__.py", "raise SystemExit(3)\n")
    done = launch(checkout, "test", "--real")
    assert done.returncode == 3
    assert "could not be fetched" in done.stderr
