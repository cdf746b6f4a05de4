"""`./alliance reconcile` prints what the nightly look would find and changes nothing; its exit code says what it is."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contracts.codes import ChildTold, DisclosureClass, MessageClass
from deploy.cli.__main__ import main
from kernel.store.port import Insert
from services.consent.model import Disclosure
from services.consent.repository import DISCLOSURES
from services.notifications.repository import RECONCILIATIONS, TASKS
from tests.component.standing import CLINIC, NETWORK, looked_at, stand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    stand(tmp_path)
    return tmp_path


def decided(folder: Path, at: datetime) -> None:
    """Consent has decided something that never left it."""
    made = Disclosure(
        id="disclosure-1", child="child-0", network=NETWORK, clinic=CLINIC, item_service="goals", item="update-1",
        disclosure_class=DisclosureClass.GOALS_PROGRESS, message_class=MessageClass.UPDATE, concern_kind=None,
        severity=None, about=(), child_told=ChildTold.TOLD, raised_by="p-1", adults=(), duties=(), on_call=(),
        policy="policy.1", position=1, decided_at=at,
    )  # fmt: skip
    with looked_at(folder) as found:
        found["consent"].store.commit([Insert(DISCLOSURES.collection, DISCLOSURES.to_document(made))], "c")


def kept(folder: Path) -> list[int]:
    """Reports and tasks."""
    with looked_at(folder) as found:
        store = found["notifications"].store
        return [store.count(kind.collection, {}) for kind in (RECONCILIATIONS, TASKS)]


def yesterday() -> datetime:
    """Noon of it where the clinic is."""
    local = datetime.now(ZoneInfo("America/Denver")) - timedelta(days=1)
    return local.replace(hour=12).astimezone(UTC)


def printed(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["reconcile", "--data", str(folder), *words])
    return code, capsys.readouterr().out


def test_a_platform_on_which_nothing_differs_is_in_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = printed(folder, capsys)
    assert (code, CLINIC in out) == (0, True)


def test_what_was_lost_is_named_by_its_identifiers_and_nothing_is_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = yesterday()
    before = kept(folder)
    decided(folder, at)
    code, out = printed(folder, capsys)
    assert code == 3
    assert "not-carried child child-0 disclosure disclosure-1" in out
    day = at.astimezone(ZoneInfo("America/Denver")).date()
    code, text = printed(folder, capsys, "--json", "--clinic", CLINIC, "--day", day.isoformat())
    [report] = json.loads(text)
    found: list[dict[str, Any]] = report["differences"]
    assert (code, report["differing"], found[0]["disclosure"]) == (3, 1, "disclosure-1")
    assert report["decided"] == 1
    assert printed(folder, capsys, "--day", (day - timedelta(days=1)).isoformat())[0] == 0
    assert kept(folder) == before


def test_a_clinic_that_is_none_and_a_day_that_is_none_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reconcile", "--data", str(folder), "--clinic", "nowhere"]) == 2
    assert "there is no clinic nowhere" in capsys.readouterr().err
    with pytest.raises(SystemExit) as refused:
        main(["reconcile", "--data", str(folder), "--day", "yesterday"])
    assert refused.value.code == 2
