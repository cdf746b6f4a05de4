"""A pack in plain words, field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.consent.rules.packs import (
    HarmNotice,
    Pack,
    PackStatus,
    ParentInformation,
    PsychotherapyNotes,
    SessionLimit,
)

CODES: Mapping[StrEnum, str] = {
    ParentInformation.REQUIRED: "must be told",
    ParentInformation.PERMITTED: "may be told",
    ParentInformation.FORBIDDEN: "must not be told without the minor's agreement",
    ParentInformation.DISCRETION: "left to professional judgement",
    ParentInformation.UNKNOWN: "not known",
    HarmNotice.SHALL: "must be given",
    HarmNotice.MAY: "may be given, by professional judgement",
    HarmNotice.INCAPABLE: "only when the minor cannot make a rational choice",
    HarmNotice.UNKNOWN: "not known",
    PsychotherapyNotes.AUTHOR_ONLY: "for their author alone",
    PsychotherapyNotes.AUTHORISATION: "only with a written authorisation for just these notes",
    PsychotherapyNotes.AS_RECORD: "as the rest of the record",
    PsychotherapyNotes.UNKNOWN: "not known",
    PackStatus.VERIFIED_TEXT: "verified in the text of the law",
    PackStatus.VERIFIED_SECONDARY: "verified in a secondary source",
    PackStatus.UNVERIFIED: "not verified: escalates instead of deciding",
}


@dataclass(frozen=True, slots=True)
class Field:
    """What a field is called in a sentence, and how its value reads."""

    subject: str
    says: Callable[[Any], str]


def session_limit(limit: SessionLimit | None) -> str:
    """`8 sessions, until the age of 17`."""
    if limit is None:
        return "none on file"
    parts = [f"{limit.sessions} sessions"] if limit.sessions is not None else []
    parts += [f"{limit.days} days"] if limit.days is not None else []
    said = " or ".join(parts)
    return said if limit.below_age is None else f"{said}, until the age of {limit.below_age}"


def _code(value: StrEnum) -> str:
    return f'"{CODES[value]}"'


def _age(otherwise: str) -> Callable[[int | None], str]:
    return lambda age: otherwise if age is None else str(age)


def _quoted(value: str | None) -> str:
    return f'"{value}"' if value else "none"


FIELDS: Mapping[str, Field] = {
    "age_of_consent": Field("the age of consent", _age("not fixed")),
    "parent_information": Field("what a parent is told of care the minor consented to alone", _code),
    "harm_notice": Field("notice to a parent of serious harm", _code),
    "tell_minor": Field(
        "telling the minor when a parent is told", lambda value: "obligatory" if value else "left open"
    ),
    "session_limit": Field("the limit on the minor's consent alone", session_limit),
    "psychotherapy_notes": Field("the rule on psychotherapy notes", _code),
    "detail_age": Field("the age that keeps session detail from a parent", _age("the clinic's own")),
    "summary_age": Field("the age that narrows goals to a summary", _age("the clinic's own")),
    "majority": Field("the age of majority", str),
    "status": Field("the verification", _code),
    "citation": Field("the citation", _quoted),
    "source": Field("the source", _quoted),
    "checked": Field("the day it was checked", lambda value: value or "none"),
    "note": Field("the note", _quoted),
}
"""Every field of a pack but the jurisdiction and the period, in the order in which people ask."""


def described(pack: Pack) -> list[str]:
    """One line for each field."""
    return [f"{field.subject}: {field.says(getattr(pack, name))}" for name, field in FIELDS.items()]


def period(since: str | None, until: str | None) -> str:
    """`from 2027-01-01 until 2028-01-01`; empty when both ends are open."""
    ends = (f"from {since}" if since else "", f"until {until}" if until else "")
    return " ".join(part for part in ends if part)
