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
# What would tell an accused adult that there is an allegation, or help them to harm. All else stays as it was: a view
# that suddenly empties is itself a notice.
COVERT = frozenset(
    {
        DisclosureClass.SAFETY_CONCERN,
        DisclosureClass.SESSION_DETAIL,
        DisclosureClass.CONTACT_DATA,
        DisclosureClass.REPORT_EXISTENCE,
    }
)
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


class OfItem(NamedTuple):
    """What the item is, with what law and clinic say of its kind."""

    item_class: DisclosureClass
    grave: bool
    child_told: ChildTold
    notice: HarmNotice
    clinic_withholds: bool


class OfFamily(NamedTuple):
    """What is so of the child at the moment, whoever asks about whatever."""

    somebody_responsible: bool
    grown: bool
    detail_age: bool
    narrow_age: bool
    alone: bool
    incapable: bool
    law_known: bool
    law_verified: bool
    recognised: bool
    information: ParentInformation
    tell_minor: bool
    agreement: bool


class OfPerson(NamedTuple):
    """What the adult is to the child at the moment, whatever it is about."""

    on_record: bool
    standing: Standing
    verified: bool
    court_granted: bool
    contradictory: bool
    terminated: bool
    danger: DangerState | None


class OfMatter(NamedTuple):
    """What stands between this adult and this class of item, and what was said about it."""

    protective: bool
    restricted: bool
    named: bool
    with_accused: bool
    bounded: bool
    child_yes: Said
    child_no: bool
    guardians_yes: Said
    joint_missing: bool
    refused: bool


class Facts(NamedTuple):
    """One person, one item, one moment: the four parts above, end to end and in this order.

    A tuple, because rulings are looked up by it: made, hashed and compared without running Python.
    """

    item_class: DisclosureClass
    grave: bool
    child_told: ChildTold
    notice: HarmNotice
    clinic_withholds: bool

    somebody_responsible: bool
    grown: bool
    detail_age: bool
    narrow_age: bool
    alone: bool
    incapable: bool
    law_known: bool
    law_verified: bool
    recognised: bool
    information: ParentInformation
    tell_minor: bool
    agreement: bool

    on_record: bool
    standing: Standing
    verified: bool
    court_granted: bool
    contradictory: bool
    terminated: bool
    danger: DangerState | None

    protective: bool
    restricted: bool
    named: bool
    with_accused: bool
    bounded: bool
    child_yes: Said
    child_no: bool
    guardians_yes: Said
    joint_missing: bool
    refused: bool
