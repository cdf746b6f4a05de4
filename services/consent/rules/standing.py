"""The adults around the child at one moment: what each is in law, who is a danger, who lives with whom."""

from collections.abc import Set
from datetime import datetime

from contracts.codes import AuthorityKind, DangerState
from services.consent.rules.case import Authority, Case
from services.consent.rules.facts import (
    CARE_KINDS,
    CONTACT_KINDS,
    EXCLUDED_BY_SOLE,
    LEGAL_KINDS,
    SUSPECTED,
    OfPerson,
    Standing,
)

ENDING = frozenset({AuthorityKind.PROTECTIVE_ORDER, AuthorityKind.RIGHTS_TERMINATED})
WORST_FIRST = (DangerState.SUBSTANTIATED, DangerState.ALLEGED, DangerState.UNFOUNDED)
STANDINGS = {
    **dict.fromkeys(AuthorityKind, Standing.NONE),
    **dict.fromkeys(CONTACT_KINDS, Standing.CONTACT),
    **dict.fromkeys(CARE_KINDS, Standing.CARE),
    **dict.fromkeys(LEGAL_KINDS, Standing.LEGAL),
}


class Around:
    """The edges and flags that hold, each adult's own found in one step; what was found of a person is kept."""

    def __init__(self, case: Case, at: datetime) -> None:
        self.edges = [edge for edge in case.authorities if edge.holds(at)]
        self.dangers = {(danger.person, danger.state) for danger in case.dangers if danger.holds(at)}
        self.adults = {adult.person: adult for adult in case.adults}
        self.legal = {edge.person for edge in self.edges if edge.kind in LEGAL_KINDS}
        self.responsible = any(STANDINGS[edge.kind] >= Standing.CARE for edge in self.edges)
        self.jointly = any(edge.kind is AuthorityKind.JOINT_CONSENT_REQUIRED for edge in self.edges)
        self.suspected = {person for person, state in self.dangers if state in SUSPECTED}
        self.substantiated = {person for person, state in self.dangers if state is DangerState.SUBSTANTIATED}
        self.contradictory = _contradictory(self.edges)
        self._known: dict[str, OfPerson] = {}

    def of(self, person: str) -> OfPerson:
        """What this person is to the child."""
        found = self._known.get(person)
        if found is None:
            found = self._known[person] = self._of(person)
        return found

    def _of(self, person: str) -> OfPerson:
        own = [edge for edge in self.edges if edge.person == person]
        standing = max((STANDINGS[edge.kind] for edge in own), default=Standing.NONE)
        return OfPerson(
            on_record=person in self.adults,
            standing=standing,
            verified=any(edge.verifier is not None and STANDINGS[edge.kind] is standing for edge in own),
            court_granted=any(edge.source == "court-order" and edge.kind in LEGAL_KINDS for edge in own),
            contradictory=self.contradictory and standing is Standing.LEGAL,
            terminated=any(edge.kind is AuthorityKind.RIGHTS_TERMINATED for edge in own),
            danger=next((state for state in WORST_FIRST if (person, state) in self.dangers), None),
        )

    def kinds_of(self, person: str) -> Set[AuthorityKind]:
        """All that holds between this person and the child."""
        return {edge.kind for edge in self.edges if edge.person == person}

    def ended(self, person: str) -> bool:
        """By order or judgement this person has no say any more."""
        return not ENDING.isdisjoint(self.kinds_of(person))

    def shares_a_home(self, person: str, accused: Set[str]) -> bool:
        """Lives with one of them, or may: two who live with the child in homes not known to differ."""
        own = self.adults.get(person)
        others = (self.adults.get(other) for other in accused if other != person)
        return own is not None and any(
            other.household == own.household
            if own.household is not None and other.household is not None
            else own.lives_with_child and other.lives_with_child
            for other in others
            if other is not None
        )


def _contradictory(edges: list[Authority]) -> bool:
    sole = any(edge.kind is AuthorityKind.SOLE_LEGAL for edge in edges)
    return sole and len({edge.person for edge in edges if edge.kind in EXCLUDED_BY_SOLE}) > 1
