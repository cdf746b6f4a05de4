"""What must hold in every case, whatever the facts: searched by hypothesis."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import (
    AuthorityKind,
    DangerState,
    Outcome,
    Severity,
)
from services.consent.rules.case import (
    CHILD,
    Case,
    Danger,
    Item,
    Restriction,
    RestrictionKind,
)
from services.consent.rules.duties import backed, duties
from services.consent.rules.engine import combined, rule, rule_all
from services.consent.rules.facts import ABUSE, COVERT, GRAVE, LEGAL_KINDS, SUSPECTED
from services.consent.rules.tables import RANKS, Verdict
from services.consent.rules.wording import RULES, reader_words
from tests.unit.consent.families import AT
from tests.unit.consent.searching import PEOPLE, C, cases, person, searched, shuffled, some_classes


def excluded(found: Case, who: str) -> bool:
    """Written apart from the rules: who must be told nothing of this item."""
    ordered = any(
        order.person == who
        and order.holds(found.at)
        and (not order.classes or found.item.disclosure_class in order.classes)
        for order in found.restrictions
    )
    ended = any(
        edge.person == who
        and edge.holds(found.at)
        and edge.kind in (AuthorityKind.PROTECTIVE_ORDER, AuthorityKind.RIGHTS_TERMINATED)
        for edge in found.authorities
    )
    states = {flag.state for flag in found.dangers if flag.person == who and flag.holds(found.at)}
    covert = bool(states & SUSPECTED) and found.item.disclosure_class in COVERT
    return ordered or ended or DangerState.SUBSTANTIATED in states or covert or who in found.item.about


@searched
@given(cases, st.integers(0, 10**6))
def test_the_order_in_which_facts_arrived_changes_no_answer(found: Case, seed: int) -> None:
    assert rule_all(shuffled(found, seed)) == rule_all(found)


@searched
@given(cases)
def test_an_excluded_adult_is_never_permitted_and_never_a_question(found: Case) -> None:
    for who in PEOPLE:
        if excluded(found, who):
            assert rule(found, who).outcome is Outcome.WITHHOLD


@searched
@given(cases, st.sets(st.sampled_from(["nurse", *PEOPLE])), st.sampled_from([None, "agency", *PEOPLE]))
def test_a_serious_concern_always_ends_at_somebody_in_time(found: Case, on_call: set[str], agency: str | None) -> None:
    grave = replace(found, item=replace(found.item, disclosure_class=C.SAFETY_CONCERN))
    rulings = rule_all(grave)
    made = duties(grave.item, rulings, backed(grave, agency, [sorted(on_call)], "clinic"), AT)
    if grave.item.severity in GRAVE or grave.item.concern_kind in ABUSE:
        assert made
    limit = timedelta(hours=1 if grave.item.severity is Severity.IMMINENT else 24)
    for duty in made:
        assert duty.persons
        assert duty.due - AT <= limit
        assert not any(excluded(grave, who) for who in duty.persons if who in PEOPLE)


@searched
@given(cases, st.sampled_from([C.SESSION_DETAIL, C.PSYCHOTHERAPY_NOTE]))
def test_what_was_said_in_session_reaches_no_adult_without_a_lawful_basis(found: Case, cls: C) -> None:
    told = replace(found, item=replace(found.item, disclosure_class=cls))
    for who in PEOPLE:
        if rule(told, who).outcome is not Outcome.PERMIT:
            continue
        legal = any(e.person == who and e.kind in LEGAL_KINDS and e.holds(AT) for e in told.authorities)
        agreed = [a for a in told.assents if a.agrees and a.holds(AT) and a.person in (None, who)]
        given_by_child = [c for c in told.consents if c.grantor == CHILD and c.grantee == who and c.verified]
        assert cls is C.SESSION_DETAIL
        assert agreed or given_by_child or (legal and not told.agreement and told.age < told.policy.detail_age)


@searched
@given(cases, person, st.sampled_from(list(RestrictionKind)), some_classes)
def test_one_more_restriction_turns_no_answer_into_a_permit_for_who_was_withheld(
    found: Case, who: str, kind: RestrictionKind, classes: tuple[C, ...]
) -> None:
    order = Restriction(id="more", person=who, kind=kind, classes=classes, since=AT)
    before, after = rule_all(found), rule_all(replace(found, restrictions=(*found.restrictions, order)))
    for somebody in PEOPLE:
        if before[somebody].outcome is Outcome.WITHHOLD:
            assert after[somebody].outcome is not Outcome.PERMIT
    ranks = {Outcome.PERMIT: 0, Outcome.ESCALATE: 1, Outcome.WITHHOLD: 2}
    assert ranks[after[who].outcome] >= ranks[before[who].outcome]


@searched
@given(cases, person)
def test_an_allegation_changes_nothing_of_the_accused_adults_own_everyday_answers(found: Case, who: str) -> None:
    everyday = replace(found, item=Item(disclosure_class=C.GOALS_PROGRESS))
    flag = Danger(id="more", person=who, state=DangerState.ALLEGED, since=AT)
    unflagged = replace(everyday, dangers=tuple(d for d in found.dangers if d.person != who))
    assert rule(replace(unflagged, dangers=(*unflagged.dangers, flag)), who) == rule(unflagged, who)


@searched
@given(cases)
def test_every_answer_has_a_reason_in_words_and_the_recipients_words_hold_none(found: Case) -> None:
    for ruling in rule_all(found).values():
        assert ruling.rules
        assert set(ruling.rules) <= set(RULES)
        if ruling.outcome is not Outcome.PERMIT:
            assert reader_words(ruling.outcome, ruling.obligations) == reader_words(Outcome.WITHHOLD, ())


@searched
@given(st.lists(st.sampled_from([item for rank in RANKS for item in rank]), min_size=1), st.integers(0, 10**6))
def test_within_a_rank_a_no_wins_whatever_the_order(fired: list[Any], seed: int) -> None:
    verdict, codes = combined(fired)
    again, others = combined(Random(seed).sample(fired, len(fired)))
    assert (verdict, sorted(codes)) == (again, sorted(others))
    assert (verdict is Verdict.DENY) == any(item.verdict is Verdict.DENY for item in fired)
