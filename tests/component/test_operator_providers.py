"""`./alliance providers`: an operator sees which provider is at rest, since when and why."""

import json
import os
from pathlib import Path

import pytest

from contracts.codes import Channel
from deploy.cli.__main__ import main
from kernel.auth.principal import SYSTEM
from services.notifications.commands import RecordTrouble
from services.notifications.model import Answered, Receipt
from tests.component.standing import looked_at, stand


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("ALLIANCE_")]:
        monkeypatch.delenv(name)
    stand(tmp_path)
    return tmp_path


def test_a_provider_never_in_trouble_is_closed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["providers", "--json", "--data", str(folder)]) == 0
    [mail] = [one for one in json.loads(capsys.readouterr().out) if one["channel"] == "email"]
    assert (mail["name"], mail["state"], mail["history"]) == ("mail", "closed", [])


def test_an_open_breaker_is_shown_with_its_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trouble = Receipt(answered=Answered.UNAVAILABLE, code="connection", trouble=True)
    with looked_at(folder) as found:
        command = RecordTrouble(provider="mail", channel=Channel.EMAIL, receipt=trouble, slow=True)
        found["notifications"].node.dispatcher.run(command, SYSTEM("notifications"))
    assert main(["providers", "--history", "--data", str(folder)]) == 3
    said = capsys.readouterr().out
    assert "open" in said
    assert said.count("connection") == 2  # in the table, and in the history
