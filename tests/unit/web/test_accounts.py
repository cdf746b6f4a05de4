"""Sign-in and sessions, decided without a browser."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.web.browser.passwords import account_id, hashed, is_right
from services.web.commands import OpenItem, SignIn
from services.web.decisions import accounts
from services.web.model.account import Account, BrowserSession, Proof, RoleHeld
from services.web.settings import GUARDIAN_IDLE, LOCKED_FOR, SIGN_IN_FAILURES_MAX, STAFF_IDLE

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ACCOUNT = Account(
    id="a1", person="tess", network="north", kind="staff", roles=(RoleHeld(clinic="hill", role="therapist"),),
    secret="$argon2id$", active=True, failures=0, locked_until=None, changed_at=NOON,
)  # fmt: skip
PROOF = Proof(child="c1", disclosure="d1", item_service="notes", item="k1", disclosure_class="safety-concern")


def tried(account: Account, is_right: bool, at: datetime = NOON) -> tuple[str, Account]:
    command = SignIn(person="tess", account="a1", is_right=is_right, browser="b1")
    decision = accounts.sign_in(account, command, at)
    changed = next((item for item in decision.changes if isinstance(item, Account)), account)
    return str(decision.reply["outcome"]), changed


def test_the_fifth_failure_in_a_row_locks_and_the_right_password_waits() -> None:
    account, outcomes = ACCOUNT, []
    for _ in range(SIGN_IN_FAILURES_MAX):
        outcome, account = tried(account, False)
        outcomes.append(outcome)
    assert outcomes == ["refused"] * (SIGN_IN_FAILURES_MAX - 1) + ["locked"]
    assert tried(account, True)[0] == "locked"
    assert tried(account, True, NOON + LOCKED_FOR)[0] == "signed-in"


def test_a_success_forgives_earlier_failures() -> None:
    _, account = tried(ACCOUNT, False)
    assert account.failures == 1
    assert tried(account, True)[1].failures == 0


def test_a_closed_account_is_refused_like_a_wrong_password() -> None:
    assert tried(replace(ACCOUNT, active=False), True)[0] == "refused"


def session_of(kind: str) -> BrowserSession:
    command = OpenItem(person="mother", network="north", proof=PROOF, browser="b1")
    (made,) = accounts.open_item(command, NOON).changes
    assert isinstance(made, BrowserSession)
    return made if kind == "guardian" else replace(made, kind=kind, ends_at=NOON + timedelta(hours=12))


@pytest.mark.parametrize(("kind", "idle"), [("guardian", GUARDIAN_IDLE), ("staff", STAFF_IDLE)])
def test_a_session_rests_no_longer_than_its_kind_may(kind: str, idle: timedelta) -> None:
    session, moment = session_of(kind), timedelta(seconds=1)
    assert accounts.holds(session, NOON + idle - moment)
    assert not accounts.holds(session, NOON + idle)


def test_use_prolongs_a_session_only_while_it_holds_and_never_beyond_its_end() -> None:
    session = session_of("guardian")
    (used,) = accounts.touch(session, NOON + timedelta(minutes=10)).changes
    assert accounts.holds(used, NOON + timedelta(minutes=20))
    assert accounts.touch(session, NOON + timedelta(minutes=30)).changes == ()
    assert not accounts.holds(used, session.ends_at)


def test_an_ended_session_never_holds() -> None:
    (ended,) = accounts.end([session_of("staff")], NOON).changes
    assert not accounts.holds(ended, NOON)


def test_a_name_is_the_same_account_in_any_case_and_form() -> None:
    assert account_id(" Tess@Example.org") == account_id("tess@example.ORG ")
    assert account_id("café") == account_id("cafe\u0301")
    assert account_id("tess") != account_id("tessa")


def test_a_password_fits_its_own_hash_only() -> None:
    secret = hashed("correct horse battery staple")
    assert is_right(secret, "correct horse battery staple")
    assert not is_right(secret, "correct horse battery stapler")
    assert not is_right(None, "correct horse battery staple")
    assert not is_right("no hash at all", "x")
