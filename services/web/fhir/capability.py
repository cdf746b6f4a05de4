"""What this endpoint can do, as FHIR describes it. Made from the tables that serve the requests."""

from typing import Any

from services.web.fhir.answers import MIME, Resource, root
from services.web.fhir.resources import SERVED

DATE = "2026-11-22"  # of this description
TOKENS = {"identifier", "status", "lifecycle-status", "altid"}
AUDIT_PARAMETERS = ("altid", "date", "patient")


def statement() -> Resource:
    """The CapabilityStatement."""
    kinds = {**{kind: _parameters(kind) for kind in SERVED}, "AuditEvent": ("_id", *AUDIT_PARAMETERS)}
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": DATE,
        "kind": "instance",
        "software": {"name": "Alliance"},
        "implementation": {"description": "Read-only; every answer is decided for its reader, now", "url": root()},
        "fhirVersion": "4.0.1",
        "format": [MIME, "json"],
        "rest": [
            {
                "mode": "server",
                "security": {
                    "cors": False,
                    "description": "A bearer token of the platform, or the session of somebody who has signed in.",
                },
                "resource": [_resource(kind, names) for kind, names in sorted(kinds.items())],
            }
        ],
    }


def _parameters(kind: str) -> tuple[str, ...]:
    served = SERVED[kind]
    return ("_id", *(() if kind == "Patient" else ("patient",)), *served.tokens, *served.dates)


def _resource(kind: str, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "no-version",
        "searchParam": [{"name": name, "type": _type(name)} for name in sorted(names)],
    }


def _type(name: str) -> str:
    if name == "patient":
        return "reference"
    return "token" if name in TOKENS or name == "_id" else "date"
