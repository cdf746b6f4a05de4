"""What varies by place, as data with citation and status. A pack is read strictly: a wrong field is an error."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class ParentInformation(StrEnum):
    """What a parent may be told about treatment the minor consented to alone."""

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


class PackStatus(StrEnum):
    """How well the pack has been checked. Unverified never decides."""

    VERIFIED_TEXT = "verified-text"
    VERIFIED_SECONDARY = "verified-secondary"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One jurisdiction. `age_of_consent` None: no fixed age, the minor's capacity decides."""

    jurisdiction: str
    age_of_consent: int | None
    parent_information: ParentInformation
    harm_notice: HarmNotice
    tell_minor: bool  # the minor must be told when a parent is
    majority: int
    citation: str
    status: PackStatus
    effective: str | None
    note: str

    @property
    def verified(self) -> bool:
        """Somebody has read it in a source that can be named."""
        return self.status is not PackStatus.UNVERIFIED

    @property
    def version(self) -> str:
        """Twelve characters that change with the content."""
        body = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(body.encode()).hexdigest()[:12]


def pack_from(data: Mapping[str, Any]) -> Pack:
    """The pack; ValueError names the jurisdiction when a field is missing, unknown or out of range."""
    try:
        pack = Pack(
            **{
                **data,
                "parent_information": ParentInformation(data["parent_information"]),
                "harm_notice": HarmNotice(data["harm_notice"]),
                "status": PackStatus(data["status"]),
            }
        )
    except (TypeError, ValueError, KeyError) as error:
        raise ValueError(f"pack {data.get('jurisdiction')}: {error}") from error
    _check(pack)
    return pack


def _check(pack: Pack) -> None:
    if not pack.jurisdiction or not pack.citation:
        raise ValueError(f"pack {pack.jurisdiction}: jurisdiction and citation are required")
    if pack.age_of_consent is not None and not 0 <= pack.age_of_consent <= pack.majority:
        raise ValueError(f"pack {pack.jurisdiction}: age_of_consent lies between 0 and majority")
    if not 16 <= pack.majority <= 21:
        raise ValueError(f"pack {pack.jurisdiction}: majority lies between 16 and 21")


def packs_from(text: str) -> dict[str, Pack]:
    """All packs of one file by jurisdiction; ValueError when one is given twice."""
    packs = [pack_from(item) for item in json.loads(text)["packs"]]
    found = {pack.jurisdiction: pack for pack in packs}
    if len(found) != len(packs):
        raise ValueError("a jurisdiction is given twice")
    return found
