"""Mistakes planted in tables, reading and duties, one at a time: the certificate finds each of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from contracts.codes import DangerState, DisclosureClass
from services.consent.certificate import lived as families
from services.consent.certificate.flags import walked
from services.consent.certificate.households import HOUSEHOLDS
from services.consent.certificate.lived import lived
from services.consent.certificate.violation import Violation
from services.consent.rules import duties, engine, matter
from services.consent.rules.case import Dated, Item
from services.consent.rules.facts import Facts, Said, Standing
from services.consent.rules.tables import GUARDIANS, Predicate

C = DisclosureClass
STEP, LEAP = 37, 7_919  # primes: of the households every so many, in an order that meets all of every axis soon
SOME = tuple(number * LEAP % HOUSEHOLDS for number in range(0, HOUSEHOLDS, STEP))
Plant = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(autouse=True)
def nothing_known_from_before() -> Iterator[None]:
    engine.settle.cache_clear()
    yield
    engine.settle.cache_clear()


def without(code: str) -> Plant:
    """A rule is missing."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        ranks = tuple(tuple(item for item in rank if item.code != code) for rank in engine.RANKS)
        doubts = tuple(item for item in engine.DOUBTS if item.code != code)
        assert ranks != engine.RANKS or doubts != engine.DOUBTS
        patch.setattr(engine, "RANKS", ranks)
        patch.setattr(engine, "DOUBTS", doubts)

    return plant


def otherwise(code: str, when: Predicate) -> Plant:
    """A rule looks at something else."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        changed = tuple(
            tuple(replace(item, when=when) if item.code == code else item for item in rank) for rank in engine.RANKS
        )
        patch.setattr(engine, "RANKS", changed)

    return plant


def instead(owner: object, name: str, value: Any) -> Plant:
    """A function or a constant is another."""
    return lambda patch: patch.setattr(owner, name, value)


def after(owner: Any, change: Callable[[Any], None]) -> Plant:
    """What was read is changed once it has been read."""
    original = owner.__init__

    def made(self: Any, *words: Any) -> None:
        original(self, *words)
        change(self)

    return lambda patch: patch.setattr(owner, "__init__", made)


def first_rule_wins(fired: Any) -> Any:
    first = next(iter(fired))
    return first.verdict, [first.code]


def yes_wins(fired: Any) -> Any:
    rules = tuple(fired)
    verdict = min(item.verdict for item in rules)
    return verdict, [item.code for item in rules if item.verdict is verdict]


def anybody_stands_by(_: Any, agency: Any, groups: Any, clinic: str) -> duties.Backstop:
    return duties.Backstop(agency=agency, on_call=next((tuple(group) for group in groups if group), (clinic,)))


def any_yes_is_proven(consents: Any) -> Said:
    return Said.VERIFIED if consents else Said.NOTHING


def only_whole_orders(self: Any) -> None:
    whole = {(order.person, order.kind) for order in self.case.restrictions if not order.classes}
    self.orders &= whole


def silenced_by_an_allegation(self: matter.Matter, person: str) -> bool:
    return person in self.accused or self.around.ended(person)


def of_item_told(self: matter.Matter, item: Item) -> Any:
    return REAL_OF_ITEM(self, replace(item, severity=None))


REAL_OF_ITEM = matter.Matter.of_item


def carers_and_detail(facts: Facts) -> bool:
    return facts.standing is Standing.CARE and (facts.item_class in GUARDIANS or facts.item_class is C.SESSION_DETAIL)


def accused_of_everything(facts: Facts) -> bool:
    return facts.danger is DangerState.ALLEGED


MISTAKES: dict[str, tuple[int, Plant]] = {
    "a protective order is overlooked": (1, without("protective-order")),
    "a court's restriction is overlooked": (1, without("court-restriction")),
    "ended rights are overlooked": (1, without("rights-terminated")),
    "a finding of harm is overlooked": (1, without("abuse-substantiated")),
    "an allegation is overlooked": (1, without("abuse-alleged")),
    "whom the concern is about is overlooked": (1, without("named-in-concern")),
    "coming of age is overlooked": (1, without("child-is-adult")),
    "a minor's secret is overlooked": (1, without("minor-consent-protected")),
    "an unverified law decides": (1, without("minor-law-unverified")),
    "a minor too young to consent counts": (1, without("minor-consent-not-recognised")),
    "unchecked papers count": (1, without("authority-unverified")),
    "contradictory papers count": (1, without("contradictory-custody")),
    "an unknown law permits": (1, without("unknown-jurisdiction")),
    "an unproven consent of a guardian counts": (1, instead(matter, "_strongest", any_yes_is_proven)),
    "session detail for every carer": (1, otherwise("day-to-day-carer", carers_and_detail)),
    "an allegation closes the whole view": (3, otherwise("abuse-alleged", accused_of_everything)),
    "periods never end": (1, instead(Dated, "holds", lambda self, at: self.since <= at)),
    "what is to come holds already": (1, instead(Dated, "holds", lambda self, at: not self.until or at < self.until)),
    "orders about some classes are overlooked": (1, after(matter.Matter, only_whole_orders)),
    "an alleged adult's word is taken away": (3, instead(matter.Matter, "_silenced", silenced_by_an_allegation)),
    "an excluded guardian may consent for others": (1, instead(matter.Matter, "_silenced", lambda *_: False)),
    "gravity is not read": (2, instead(matter.Matter, "of_item", of_item_told)),
    "who is accused is on call": (2, instead(families.rules_of_duties, "standing_by", anybody_stands_by)),
    "abuse is not reported": (2, instead(duties, "ABUSE", frozenset())),
    "two days are soon enough": (2, instead(duties, "SERIOUS_HOURS", 48)),
    "an hour is a day": (2, instead(duties, "IMMINENT_HOURS", 24)),
    "a guardian is not told of harm": (2, without("harm-inform-guardian")),
}

MISTAKES_OF_ORDER: dict[str, Plant] = {
    "a yes beats a no": instead(engine, "combined", yes_wins),
    "the first rule of a rank wins": instead(engine, "combined", first_rule_wins),
}


@pytest.mark.parametrize("words", MISTAKES)
def test_a_planted_mistake_is_caught(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    number, plant = MISTAKES[words]
    plant(monkeypatch)
    with pytest.raises(Violation) as caught:
        lived(SOME)
    assert caught.value.number in {number, 2}, caught.value  # who is wrongly told may also be who wrongly bears a duty


@pytest.mark.parametrize("words", MISTAKES_OF_ORDER)
def test_a_planted_mistake_of_order_is_caught_among_the_flags(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    MISTAKES_OF_ORDER[words](monkeypatch)
    with pytest.raises(Violation) as caught:
        walked(C.SAFETY_CONCERN)
    assert caught.value.number in {1, 6}, caught.value  # a yes that should not be, or the order itself
