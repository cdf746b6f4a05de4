"""The conflict algebra: six ranks of small rules, and the doubts that turn a yes into a question.

The first rank in which a rule fires decides; within a rank a no beats a question and a question beats a yes. What no
rule permits is withheld. A doubt never overturns a no. The words for each code are in `wording.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from contracts.codes import ChildTold, DangerState, DisclosureClass
from services.consent.rules.facts import COVERT, Facts, Said, Standing
from services.consent.rules.packs import HarmNotice, ParentInformation

C = DisclosureClass
EVERYDAY = frozenset({C.FACT_OF_TREATMENT, C.ATTENDANCE_BILLING, C.GOALS_PROGRESS, C.HOME_PRACTICE})
GUARDIANS = EVERYDAY | {C.SAFETY_CONCERN}
ENTITLED = frozenset({C.FACT_OF_TREATMENT, C.ATTENDANCE_BILLING})
# What a guardian may know although the child objects; about safety the objection is heard by a human instead.
BEYOND_OBJECTION = ENTITLED | {C.SAFETY_CONCERN}
CHILD_DECIDES = GUARDIANS | {C.SESSION_DETAIL}


class Verdict(IntEnum):
    """The greater one wins within a rank."""

    PERMIT = 0
    ESCALATE = 1
    DENY = 2


Predicate = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """When the predicate holds, the verdict is given under this code."""

    code: str
    verdict: Verdict
    when: Predicate


def _harm(facts: Facts) -> bool:
    return facts.grave and facts.item_class is C.SAFETY_CONCERN and facts.standing >= Standing.CARE


def _harm_alone(facts: Facts, *notices: HarmNotice) -> bool:
    return _harm(facts) and facts.alone and not facts.grown and _unsaid(facts) and facts.notice in notices


def _unsaid(facts: Facts) -> bool:
    """The child's own proven yes needs no duty: it is left to the ranks below."""
    return facts.child_yes is not Said.VERIFIED or facts.child_no


def _minor(facts: Facts) -> bool:
    """An episode the minor consented to alone, and no word of the minor for this person."""
    return facts.alone and not facts.grown and facts.child_yes is Said.NOTHING


def _minor_by_law(facts: Facts, information: ParentInformation) -> bool:
    return _minor(facts) and facts.law_verified and facts.recognised and facts.information is information


def _carer(facts: Facts) -> bool:
    return facts.standing >= Standing.CARE


# Against one person, whoever it is. Such a person bears no duty about the item either.
AGAINST = (
    Rule("protective-order", Verdict.DENY, lambda f: f.protective),
    Rule("court-restriction", Verdict.DENY, lambda f: f.restricted),
    Rule("rights-terminated", Verdict.DENY, lambda f: f.terminated),
    Rule("abuse-substantiated", Verdict.DENY, lambda f: f.danger is DangerState.SUBSTANTIATED),
    Rule("abuse-alleged", Verdict.DENY, lambda f: f.danger is DangerState.ALLEGED and f.item_class in COVERT),
    Rule("named-in-concern", Verdict.DENY, lambda f: f.named),
)
PROTECTION = (
    Rule("psychotherapy-note", Verdict.DENY, lambda f: f.item_class is C.PSYCHOTHERAPY_NOTE),
    Rule("third-party-information", Verdict.DENY, lambda f: f.item_class is C.THIRD_PARTY),
    *AGAINST,
)

HARM = (
    Rule("harm-inform-guardian", Verdict.PERMIT, lambda f: _harm(f) and not f.alone and not f.grown),
    Rule("harm-notice-shall", Verdict.PERMIT, lambda f: _harm_alone(f, HarmNotice.SHALL)),
    Rule("harm-notice-may", Verdict.ESCALATE, lambda f: _harm_alone(f, HarmNotice.MAY)),
    Rule("harm-child-incapable", Verdict.PERMIT, lambda f: _harm_alone(f, HarmNotice.INCAPABLE) and f.incapable),
    Rule("harm-child-capable", Verdict.DENY, lambda f: _harm_alone(f, HarmNotice.INCAPABLE) and not f.incapable),
    Rule("harm-law-unknown", Verdict.ESCALATE, lambda f: _harm_alone(f, HarmNotice.UNKNOWN)),
    Rule("harm-grown", Verdict.ESCALATE, lambda f: _harm(f) and f.grown and _unsaid(f)),
)

MINORS = (
    Rule("child-is-adult", Verdict.DENY, lambda f: f.grown and f.child_yes is not Said.VERIFIED),
    Rule("minor-consent-protected", Verdict.DENY, lambda f: _minor_by_law(f, ParentInformation.FORBIDDEN)),
    Rule(
        "minor-consent-discretion",
        Verdict.ESCALATE,
        lambda f: _minor_by_law(f, ParentInformation.DISCRETION) and _carer(f) and f.item_class in GUARDIANS,
    ),
    Rule(
        "minor-consent-detail",
        Verdict.DENY,
        lambda f: _minor_by_law(f, ParentInformation.DISCRETION) and f.item_class not in GUARDIANS,
    ),
    Rule(
        "minor-law-unverified",
        Verdict.ESCALATE,
        # Also where a programme's own rule forbids: whether this minor could consent alone is not known either.
        lambda f: _minor(f) and _carer(f) and (not f.law_verified or f.information is ParentInformation.UNKNOWN),
    ),
    Rule(
        "minor-consent-not-recognised",
        Verdict.ESCALATE,
        lambda f: _minor(f) and _carer(f) and f.law_verified and not f.recognised,
    ),
    Rule(
        "child-yes-unverified",
        Verdict.ESCALATE,
        lambda f: f.alone and not f.grown and f.child_yes is Said.UNVERIFIED and not f.child_no,
    ),
)

BOUNDARIES = (Rule("therapist-boundary", Verdict.DENY, lambda f: f.bounded),)


def _guardians_consent(facts: Facts) -> bool:
    """Guardians speak for a child who did not consent alone; session detail needs the child's yes besides."""
    spoken = facts.guardians_yes is not Said.NOTHING and not facts.alone and facts.standing < Standing.CARE
    detail = facts.item_class is C.SESSION_DETAIL and facts.child_yes is Said.VERIFIED
    return spoken and (facts.item_class in GUARDIANS or detail)


WISHES = (
    Rule(
        "child-objects",
        Verdict.DENY,
        lambda f: f.child_no and (f.alone or f.grown or f.item_class not in BEYOND_OBJECTION),
    ),
    Rule("child-objects-recipient", Verdict.DENY, lambda f: f.child_no and not _carer(f)),
    Rule("child-objects-safety", Verdict.ESCALATE, lambda f: f.child_no and f.item_class is C.SAFETY_CONCERN),
    Rule(
        "confidentiality-agreement",
        Verdict.DENY,
        lambda f: f.agreement and f.item_class is C.SESSION_DETAIL and f.child_yes is Said.NOTHING,
    ),
    Rule(
        "child-yes-unproven",
        Verdict.ESCALATE,
        lambda f: f.child_yes is Said.UNVERIFIED and f.item_class is C.SESSION_DETAIL and _carer(f),
    ),
    Rule(
        "child-agrees",
        Verdict.PERMIT,
        lambda f: f.child_yes is Said.VERIFIED and f.item_class in CHILD_DECIDES and (_carer(f) or f.alone or f.grown),
    ),
    Rule("guardians-disagree", Verdict.ESCALATE, lambda f: f.refused and (_carer(f) or _guardians_consent(f))),
    Rule("joint-consent-missing", Verdict.ESCALATE, lambda f: f.joint_missing and _guardians_consent(f)),
    Rule(
        "guardian-consent-unverified",
        Verdict.ESCALATE,
        lambda f: _guardians_consent(f) and f.guardians_yes is Said.UNVERIFIED,
    ),
    Rule("guardians-consent", Verdict.PERMIT, _guardians_consent),
)


def _detail(facts: Facts) -> bool:
    return facts.item_class is C.SESSION_DETAIL and facts.standing is Standing.LEGAL and not facts.agreement


DEFAULTS = (
    Rule("clinic-withholds", Verdict.DENY, lambda f: f.clinic_withholds and f.item_class is not C.SAFETY_CONCERN),
    Rule("legal-guardian", Verdict.PERMIT, lambda f: f.standing is Standing.LEGAL and f.item_class in GUARDIANS),
    Rule("day-to-day-carer", Verdict.PERMIT, lambda f: f.standing is Standing.CARE and f.item_class in GUARDIANS),
    Rule("detail-young-child", Verdict.PERMIT, lambda f: _detail(f) and not f.detail_age),
    Rule("detail-older-child", Verdict.ESCALATE, lambda f: _detail(f) and f.detail_age),
    Rule(
        "report-judgement",
        Verdict.ESCALATE,
        lambda f: f.item_class is C.REPORT_EXISTENCE and f.standing is Standing.LEGAL,
    ),
    Rule("contact-judgement", Verdict.ESCALATE, lambda f: f.standing is Standing.CONTACT and f.item_class in ENTITLED),
    Rule("no-authority-on-record", Verdict.ESCALATE, lambda f: f.on_record and not f.somebody_responsible),
)

RANKS = (PROTECTION, HARM, MINORS, BOUNDARIES, WISHES, DEFAULTS)

DOUBTS = (
    Rule("unknown-jurisdiction", Verdict.ESCALATE, lambda f: not f.law_known),
    Rule("contradictory-custody", Verdict.ESCALATE, lambda f: f.contradictory),
    Rule("lives-with-accused", Verdict.ESCALATE, lambda f: f.with_accused and f.item_class in COVERT),
    Rule("authority-unverified", Verdict.ESCALATE, lambda f: _carer(f) and not f.verified),
)

WITHOUT_A_RULE = "default-deny"


@dataclass(frozen=True, slots=True)
class Obligation:
    """What goes with an answer. `verdicts`: with which ones."""

    code: str
    verdicts: frozenset[Verdict]
    when: Predicate


_TOLD = frozenset({Verdict.PERMIT, Verdict.ESCALATE})
_NO = frozenset({Verdict.DENY})
SUMMARY_ONLY = "summary-only"
OWN_CHANNEL = "own-channel"  # in person, or where nobody else of the home looks: no text message, no voice

OBLIGATIONS = (
    Obligation(
        "tell-child-first",
        _TOLD,
        lambda f: (
            f.child_told is ChildTold.NOT_YET
            and (f.item_class in (C.SAFETY_CONCERN, C.SESSION_DETAIL) or (f.alone and f.tell_minor))
        ),
    ),
    Obligation(SUMMARY_ONLY, _TOLD, lambda f: f.refused or (f.item_class is C.GOALS_PROGRESS and _narrow(f))),
    Obligation(OWN_CHANNEL, _TOLD, lambda f: f.with_accused and f.item_class in COVERT),
    Obligation("staff-second-check", _TOLD, lambda f: _carer(f) and not f.verified),
    Obligation("legal-review", _NO, lambda f: f.court_granted and _excluded(f)),
    Obligation("reroute", _NO, lambda f: f.item_class is C.SAFETY_CONCERN and _carer(f)),
)


def _excluded(facts: Facts) -> bool:
    found = facts.danger is DangerState.SUBSTANTIATED
    return found or (facts.danger is DangerState.ALLEGED and facts.item_class in COVERT)


def _narrow(facts: Facts) -> bool:
    return facts.narrow_age or facts.standing is not Standing.LEGAL
