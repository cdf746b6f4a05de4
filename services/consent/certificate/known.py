"""What is known of one adult in one family, read from the case apart from the rules' own reading.

It is written a second time on purpose: a mistake in how the rules read periods, orders, flags or words is found only by
somebody who reads them otherwise.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from contracts.codes import AuthorityKind, ConsentStatus, DangerState, DisclosureClass
from services.consent.rules.case import CHILD, Case, Dated, Item, Provision
from services.consent.rules.packs import ParentInformation

A, C = AuthorityKind, DisclosureClass
T = TypeVar("T", bound=Dated)
LEGAL = (A.SOLE_LEGAL, A.JOINT_LEGAL, A.JOINT_CONSENT_REQUIRED, A.ADOPTIVE, A.STATE_GUARDIAN, A.MINOR_PARENT)
CARING = (A.FOSTER, A.KINSHIP, A.PHYSICAL_ONLY)
RIVALS = (A.SOLE_LEGAL, A.JOINT_LEGAL, A.JOINT_CONSENT_REQUIRED, A.ADOPTIVE)
ENDED = (A.PROTECTIVE_ORDER, A.RIGHTS_TERMINATED)
HIDDEN_FROM_ACCUSED = (C.SAFETY_CONCERN, C.SESSION_DETAIL, C.CONTACT_DATA, C.REPORT_EXISTENCE)
OPEN = (ParentInformation.PERMITTED, ParentInformation.REQUIRED)


def current(facts: Iterable[T], at: datetime) -> list[T]:
    """Begun and not over."""
    return [fact for fact in facts if not fact.since > at and not (fact.until is not None and fact.until <= at)]


class Known:
    """Of one adult at the case's moment. The families here say the same of every class, but for orders."""

    def __init__(self, case: Case, person: str) -> None:
        self.case, self.person = case, person
        edges = current(case.authorities, case.at)
        own = [edge for edge in edges if edge.person == person]
        checked = [edge for edge in own if edge.verifier]
        self.legal = any(edge.kind in LEGAL for edge in own)
        self.carer = any(edge.kind in (LEGAL if self.legal else CARING) for edge in checked)
        sole = any(edge.kind is A.SOLE_LEGAL for edge in edges)
        self.contradicted = self.legal and sole and len({edge.person for edge in edges if edge.kind in RIVALS}) > 1
        self.ended = any(edge.kind in ENDED for edge in own)
        self.orders = [order for order in current(case.restrictions, case.at) if order.person == person]
        states = {danger.state for danger in current(case.dangers, case.at) if danger.person == person}
        self.alleged, self.found = DangerState.ALLEGED in states, DangerState.SUBSTANTIATED in states
        self.permitting = {
            said.grantor
            for said in current(case.consents, case.at)
            if said.status is ConsentStatus.ACTIVE
            and said.grantee == person
            and said.provision is Provision.PERMIT
            and said.verified
        }
        spoken = any(word.agrees and word.person in (None, person) for word in current(case.assents, case.at))
        self.child_agrees = spoken or CHILD in self.permitting

    def against(self, item: Item) -> bool:
        """Whether something speaks against telling this adult of the item."""
        ordered = any(not order.classes or item.disclosure_class in order.classes for order in self.orders)
        covert = self.alleged and item.disclosure_class in HIDDEN_FROM_ACCUSED
        return ordered or self.ended or self.found or covert or self.person in item.about

    def has_a_say(self, item: Item) -> bool:
        """May speak for the child about telling others of the item."""
        return self.legal and not self.against(item)


def law_leaves_open(case: Case) -> bool:
    """Whether a law that is verified and applies leaves it open what a parent hears of care the minor began alone."""
    pack = case.pack
    if pack is None or not pack.verified or case.policy.part2:
        return False
    return (pack.age_of_consent or 0) <= case.age and pack.parent_information in OPEN
