"""A family read once for a whole piece of its time answers as one that is read for each question."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import AuthorityKind, DisclosureClass
from services.consent.rules.case import Case, Item
from services.consent.rules.engine import Rulings, rule, rule_all
from services.consent.rules.facts import Facts, OfFamily, OfItem, OfMatter, OfPerson
from tests.unit.consent.families import AT, FATHER, MOTHER, authority, case, item, with_edges
from tests.unit.consent.searching import PEOPLE, cases, items, searched

DENVER = ZoneInfo("America/Denver")
INSTANT = timedelta(microseconds=1)
STEPS = (-INSTANT, timedelta(0), INSTANT)


def edges_of(found: Case) -> list[datetime]:
    """Every moment at which something begins or ends, and the birthdays around."""
    said = (*found.consents, *found.assents, *found.boundaries)
    facts = (*found.authorities, *found.restrictions, *found.dangers, *said)
    ends = {end for fact in facts for end in (fact.since, fact.until) if end is not None}
    birthdays = {
        datetime(found.born.year + years, found.born.month, found.born.day, tzinfo=DENVER) for years in range(11, 22)
    }
    return sorted(ends | birthdays)


def moments(found: Case) -> list[tuple[datetime, date]]:
    """Just before, at and just after every edge, with the day in Denver."""
    return [((edge + step), (edge + step).astimezone(DENVER).date()) for edge in edges_of(found) for step in STEPS]


def test_the_flags_are_the_four_parts_end_to_end() -> None:
    assert Facts._fields == OfItem._fields + OfFamily._fields + OfPerson._fields + OfMatter._fields


@searched
@given(cases, st.lists(items, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_prepared_is_plain_at_the_edges_of_every_piece_of_time(found: Case, asked: list[Item], chance: object) -> None:
    rulings = Rulings(found)
    questions = [(at, today, about) for at, today in moments(found) for about in asked]
    chance.shuffle(questions)  # type: ignore[attr-defined]
    for at, today, about in questions:
        plain = replace(found, item=about, at=at, today=today)
        assert rulings.rule_all(about, at, today) == rule_all(plain)
        for person in (*PEOPLE, "a stranger"):
            assert rulings.rule(person, about, at, today) == rule(plain, person)


def test_a_piece_of_time_is_read_once_and_ends_where_something_ends() -> None:
    ends = AT + timedelta(days=1)
    found = with_edges(
        case(), authority(MOTHER, AuthorityKind.JOINT_LEGAL, until=ends), authority(FATHER, AuthorityKind.FOSTER)
    )
    prepared = Rulings(found).prepared
    assert prepared.reading(AT, AT.date()) is prepared.reading(ends - INSTANT, ends.date())
    assert prepared.reading(AT, AT.date()) is not prepared.reading(ends, ends.date())


def test_a_birthday_begins_a_new_piece_of_time_though_nothing_else_does() -> None:
    found, eve = case(12), date(AT.year, AT.month, AT.day - 1)
    detail = item(DisclosureClass.SESSION_DETAIL)
    rulings = Rulings(found)
    assert rulings.rule(MOTHER, detail, AT, eve).outcome == "permit"
    assert rulings.rule(MOTHER, detail, AT, AT.date()).outcome == "escalate"
