"""A child moves: to other carers, to another clinic. Who must say yes, and what does not go along."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.codes import AuthorityKind, ConsentBasis, DisclosureClass
from kernel.auth.principal import Kind, Principal
from services.consent import commands
from services.consent.decisions import placement, transfers
from services.consent.decisions.trails import Act
from services.consent.model import Clinic, Received, Transfer, TransferWord
from services.consent.rules.case import CHILD
from tests.unit.consent.families import AT, LONG_AGO
from tests.unit.consent.families import authority as edge_of
from tests.unit.consent.test_decisions import FAMILY
from tests.unit.consent.test_life import family_of, with_edges

DESK, TESS = Act("desk", AT), Act("tess", AT)
C = DisclosureClass


def moving(**more: Any) -> commands.ChangePlacement:
    arriving = (commands.Carer(person="foster-2", kind=AuthorityKind.FOSTER, household="h2"),)
    plain = {"leaving": ("foster-1",), "arriving": arriving, "since": AT, "source": "placement", "document": "d"}
    return commands.ChangePlacement(**{"child": "c1", **plain, **more})


def test_a_placement_moves_the_position_once_for_each_carer_and_says_since_when() -> None:
    family = with_edges(edge_of("county", AuthorityKind.STATE_GUARDIAN), edge_of("foster-1", AuthorityKind.FOSTER))
    family = replace(family, people=("county", "foster-1"))
    made = placement.change_placement(family, {}, moving(since=LONG_AGO + timedelta(days=1)), "p1", DESK)
    said = [(event.code, event.person, event.position) for event in made.events[:2]]  # type: ignore[attr-defined]
    assert said == [("placement-ended", "foster-1", 8), ("placed", "foster-2", 9)]
    assert made.events[0].effective_at == LONG_AGO + timedelta(days=1)  # type: ignore[attr-defined]
    county, old, new = family_of(made).authorities
    assert (county.until, old.until, new.until, new.verifier) == (None, LONG_AGO + timedelta(days=1), None, None)


def moved_to(**more: Any) -> Transfer:
    made = transfers.propose(
        replace(FAMILY, **more),
        LAKE,
        commands.ProposeTransfer(
            child="c1", sender="hill", receiver="lake", classes=(C.GOALS_PROGRESS,), ends_care=True
        ),
        "t1",
        Principal("tess", Kind.STAFF, "north"),
        TESS,
    )
    found: Transfer = made.changes[0]
    return found


LAKE = Clinic(
    id="lake",
    network="north",
    jurisdiction="US-ID",
    zone="America/Boise",
    name="Lake",
    languages=("en",),
    on_call=("eve",),
    agency_name="County",
)


def said_yes(*persons: str) -> Transfer:
    plain = moved_to()
    words = tuple(
        TransferWord(person=who, agrees=True, captured_by="desk", at=AT, session=None, document="d") for who in persons
    )
    return replace(plain, words=words)


@pytest.mark.parametrize(
    ("basis", "agreed", "complete"),
    [
        (ConsentBasis.GUARDIAN, ("mother",), True),
        (ConsentBasis.GUARDIAN, (CHILD,), False),
        (ConsentBasis.BOTH, ("mother",), False),
        (ConsentBasis.BOTH, ("mother", CHILD), True),
        (ConsentBasis.MINOR, (CHILD,), True),
        (ConsentBasis.MINOR, ("mother",), False),
        (ConsentBasis.COURT, ("father",), True),
        (ConsentBasis.GUARDIAN, ("stranger",), False),
    ],
)
def test_whose_consent_a_transfer_takes(basis: ConsentBasis, agreed: tuple[str, ...], complete: bool) -> None:
    assert transfers.complete(replace(FAMILY, basis=basis), said_yes(*agreed), DESK) is complete


def test_what_did_not_go_over_is_kept_from_the_new_clinic_and_from_nobody_else() -> None:
    got = Received(transfer="t1", sender="hill", receiver="lake", classes=(C.GOALS_PROGRESS,))
    team = replace(FAMILY.teams[0], clinic="lake", persons=("lars",))
    family = replace(FAMILY, clinics=("hill", "lake"), teams=(*FAMILY.teams, team), transfers=(got,))
    asker = Principal("lars", Kind.STAFF, "north")
    assert transfers.held_back(family, asker, "lars", "hill", C.SESSION_DETAIL)
    assert not transfers.held_back(family, asker, "lars", "hill", C.GOALS_PROGRESS)
    assert not transfers.held_back(family, asker, "lars", "lake", C.SESSION_DETAIL)
    assert not transfers.held_back(family, asker, "tess", "hill", C.SESSION_DETAIL)
