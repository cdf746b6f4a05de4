"""Clinic life as pure decisions: who may sign, what ends with what, how a removal and a transfer come about."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.codes import AuthorityKind, DangerState, DisclosureClass
from kernel.errors import Forbidden, Invalid, NotFound
from services.consent import commands
from services.consent.decisions import authority, boundaries, danger, delegations, standing
from services.consent.decisions.trails import Act
from services.consent.model import STEPS_MAX, Capacity, Family, StepKind, Trail
from services.consent.rules.case import RestrictionKind
from tests.unit.consent.families import AT, LONG_AGO, boundary, order
from tests.unit.consent.families import authority as edge_of
from tests.unit.consent.families import danger as flag_of
from tests.unit.consent.test_decisions import FAMILY

DESK, TESS, SUE = Act("desk", AT), Act("tess", AT), Act("sue", AT)
LATER = AT + timedelta(days=30)
C = DisclosureClass


def family_of(result: Any) -> Family:
    found: Family = next(item for item in result.changes if isinstance(item, Family))
    return found


def trails_of(result: Any) -> list[Trail]:
    return [item for item in result.changes if isinstance(item, Trail)]


def with_edges(*edges: Any) -> Family:
    return replace(FAMILY, authorities=edges)


@pytest.mark.parametrize(
    ("edges", "end"),
    [
        ((), AT),
        (((LONG_AGO, None),), None),
        (((LONG_AGO, LATER),), LATER),
        (((LONG_AGO, LATER), (LATER, None)), None),
        (((LONG_AGO, LATER), (LATER + timedelta(days=1), None)), LATER),
        (((LONG_AGO, AT),), AT),
        (((LATER, None),), AT),
    ],
)
def test_legal_authority_is_followed_over_seams_and_stops_at_gaps(edges: Any, end: datetime | None) -> None:
    kinds = (AuthorityKind.JOINT_LEGAL, AuthorityKind.SOLE_LEGAL)
    found = tuple(
        edge_of("mother", kind, since=since, until=until) for kind, (since, until) in zip(kinds, edges, strict=False)
    )
    for ordered in (found, found[::-1]):
        assert standing.legal_until(ordered, "mother", AT) == end
    assert standing.legal_until(found, "father", AT) == AT


@pytest.mark.parametrize(
    ("change", "speaks"),
    [
        ({}, True),
        ({"restrictions": (order("mother"),)}, False),
        ({"restrictions": (order("mother", classes=(C.SESSION_DETAIL,)),)}, True),
        ({"restrictions": (order("mother", RestrictionKind.PROTECTIVE_ORDER, until=AT),)}, True),
        ({"dangers": (flag_of("mother"),)}, True),
        ({"dangers": (flag_of("mother", DangerState.SUBSTANTIATED),)}, False),
        ({"dangers": (flag_of("mother", DangerState.SUBSTANTIATED, until=AT),)}, True),
        ({"authorities": (edge_of("mother", AuthorityKind.FOSTER),)}, False),
        (
            {
                "authorities": (
                    edge_of("mother", AuthorityKind.JOINT_LEGAL),
                    edge_of("mother", AuthorityKind.RIGHTS_TERMINATED),
                )
            },
            False,
        ),
    ],
)
def test_who_speaks_for_the_child_and_that_a_mere_allegation_does_not_show(change: Any, speaks: bool) -> None:
    assert standing.speaks_for(replace(FAMILY, **change), "mother", AT) is speaks


def delegation(**more: Any) -> commands.DelegateAuthority:
    return commands.DelegateAuthority(
        **{
            "child": "c1",
            "delegator": "mother",
            "delegate": "stepdad",
            "capacity": Capacity.STEP_PARENT,
            "classes": (C.HOME_PRACTICE,),
            "since": AT,
            "until": LATER,
            "document": "scan-1",
            **more,
        }
    )


def test_a_delegation_is_a_consent_that_ends_when_its_givers_authority_does_also_later() -> None:
    given = family_of(delegations.delegate(FAMILY, delegation(), "k1", DESK))
    assert [(item.grantor, item.grantee, item.until) for item in given.consents] == [("mother", "stepdad", LATER)]
    soon = AT + timedelta(days=3)
    short = replace(given, authorities=tuple(replace(edge, until=soon) for edge in given.authorities))
    capped = delegations.capped(short, AT)
    assert capped.consents[0].until == soon
    back = replace(capped, authorities=FAMILY.authorities)
    assert delegations.capped(back, AT).consents[0].until == soon


def test_only_delegations_end_with_their_givers_authority() -> None:
    given = family_of(delegations.delegate(FAMILY, delegation(), "k1", DESK))
    plain = replace(given, delegations=(), authorities=())
    assert delegations.capped(plain, AT) == plain


def test_a_delegation_over_a_year_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        delegations.delegate(FAMILY, delegation(until=AT + timedelta(days=367)), "k1", DESK)
    assert refused.value.fields == {"until": ["too-long"]}
    assert delegations.delegate(FAMILY, delegation(until=AT + timedelta(days=366)), "k1", DESK).events


def test_an_edge_from_before_there_were_trails_can_be_verified_by_anybody() -> None:
    family = with_edges(edge_of("mother", AuthorityKind.JOINT_LEGAL, id="e1", verifier=None))
    made = authority.verify(family, None, commands.VerifyAuthority(child="c1", authority="e1", document="d"), TESS)
    assert family_of(made).authorities[0].verifier == "tess"
    assert [step.kind for step in trails_of(made)[0].steps] == [StepKind.VERIFIED]


def test_whoever_recorded_an_edge_does_not_verify_it_also_when_others_acted_since() -> None:
    grant = commands.GrantAuthority(
        child="c1", person="aunt", kind=AuthorityKind.KINSHIP, since=AT, until=None, source="placement",
        verifier=None, lives_with_child=None, household=None, document="scan-1",
    )  # fmt: skip
    granted = authority.grant(FAMILY, grant, "e9", DESK)
    [trail] = trails_of(granted)
    verify = commands.VerifyAuthority(child="c1", authority="e9", document="scan-1")
    with pytest.raises(Forbidden, match="second-person-needed"):
        authority.verify(family_of(granted), trail, verify, DESK)
    assert authority.verify(family_of(granted), trail, verify, SUE).events


def test_a_trail_has_a_limit_like_every_other_list() -> None:
    drawn = boundaries.draw(FAMILY, _line(), "b1", TESS)
    trail = trails_of(drawn)[0]
    long = replace(trail, steps=trail.steps * STEPS_MAX)
    with pytest.raises(Invalid, match="too-many-facts"):
        boundaries.lift(family_of(drawn), long, commands.LiftBoundary(child="c1", boundary="b1", reason="done"), TESS)


def _line(**more: Any) -> commands.SetBoundary:
    line = {"person": "father", "classes": (), "reason": "repair", "since": AT, "until": None, "review": None}
    return commands.SetBoundary(**{"child": "c1", **line, **more})


@pytest.mark.parametrize(
    ("until", "review", "due"),
    [
        (None, None, AT + timedelta(days=90)),
        (LATER, None, LATER),
        (None, LATER, LATER),
        (LATER, LATER + timedelta(days=1), LATER),
    ],
)
def test_a_line_is_looked_at_by_its_end_at_the_latest(until: Any, review: Any, due: datetime) -> None:
    made = boundaries.draw(FAMILY, _line(until=until, review=review), "b1", TESS)
    assert (family_of(made).boundaries[0].review, trails_of(made)[0].review) == (due, due)


def test_renewing_a_line_leaves_no_moment_without_one() -> None:
    family = replace(FAMILY, boundaries=(boundary("father", id="b1", until=LATER),))
    renew = commands.RenewBoundary(child="c1", boundary="b1", reason="still", until=None, review=None)
    old, new = family_of(boundaries.renew(family, None, renew, "b2", TESS)).boundaries
    assert (old.until, new.since, new.classes, new.person) == (AT, AT, old.classes, old.person)


def test_a_withdrawn_removal_needs_two_again() -> None:
    flagged = replace(FAMILY, dangers=(flag_of("father", id="d1", unfounded_by="tess"),))
    withdraw = commands.WithdrawResolution(child="c1", danger="d1", reason="new-evidence")
    kept = family_of(danger.withdraw_resolution(flagged, None, withdraw, SUE))
    assert (kept.dangers[0].unfounded_by, kept.position) == (None, FAMILY.position)
    resolve = commands.ResolveDanger(child="c1", danger="d1", reason="retracted")
    again = danger.resolve_danger(kept, None, resolve, SUE)
    assert (again.events, family_of(again).dangers[0].unfounded_by) == ((), "sue")


def test_the_accused_finds_no_flag_of_their_own_whatever_they_try() -> None:
    flagged = replace(FAMILY, dangers=(flag_of("tess", id="d1", unfounded_by="sue"),))
    resolve = commands.ResolveDanger(child="c1", danger="d1", reason="retracted")
    with pytest.raises(NotFound, match="no-such-danger"):
        danger.resolve_danger(flagged, None, resolve, TESS)
    assert danger.resolve_danger(flagged, None, resolve, DESK).events
