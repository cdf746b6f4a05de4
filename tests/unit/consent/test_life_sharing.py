"""Sharing agreements, every small matrix: no voice opens anything by leaving, and no order of voices matters."""

from dataclasses import replace
from itertools import permutations, product
from typing import Any

import pytest

from contracts.codes import DisclosureClass, Outcome
from services.consent import commands
from services.consent.decisions import matrix, sharing
from services.consent.decisions.trails import Act
from services.consent.model import Cell, Family, Ground, SharingAgreement, SharingState, Trail, Voice, case_of
from services.consent.repository import packs
from services.consent.rules.case import Adult, Item
from services.consent.rules.engine import rule
from tests.unit.consent.families import AT, consent
from tests.unit.consent.test_decisions import FAMILY

ACT = Act("tess", AT)
TOPICS = (DisclosureClass.GOALS_PROGRESS, DisclosureClass.SESSION_DETAIL)
RECIPIENTS = ("gran", "mother")
PLACES = tuple(product(TOPICS, RECIPIENTS))
AROUND = replace(
    FAMILY, people=("father", "gran", "mother"), adults=(*FAMILY.adults, Adult(person="gran")), agreement=True
)
WORDS = (
    {"voice": Voice.CHILD, "person": None, "session": "s1", "document": None},
    {"voice": Voice.GUARDIAN, "person": "father", "session": None, "document": "d1"},
    {"voice": Voice.GUARDIAN, "person": "mother", "session": None, "document": "d2"},
    {"voice": Voice.THERAPIST, "person": None, "session": None, "document": None},
)
MATRICES = [
    tuple(
        Cell(topic=topic, recipient=who, share=said)
        for (topic, who), said in zip(PLACES, row, strict=True)
        if said is not None
    )
    for row in product((True, False, None), repeat=len(PLACES))
]


def family_of(made: Any, otherwise: Family) -> Family:
    return next((item for item in made.changes if isinstance(item, Family)), otherwise)


def paper_of(made: Any) -> SharingAgreement:
    found: SharingAgreement = next(item for item in made.changes if isinstance(item, SharingAgreement))
    return found


def agreed(cells: tuple[Cell, ...], order: Any = WORDS, family: Family = AROUND) -> tuple[Family, SharingAgreement]:
    proposal = commands.ProposeSharing(child="c1", cells=cells, guardians=("mother", "father"), until=None)
    paper = paper_of(sharing.propose(family, [], proposal, "agreement-1", ACT))
    for word in order:
        said = commands.VoiceSharing(child="c1", agreement=paper.id, agrees=True, **word)
        made = sharing.voice(family, paper, None, said, ACT)
        family, paper = family_of(made, family), paper_of(made)
    return family, paper


def told(family: Family) -> set[tuple[DisclosureClass, str]]:
    ground = Ground(clinic=None, pack=packs()["US-CO"], policy="p")
    return {
        (topic, who)
        for topic, who in PLACES
        if rule(case_of(family, ground, Item(disclosure_class=topic), AT), who).outcome is Outcome.PERMIT
    }


def left(family: Family, paper: SharingAgreement, word: Any) -> Family:
    command = commands.WithdrawSharing(child="c1", agreement=paper.id, reason="changed-mind", **word)
    return family_of(sharing.withdraw(family, paper, command, ACT), family)


def test_what_is_kept_is_kept_and_nobody_opens_anything_by_leaving_over_every_small_matrix() -> None:
    for cells in filter(None, MATRICES):
        family, paper = agreed(cells)
        open_then = told(family)
        assert paper.state is SharingState.AGREED
        assert open_then.isdisjoint((cell.topic, cell.recipient) for cell in cells if not cell.share), cells
        for word in WORDS:
            assert told(left(family, paper, word)) <= open_then, (cells, word)


def test_the_order_in_which_the_voices_spoke_does_not_matter() -> None:
    cells = MATRICES[5]
    found = {repr(replace(agreed(cells, order)[0])) for order in permutations(WORDS)}
    assert len(found) == 1


def test_what_was_made_of_an_agreement_goes_with_it_and_nothing_else_does() -> None:
    own = replace(AROUND, consents=(consent("mother", "gran", *TOPICS, id="own"),))
    family, paper = agreed(MATRICES[0], family=own)
    over = matrix.without(family, paper, AT)
    assert [item.id for item in over.consents if item.holds(AT)] == ["own"]
    assert not any(item.holds(AT) for item in over.assents)
    assert not any(item.holds(AT) for item in over.boundaries)


def test_every_fact_has_its_trail_and_every_trail_its_fact() -> None:
    proposal = commands.ProposeSharing(child="c1", cells=MATRICES[4], guardians=("mother", "father"), until=None)
    paper = paper_of(sharing.propose(AROUND, [], proposal, "agreement-1", ACT))
    words = [commands.VoiceSharing(child="c1", agreement=paper.id, agrees=True, **word) for word in WORDS]
    for word in words[:-1]:
        paper = paper_of(sharing.voice(AROUND, paper, None, word, ACT))
    made = sharing.voice(AROUND, paper, None, words[-1], ACT)
    after, trails = family_of(made, AROUND), [item.id for item in made.changes if isinstance(item, Trail)]
    facts = [item.id for item in after.assents]
    facts += [item.id for item in after.boundaries]
    facts += [item.id for item in after.consents]
    assert sorted(trails) == sorted(facts) == sorted(paper_of(made).facts)
    assert len(set(facts)) == len(facts)


def test_nobody_consents_to_telling_themselves() -> None:
    for cells in filter(None, MATRICES):
        family, _ = agreed(cells)
        assert all(item.grantor != item.grantee for item in family.consents)


@pytest.mark.parametrize("alone", [True, False])
def test_a_child_who_cannot_speak_is_no_party_and_says_nothing(alone: bool) -> None:
    family = replace(AROUND, child_incapable=alone)
    words = [word for word in WORDS if not alone or word["voice"] is not Voice.CHILD]
    after, paper = agreed(MATRICES[0], words, family)
    assert (paper.child_speaks, bool(after.assents)) == (not alone, not alone)
