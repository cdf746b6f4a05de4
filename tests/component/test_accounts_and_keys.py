"""What an installation needs before anybody can sign in: keys as closed files, and a first account."""

import io
import stat
import sys
from pathlib import Path

import pytest

from deploy.cli.__main__ import main
from deploy.cli.exits import DONE, USAGE
from kernel.auth import keys
from kernel.bus.embedded import EmbeddedBus
from kernel.clock import SystemClock
from kernel.crypto import master_secret
from kernel.store.sqlite import SqliteStore
from services.web.browser.passwords import account_id, is_right
from services.web.repository import ACCOUNT

PASSWORD = "four plain words together"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    assert main(["keys", "create", str(tmp_path / "keys")]) == DONE
    EmbeddedBus(str(tmp_path / "bus.db"), SystemClock()).ensure_topics([])
    SqliteStore(str(tmp_path / "web.db")).prepare([ACCOUNT.collection])
    return tmp_path


def _add(data: Path, monkeypatch: pytest.MonkeyPatch, password: str, role: str = "hill:therapist") -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
    words = ["accounts", "add", "Anna@Example.org", "--person", "p1", "--network", "north", "--role", role]
    return main([*words, "--data", str(data)])


def test_keys_are_made_once_and_closed_to_others(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = master_secret(data / "keys" / "master.key")
    assert main(["keys", "create", str(data / "keys")]) == DONE
    assert master_secret(data / "keys" / "master.key") == before
    files = [data / "keys" / "master.key", *(data / "keys" / "private").iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert set(keys.load_public(data / "keys")) == {"consent", "notes", "goals", "notifications", "web"}
    assert before.hex() not in capsys.readouterr().out


def test_an_added_account_signs_in_with_its_password_and_roles(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _add(data, monkeypatch, PASSWORD) == DONE
    document = SqliteStore(str(data / "web.db")).get(ACCOUNT.collection, account_id("anna@example.org"))
    assert document is not None
    account = ACCOUNT.from_document(document)
    assert is_right(account.secret, PASSWORD)
    assert [(held.clinic, held.role) for held in account.roles] == [("hill", "therapist")]
    assert PASSWORD not in str(document)


@pytest.mark.parametrize("role", ["therapist", "hill:wizard", "*:therapist", "hill:privacy-officer"])
def test_a_role_that_cannot_be_held_is_refused(data: Path, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    assert _add(data, monkeypatch, PASSWORD, role) == USAGE
    assert SqliteStore(str(data / "web.db")).count(ACCOUNT.collection, {}) == 0


def test_a_short_password_is_refused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _add(data, monkeypatch, "short") == USAGE
    assert SqliteStore(str(data / "web.db")).count(ACCOUNT.collection, {}) == 0
