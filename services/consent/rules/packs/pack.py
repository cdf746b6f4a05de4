"""One jurisdiction in one period: what its law says, where that was read, and how well it has been checked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

VERSION_CHARACTERS = 12  # of SHA-256 in hexadecimal: what people compare by eye, and no two packs of a network share
VERSIONS_KEPT = 4096  # a network has a few hundred packs over the years


class ParentInformation(StrEnum):
    """What a parent may be told about treatment the minor consented to alone.

    `required` and `permitted` read alike in the rules: the minor's law then keeps nothing from a parent.
    """

    REQUIRED = "required"
    PERMITTED = "permitted"
    FORBIDDEN = "forbidden"
    DISCRETION = "discretion"
    UNKNOWN = "unknown"


class HarmNotice(StrEnum):
    """Notice to parents of serious or imminent harm when the minor consented alone."""

    SHALL = "shall"
    MAY = "may"
    INCAPABLE = "incapable"  # only when the minor lacks the capacity for a rational choice
    UNKNOWN = "unknown"


class PsychotherapyNotes(StrEnum):
    """What the law says of a therapist's own notes. The rules are stricter: no adult of a family is ever given them."""

    AUTHOR_ONLY = "author-only"
    AUTHORISATION = "authorisation"  # a written authorisation for just these notes, never the right to the record
    AS_RECORD = "as-record"  # no rule of their own
    UNKNOWN = "unknown"


class PackStatus(StrEnum):
    """How well the pack has been checked. Unverified never decides."""

    VERIFIED_TEXT = "verified-text"
    VERIFIED_SECONDARY = "verified-secondary"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimit:
    """How long a minor may be seen on their own consent alone; None leaves that measure open.

    Told to staff. The rules know no count of sessions, so that reaching the limit decides nothing by itself.
    """

    sessions: int | None = None
    days: int | None = None
    below_age: int | None = None  # from this age on there is no limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """In force from the day `since` up to, not including, `until`; None leaves that end open.

    `age_of_consent` None: no fixed age, the minor's capacity decides. `detail_age` and `summary_age`: ages from which
    session detail is not a parent's by default, and goals are shared in summary; a clinic's policy may set them lower.
    """

    jurisdiction: str
    since: str | None = None  # YYYY-MM-DD, where the clinic is
    until: str | None = None
    age_of_consent: int | None
    parent_information: ParentInformation
    harm_notice: HarmNotice
    tell_minor: bool  # the minor must be told when a parent is
    session_limit: SessionLimit | None = None
    psychotherapy_notes: PsychotherapyNotes = PsychotherapyNotes.UNKNOWN
    detail_age: int | None = None
    summary_age: int | None = None
    majority: int
    citation: str
    status: PackStatus
    source: str = ""  # where it was read
    checked: str | None = None  # YYYY-MM-DD, when it was read
    note: str = ""

    @property
    def verified(self) -> bool:
        """Somebody has read it in a source that can be named."""
        return self.status is not PackStatus.UNVERIFIED

    @property
    def version(self) -> str:
        """Twelve characters that change with the content."""
        return _version(self)

    def holds(self, day: date) -> bool:
        """Whether it is in force on that day."""
        text = day.isoformat()  # text order is the order of days
        return (self.since is None or self.since <= text) and (self.until is None or text < self.until)

    def content(self) -> dict[str, Any]:
        """As a file has it."""
        return asdict(self)


def hashed(content: Mapping[str, Any] | list[Any]) -> str:
    """Twelve characters of the hash over canonical JSON."""
    body = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()[:VERSION_CHARACTERS]


@lru_cache(maxsize=VERSIONS_KEPT)
def _version(pack: Pack) -> str:
    return hashed(pack.content())
