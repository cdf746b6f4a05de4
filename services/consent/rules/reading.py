"""From a case to the flags. Every flag is a question over a whole collection (`any`, `all`, distinct persons), so that
the order in which facts were recorded cannot matter.
"""

from typing import Any

from contracts.codes import AuthorityKind, ConsentBasis, ConsentStatus, DangerState
from services.consent.rules.case import CHILD, Assent, Authority, Boundary, Case, Consent, Provision, RestrictionKind
from services.consent.rules.facts import (
    CARE_KINDS,
    CONTACT_KINDS,
    EXCLUDED_BY_SOLE,
    GRAVE,
    LEGAL_KINDS,
    MAJORITY,
    SUSPECTED,
    THREATS,
    Facts,
    Said,
    Standing,
)
from services.consent.rules.packs import HarmNotice, ParentInformation


class Reading:
    """A case read once, for all its persons."""

    def __init__(self, case: Case) -> None:
        self.case, at, item = case, case.at, case.item
        self.cls = item.disclosure_class
        self.edges = tuple(edge for edge in case.authorities if edge.holds(at))
        self.dangers = {(danger.person, danger.state) for danger in case.dangers if danger.holds(at)}
        self.accused = {person for person, state in self.dangers if state in SUSPECTED} | set(item.about)
        self.restrictions = {
            (order.person, order.kind)
            for order in case.restrictions
            if order.holds(at) and (not order.classes or self.cls in order.classes)
        }
        self.adults = {adult.person: adult for adult in case.adults}
        self.legal = frozenset(edge.person for edge in self.edges if edge.kind in LEGAL_KINDS)
        self.responsible = any(edge.kind in LEGAL_KINDS or edge.kind in CARE_KINDS for edge in self.edges)
        self.contradictory = _contradictory(self.edges)
        self.consents = tuple(consent for consent in case.consents if self._speaks(consent))
        self.assents = tuple(assent for assent in case.assents if assent.holds(at) and self._within(assent))
        self.boundaries = tuple(line for line in case.boundaries if line.holds(at) and self._within(line))
        self.shared = self._shared()

    def _within(self, said: Assent | Boundary) -> bool:
        return not said.classes or self.cls in said.classes

    def _speaks(self, consent: Consent) -> bool:
        active = consent.status is ConsentStatus.ACTIVE and consent.holds(self.case.at)
        return active and self.cls in consent.classes

    def _barred(self, person: str) -> bool:
        """Whose word about others does not count: restricted, terminated, or under suspicion."""
        ordered = any((person, kind) in self.restrictions for kind in RestrictionKind)
        edges = {edge.kind for edge in self.edges if edge.person == person}
        ended = not edges.isdisjoint({AuthorityKind.PROTECTIVE_ORDER, AuthorityKind.RIGHTS_TERMINATED})
        return ordered or ended or person in self.accused

    def _shared(self) -> dict[str, Any]:
        case, pack, age = self.case, self.case.pack, self.case.age
        verified = pack is not None and pack.verified
        floor = pack.age_of_consent if pack is not None else None
        information = pack.parent_information if pack is not None and verified else ParentInformation.UNKNOWN
        return {
            "item_class": self.cls,
            "grave": case.item.severity in GRAVE,
            "somebody_responsible": self.responsible,
            "grown": age >= (pack.majority if pack is not None else MAJORITY),
            "detail_age": age >= case.policy.detail_age,
            "narrow_age": age >= case.policy.narrow_age,
            "alone": case.basis is ConsentBasis.MINOR,
            "incapable": case.child_incapable,
            "law_known": pack is not None,
            "law_verified": verified,
            "recognised": pack is not None and (floor is None or age >= floor),
            "information": ParentInformation.FORBIDDEN if case.policy.part2 else information,
            "notice": self._notice(verified),
            "tell_minor": pack is not None and pack.tell_minor,
            "agreement": case.agreement,
            "clinic_withholds": self.cls in case.policy.withheld,
            "child_told": case.item.child_told,
        }

    def _notice(self, verified: bool) -> HarmNotice:
        """A statute's `shall` speaks of threats of harm; for other grave concerns it leaves a judgement."""
        pack = self.case.pack
        if self.case.policy.part2:
            return HarmNotice.INCAPABLE
        if pack is None or not verified:
            return HarmNotice.UNKNOWN
        if pack.harm_notice is HarmNotice.SHALL and self.case.item.concern_kind not in THREATS:
            return HarmNotice.MAY
        return pack.harm_notice

    def facts(self, person: str) -> Facts:
        """What the rules look at for this person."""
        edges = tuple(edge for edge in self.edges if edge.person == person)
        kinds = {edge.kind for edge in edges}
        standing = _standing(kinds)
        return Facts(
            **self.shared,
            on_record=person in self.adults,
            standing=standing,
            verified=any(edge.verifier is not None for edge in edges if _standing({edge.kind}) is standing),
            court_granted=any(edge.source == "court-order" and edge.kind in LEGAL_KINDS for edge in edges),
            contradictory=self.contradictory and standing is Standing.LEGAL,
            protective=AuthorityKind.PROTECTIVE_ORDER in kinds
            or (person, RestrictionKind.PROTECTIVE_ORDER) in self.restrictions,
            restricted=(person, RestrictionKind.COURT_ORDER) in self.restrictions,
            terminated=AuthorityKind.RIGHTS_TERMINATED in kinds,
            danger=self._danger(person),
            named=person in self.case.item.about,
            with_accused=self._with_accused(person),
            bounded=any(line.person in (None, person) for line in self.boundaries),
            **self._wishes(person),
        )

    def _wishes(self, person: str) -> dict[str, Any]:
        """What child and guardians said; usually nobody has said anything of this class."""
        if not self.consents and not self.assents:
            return {}
        deciding = frozenset(who for who in self.legal if not self._barred(who))
        others = deciding - {person}
        return {
            "child_yes": self._child_yes(person),
            "child_no": self._child_no(person),
            "guardians_yes": _strongest(self._said(person, Provision.PERMIT, others)),
            "joint_missing": self._joint_missing(person, others),
            "refused": bool(self._said(person, Provision.DENY, others)),
        }

    def _danger(self, person: str) -> DangerState | None:
        for state in (DangerState.SUBSTANTIATED, DangerState.ALLEGED, DangerState.UNFOUNDED):
            if (person, state) in self.dangers:
                return state
        return None

    def _with_accused(self, person: str) -> bool:
        """Shares a home with an accused, or may: two who live with the child in homes not known to differ."""
        own = self.adults.get(person)
        others = (self.adults.get(accused) for accused in self.accused if accused != person)
        return own is not None and any(
            other.household == own.household
            if own.household is not None and other.household is not None
            else own.lives_with_child and other.lives_with_child
            for other in others
            if other is not None
        )

    def _child_yes(self, person: str) -> Said:
        if any(assent.agrees and assent.person in (None, person) for assent in self.assents):
            return Said.VERIFIED
        return _strongest(self._said(person, Provision.PERMIT, {CHILD}))

    def _child_no(self, person: str) -> bool:
        objects = any(not assent.agrees and assent.person in (None, person) for assent in self.assents)
        return objects or bool(self._said(person, Provision.DENY, {CHILD}))

    def _said(self, person: str, provision: Provision, grantors: frozenset[str] | set[str]) -> tuple[Consent, ...]:
        return tuple(
            consent
            for consent in self.consents
            if consent.grantee == person and consent.provision is provision and consent.grantor in grantors
        )

    def _joint_missing(self, person: str, others: frozenset[str]) -> bool:
        """Some guardian must consent jointly and not everybody with a say has."""
        if all(edge.kind is not AuthorityKind.JOINT_CONSENT_REQUIRED for edge in self.edges):
            return False
        agreed = {consent.grantor for consent in self._said(person, Provision.PERMIT, others)}
        return not others <= agreed


def _standing(kinds: set[AuthorityKind]) -> Standing:
    if not kinds.isdisjoint(LEGAL_KINDS):
        return Standing.LEGAL
    if not kinds.isdisjoint(CARE_KINDS):
        return Standing.CARE
    return Standing.NONE if kinds.isdisjoint(CONTACT_KINDS) else Standing.CONTACT


def _strongest(consents: tuple[Consent, ...]) -> Said:
    return max((Said.VERIFIED if consent.verified else Said.UNVERIFIED for consent in consents), default=Said.NOTHING)


def _contradictory(edges: tuple[Authority, ...]) -> bool:
    sole = {edge.person for edge in edges if edge.kind is AuthorityKind.SOLE_LEGAL}
    rivals = {edge.person for edge in edges if edge.kind in EXCLUDED_BY_SOLE}
    return bool(sole) and len(rivals) > 1
