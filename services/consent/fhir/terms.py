"""Code systems, and which of their codes mean something here. A code that is not listed is refused, never guessed."""

from enum import StrEnum

from contracts.codes import ConsentStatus


class Release(StrEnum):
    """The FHIR release a resource is written in; the resource itself does not say."""

    R4 = "R4"
    R5 = "R5"


SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
CATEGORY = "http://loinc.org"
CATEGORIES = {
    CATEGORY: frozenset({"59284-0", "64292-6"}),  # patient consent; release of information consent
    "http://terminology.hl7.org/CodeSystem/v3-ActCode": frozenset({"IDSCL", "INFA"}),
}
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
RECIPIENTS = {PARTICIPATION: frozenset({"PRCP", "IRCP"})}  # primary, and any, information recipient
ACTION = "http://terminology.hl7.org/CodeSystem/consentaction"
ACTIONS = {ACTION: frozenset({"access", "disclose"})}  # what a consent here is about: that somebody is told
POLICY = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
POLICIES = {"OPTIN": "permit", "OPTOUT": "deny"}
PERMIT, DENY = "permit", "deny"
NEGATED = {PERMIT: DENY, DENY: PERMIT}
LIMITED_TO = "urn:alliance:fhir:decision-limited-to"
"""Modifier extension of an R5 Consent: its `decision` speaks of these classes only. R5 has no other place for it."""

STATUSES = {
    "active": ConsentStatus.ACTIVE,
    "inactive": ConsentStatus.INACTIVE,
    "entered-in-error": ConsentStatus.ENTERED_IN_ERROR,
}
ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
