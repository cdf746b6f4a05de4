"""The certificate on file, and whether it is that of these rules."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.consent.certificate.made import sample, summed
from services.consent.rules.version import rules_version

PATH = Path(__file__).parent / "certificate.json"
AGAIN = "make it again: ./alliance certificate make"


def read() -> dict[str, Any]:
    """What is on file; FileNotFoundError without one."""
    found: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return found


def write(certificate: Mapping[str, Any]) -> None:
    """Puts it on file."""
    PATH.write_text(json.dumps(certificate, indent=1) + "\n", encoding="utf-8")


def stale(certificate: Mapping[str, Any]) -> list[str]:
    """Why it is not the certificate of these rules; looks at their version only."""
    now = rules_version()
    if certificate["rules"] == now:
        return []
    return [f"the rules are {now}, the certificate is for {certificate['rules']}; {AGAIN}"]


def differing(certificate: Mapping[str, Any]) -> list[str]:
    """What a sample made now counts otherwise than the certificate's; Violation when a property does not hold."""
    found, kept = summed(sample()), certificate["sample"]
    return [
        f"{part}: {name} was {kept[part].get(name, 0):,}, is {found[part].get(name, 0):,}; {AGAIN}"
        for part in found
        for name in sorted(found[part].keys() | kept[part].keys())
        if found[part].get(name, 0) != kept[part].get(name, 0)
    ]
