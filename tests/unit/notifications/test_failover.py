"""When a second provider is asked, and what two answers come to."""

import itertools

import pytest

from services.notifications.decisions.failover import goes_on, together
from services.notifications.model import Answered, Receipt


def answer(answered: Answered, unfit: bool = False, provider: str = "a") -> Receipt:
    return Receipt(answered=answered, code=answered.value, address_unfit=unfit, provider=provider)


@pytest.mark.parametrize(
    ("receipt", "routine", "safety"),
    [
        (answer(Answered.ACCEPTED), False, False),
        (answer(Answered.UNAVAILABLE), True, True),
        (answer(Answered.UNSURE), False, True),
        (answer(Answered.REFUSED), True, True),
        (answer(Answered.REFUSED, unfit=True), False, False),
    ],
)
def test_another_is_asked_if_the_first_surely_did_not_take_it_or_for_safety(
    receipt: Receipt, routine: bool, safety: bool
) -> None:
    assert goes_on(receipt, insistent=False) is routine
    assert goes_on(receipt, insistent=True) is safety


def test_a_doubt_stays_a_doubt_unless_somebody_took_it() -> None:
    doubt = answer(Answered.UNSURE)
    for other in Answered:
        expected = Answered.ACCEPTED if other is Answered.ACCEPTED else Answered.UNSURE
        assert together([doubt, answer(other, provider="b")]).answered is expected


def test_a_refusal_is_not_hidden_by_one_that_was_away() -> None:
    for pair in itertools.permutations([answer(Answered.REFUSED), answer(Answered.UNAVAILABLE, provider="b")]):
        assert together(pair).answered is Answered.REFUSED


def test_all_who_were_asked_are_remembered_in_order() -> None:
    assert together([answer(Answered.UNAVAILABLE), answer(Answered.ACCEPTED, provider="b")]).asked == ("a", "b")
