"""Rosters of invented families, as large as a test wants them."""

import csv
import io
from collections.abc import Iterator, Mapping

HEADER = (
    "child_id", "child_name", "birth_day", "clinic", "jurisdiction", "basis", "confidentiality_agreement", "care_team",
    "agency", "adult_id", "adult_name", "adult_language", "adult_zone", "adult_email", "adult_phone", "email_verified",
    "phone_verified", "authority", "since", "until", "source", "verifier", "lives_with_child",
)  # fmt: skip


def row(**cells: str) -> dict[str, str]:
    """A row that fits; `cells` replace."""
    usual = {
        "child_id": "c-1", "child_name": "Ana Quiroga", "birth_day": "2015-03-04", "clinic": "Harbour Denver",
        "basis": "guardian", "adult_id": "a-1", "adult_name": "Rita Quiroga", "adult_email": "rita.q@example.org",
        "adult_phone": "+1 303 555 0160", "authority": "sole-legal", "since": "2015-03-04",
        "source": "birth-certificate", "lives_with_child": "yes",
    }  # fmt: skip
    return {**dict.fromkeys(HEADER, ""), **usual, **cells}


def as_csv(*rows: Mapping[str, str], delimiter: str = ",") -> bytes:
    """The file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def town(children: int) -> Iterator[dict[str, str]]:
    """Three children in four have two parents; every third child has a sibling before it."""
    family = 0
    for number in range(children):
        family += number % 3 != 2
        for parent in range(1 if family % 4 == 0 else 2):
            yield row(
                child_id=f"c-{number}",
                child_name=f"Child {number}",
                birth_day=f"{2010 + number % 12}-0{number % 9 + 1}-15",
                adult_id=f"a-{family}-{parent}",
                adult_name=f"Parent {family} {parent}",
                adult_email=f"parent.{family}.{parent}@example.org",
                adult_phone=f"+1303{family:06d}{parent}",
                authority="joint-legal" if family % 4 else "sole-legal",
                since=f"{2010 + number % 12}-0{number % 9 + 1}-15",
            )
