"""What the rules look at: for each person a handful of flags. Equal flags, equal answer."""

from enum import IntEnum
from typing import NamedTuple

from contracts.codes import AuthorityKind, ChildTold, ConcernKind, DangerState, DisclosureClass, Severity
from services.consent.rules.packs import HarmNotice, ParentInformation

ABUSE = frozenset(
    {ConcernKind.ABUSE_PHYSICAL, ConcernKind.ABUSE_SEXUAL, ConcernKind.ABUSE_EMOTIONAL, ConcernKind.NEGLECT}
)
THREATS = frozenset({ConcernKind.SELF_HARM, ConcernKind.SUICIDAL_INTENT, ConcernKind.HARM_TO_OTHERS})
GRAVE = frozenset({Severity.SERIOUS, Severity.IMMINENT})
LEGAL_KINDS = frozenset(
    {
        AuthorityKind.SOLE_LEGAL,
        AuthorityKind.JOINT_LEGAL,
        AuthorityKind.JOINT_CONSENT_REQUIRED,
        AuthorityKind.ADOPTIVE,
        AuthorityKind.STATE_GUARDIAN,
        AuthorityKind.MINOR_PARENT,
    }
)
CARE_KINDS = frozenset({AuthorityKind.FOSTER, AuthorityKind.KINSHIP, AuthorityKind.PHYSICAL_ONLY})
CONTACT_KINDS = frozenset({AuthorityKind.ACCESS_ONLY, AuthorityKind.SUPERVISED_CONTACT})
# A sole order leaves no room for these in another hand; a state guardian may share with parents (a care order does).
EXCLUDED_BY_SOLE = frozenset(
    {
        AuthorityKind.SOLE_LEGAL,
        AuthorityKind.JOINT_LEGAL,
        AuthorityKind.JOINT_CONSENT_REQUIRED,
        AuthorityKind.ADOPTIVE,
    }
)
SUSPECTED = frozenset({DangerState.ALLEGED, DangerState.SUBSTANTIATED})
MAJORITY = 18  # years, where no pack says otherwise


class Standing(IntEnum):
    """What an adult is to the child in law, the strongest edge that holds now."""

    NONE = 0
    CONTACT = 1
    CARE = 2
    LEGAL = 3


class Said(IntEnum):
    """A yes that is absent, unproven or proven."""

    NOTHING = 0
    UNVERIFIED = 1
    VERIFIED = 2


class Facts(NamedTuple):
    """One person, one item, one moment. The defaults are the plainest case: a verified joint guardian.

    A tuple, because rulings are looked up by it: made, hashed and compared without running Python.
    """

    item_class: DisclosureClass
    grave: bool = False
    on_record: bool = True
    standing: Standing = Standing.LEGAL
    verified: bool = True
    court_granted: bool = False
    somebody_responsible: bool = True
    contradictory: bool = False
    protective: bool = False
    restricted: bool = False
    terminated: bool = False
    danger: DangerState | None = None
    named: bool = False
    with_accused: bool = False
    grown: bool = False
    detail_age: bool = False
    narrow_age: bool = False
    alone: bool = False
    incapable: bool = False
    law_known: bool = True
    law_verified: bool = True
    recognised: bool = True
    information: ParentInformation = ParentInformation.UNKNOWN
    notice: HarmNotice = HarmNotice.UNKNOWN
    tell_minor: bool = False
    bounded: bool = False
    agreement: bool = False
    child_yes: Said = Said.NOTHING
    child_no: bool = False
    guardians_yes: Said = Said.NOTHING
    joint_missing: bool = False
    refused: bool = False
    clinic_withholds: bool = False
    child_told: ChildTold = ChildTold.TOLD
