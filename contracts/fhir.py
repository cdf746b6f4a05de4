"""What the services that speak FHIR must say alike: identifier systems, resource ids, security labels.

A FHIR id has at most 64 of `A-Za-z0-9-.`; ours may be longer, and several resources exist only for a pair (a child and
an adult). `fhir_id` packs the parts; `parts_of` gives them back. Nothing a person typed is in an id.
"""

import base64
import hashlib
import re

from contracts.codes import DisclosureClass
from kernel.contract import ID_PATTERN

CHILD_SYSTEM = "urn:alliance:child"
PERSON_SYSTEM = "urn:alliance:person"
CLINIC_SYSTEM = "urn:alliance:clinic"
CONSENT_SYSTEM = "urn:alliance:consent"
CLASS_SYSTEM = "urn:alliance:disclosure-class"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

CHARACTERS_MAX = 64  # of a FHIR id
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")
_ID = re.compile(ID_PATTERN)
_HEX = re.compile(r"[0-9a-f]{32}")  # identifiers that the platform makes itself
_PACKED = "-"  # our own identifiers begin with a letter or a digit, so a packed one cannot be mistaken for them
_HASHED = "--"  # no packed one begins so: its first byte would be a length of 248 or more
_HEX_MARK, _HEX_BYTES = 0xFF, 16

C = DisclosureClass
# HL7's Confidentiality, from open to closed; of its codes only those of which a class of ours has one.
LEVELS = ("N", "R", "V")
LABELS: dict[DisclosureClass, tuple[str, str | None]] = {
    C.FACT_OF_TREATMENT: ("N", None),
    C.ATTENDANCE_BILLING: ("N", None),
    C.GOALS_PROGRESS: ("N", None),
    C.HOME_PRACTICE: ("N", None),
    C.SAFETY_CONCERN: ("R", "VIO"),
    C.SESSION_DETAIL: ("R", "BH"),
    C.CONTACT_DATA: ("R", "LOCIS"),
    C.PSYCHOTHERAPY_NOTE: ("V", "PSYTHPN"),
    C.THIRD_PARTY: ("V", None),
    C.REPORT_EXISTENCE: ("V", "SDV"),
}
"""DS4P labels of each class: confidentiality, and the sensitivity (v3-ActCode) where HL7 has one."""


def fhir_id(*parts: str) -> str:
    """One FHIR id for an identifier, or for several that together name a resource. Different parts, different ids."""
    if len(parts) == 1 and _PLAIN.fullmatch(parts[0]):
        return parts[0]
    packed = _PACKED + _text(b"".join(_packed(part) for part in parts))
    if len(packed) <= CHARACTERS_MAX:
        return packed
    return _HASHED + _text(hashlib.sha256("\x1f".join(parts).encode()).digest())


def parts_of(id: str) -> tuple[str, ...] | None:
    """What `fhir_id` was given; None for what it never made, and for parts so long that only a hash stands for them."""
    if not id.startswith(_PACKED):
        return (id,) if _PLAIN.fullmatch(id) else None
    try:
        parts = tuple(_unpacked(_bytes(id.removeprefix(_PACKED))))
    except (ValueError, IndexError):
        return None
    fits = all(_ID.fullmatch(part) for part in parts)
    return parts if parts and fits and fhir_id(*parts) == id else None


def labels_of(*classes: DisclosureClass) -> list[dict[str, str]]:
    """The DS4P labels of data of these classes: the highest confidentiality, every sensitivity."""
    highest = max((LABELS[item][0] for item in classes), key=LEVELS.index)
    sensitivities = sorted({found for item in classes if (found := LABELS[item][1]) is not None})
    return [
        {"system": CONFIDENTIALITY, "code": highest},
        *({"system": ACT_CODE, "code": code} for code in sensitivities),
    ]


def _packed(part: str) -> bytes:
    if _HEX.fullmatch(part):
        return bytes((_HEX_MARK,)) + bytes.fromhex(part)
    return bytes((len(part),)) + part.encode("ascii")


def _unpacked(content: bytes) -> list[str]:
    parts, rest = [], content
    while rest:
        size = _HEX_BYTES if rest[0] == _HEX_MARK else rest[0]
        part, left = rest[1 : 1 + size], rest[1 + size :]
        if len(part) != size or not size:
            raise ValueError("cut off")
        parts.append(part.hex() if rest[0] == _HEX_MARK else part.decode("ascii"))
        rest = left
    return parts


def _text(content: bytes) -> str:
    return base64.b64encode(content, altchars=b"-.").decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-.", validate=True)
