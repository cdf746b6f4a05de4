"""A provider in trouble is left alone, asked once in a while, and used again when it answers."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import Channel
from services.notifications.decisions import breakers
from services.notifications.decisions.limits import BREAKER_HISTORY_MAX, BREAKER_PAUSES_SECONDS, FAILURES_MAX
from services.notifications.model import Answered, Breaker, BreakerState, Receipt

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FRESH = Breaker(id="mail", channel=Channel.EMAIL)
TROUBLE = Receipt(answered=Answered.UNAVAILABLE, code="connection", trouble=True)
WELL = Receipt(answered=Answered.ACCEPTED, code="")
GREYLISTED = Receipt(answered=Answered.UNAVAILABLE, code="smtp-450")

STEPS = st.lists(
    st.tuples(st.sampled_from(["trouble", "well", "probe"]), st.booleans(), st.integers(0, 200)), max_size=60
)


def opened(at: datetime = NOON) -> Breaker:
    breaker = FRESH
    for _ in range(FAILURES_MAX):
        breaker = breakers.heard(breaker, TROUBLE, False, at)
    return breaker


def test_it_opens_after_failures_in_a_row_and_says_why() -> None:
    breaker = opened()
    assert breaker.state is BreakerState.OPEN
    assert [turned.reason for turned in breaker.history] == ["connection"]
    assert breaker.probe_at == NOON + timedelta(seconds=BREAKER_PAUSES_SECONDS[0])


def test_an_answer_in_between_begins_the_count_anew() -> None:
    breaker = FRESH
    for _ in range(3 * FAILURES_MAX):
        breaker = breakers.heard(breakers.heard(breaker, TROUBLE, False, NOON), WELL, False, NOON)
    assert breaker == FRESH


def test_trouble_that_keeps_everybody_waiting_opens_at_once() -> None:
    assert breakers.heard(FRESH, TROUBLE, True, NOON).state is BreakerState.OPEN


def test_a_greylisted_address_is_no_trouble_of_the_provider() -> None:
    breaker = FRESH
    for _ in range(3 * FAILURES_MAX):
        breaker = breakers.heard(breaker, GREYLISTED, False, NOON)
    assert breaker == FRESH


def test_a_pause_that_the_provider_asks_for_is_kept() -> None:
    asked = Receipt(answered=Answered.UNAVAILABLE, code="sms-429", trouble=True, retry_after_seconds=300)
    assert breakers.heard(FRESH, asked, True, NOON).probe_at == NOON + timedelta(seconds=300)


def test_a_probe_that_fails_makes_the_next_pause_longer_and_one_that_is_answered_closes() -> None:
    later = NOON + timedelta(minutes=1)
    probing = breakers.probing(opened(), later)
    again = breakers.heard(probing, TROUBLE, False, later)
    assert again.probe_at == later + timedelta(seconds=BREAKER_PAUSES_SECONDS[1])
    closed = breakers.heard(probing, GREYLISTED, False, later)
    assert (closed.state, closed.failures, closed.openings, closed.probe_at) == (BreakerState.CLOSED, 0, 0, None)
    assert [turned.reason for turned in closed.history] == ["connection", "probe", "answered"]


@given(STEPS)
def test_whatever_happens_it_is_asked_again_within_a_bound_and_its_history_is_bounded(
    steps: list[tuple[str, bool, int]],
) -> None:
    breaker, now = FRESH, NOON
    for what, slow, seconds in steps:
        now += timedelta(seconds=seconds)
        if what == "probe":
            breaker = breakers.probing(breaker, now) if breakers.may_probe(breaker, now) else breaker
        else:
            breaker = breakers.heard(breaker, TROUBLE if what == "trouble" else WELL, slow, now)
        assert len(breaker.history) <= BREAKER_HISTORY_MAX
        assert breakers.is_closed(breaker) == (breaker.probe_at is None)
        assert breakers.is_closed(breaker) or breakers.may_probe(breaker, now + timedelta(minutes=15))
        if breaker.history:
            assert breaker.history[-1].state is breaker.state


@given(st.integers(0, 14))
def test_before_the_pause_is_over_and_while_a_probe_is_out_nobody_else_asks(seconds: int) -> None:
    breaker = opened()
    assert not breakers.may_probe(breaker, NOON + timedelta(seconds=seconds))
    due = NOON + timedelta(seconds=BREAKER_PAUSES_SECONDS[0])
    assert breakers.may_probe(breaker, due)
    assert not breakers.may_probe(breakers.probing(breaker, due), due + timedelta(seconds=seconds))
