"""Sign-in and sessions, decided without a browser."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kernel.decision import Decision
from services.web.browser.passwords import account_id, hashed, is_right
from services.web.browser.places import NOWHERE, line_of
from services.web.commands import OpenItem, SignIn
from services.web.decisions import accounts
from services.web.decisions.tries import Counted, limits
from services.web.model.account import Account, BrowserSession, Proof, RoleHeld, Tries
from services.web.settings import GUARDIAN_IDLE, STAFF_IDLE, TRY_WINDOW

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ACCOUNT = Account(
    id="a1", person="tess", network="north", kind="staff", roles=(RoleHeld(clinic="hill", role="therapist"),),
    secret="$argon2id$", active=True, changed_at=NOON,
)  # fmt: skip
PROOF = Proof(child="c1", disclosure="d1", item_service="notes", item="k1", disclosure_class="safety-concern")


def counts(*failed_at: datetime) -> list[Counted]:
    known = bool(failed_at)
    return [Counted(Tries(id=id, failed_at=failed_at), most, known) for id, most in limits("a1", "x").items()]


def tried(account: Account | None, is_right: bool, at: datetime, *failed_at: datetime) -> Decision:
    command = SignIn(person="tess", account="a1", address="x", is_right=is_right, browser="b1", must_prove=False)
    return accounts.sign_in(account, command, counts(*failed_at), None, at)


def test_the_fifth_failure_in_the_window_ends_the_tries_and_the_right_password_waits() -> None:
    four = [NOON + timedelta(minutes=minute) for minute in range(4)]
    fifth = NOON + timedelta(minutes=4)
    assert tried(ACCOUNT, False, fifth, *four[:3]).reply == {"outcome": "refused"}
    assert tried(ACCOUNT, False, fifth, *four).reply == {"outcome": "locked"}
    assert tried(ACCOUNT, True, fifth, *four, fifth).reply == {"outcome": "locked"}
    assert tried(ACCOUNT, True, NOON + TRY_WINDOW, *four, fifth).reply == {"outcome": "signed-in"}


def test_a_try_where_none_is_left_is_not_counted_so_that_the_counts_stay_small() -> None:
    assert tried(ACCOUNT, False, NOON, *[NOON] * 5).changes == ()


def test_a_success_frees_the_own_count_alone() -> None:
    (gone,) = tried(ACCOUNT, True, NOON, NOON).removals
    assert gone.id == "pair:a1:x"


@pytest.mark.parametrize("account", [None, replace(ACCOUNT, active=False)])
def test_no_account_and_a_closed_one_are_refused_like_a_wrong_password(account: Account | None) -> None:
    assert tried(account, True, NOON) == tried(ACCOUNT, False, NOON)


@pytest.mark.parametrize(("address", "line"), [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ("", NOWHERE), ("unix:", NOWHERE),
])  # fmt: skip
def test_a_line_is_told_from_its_address(address: str, line: str) -> None:
    assert line_of(address) == line


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
