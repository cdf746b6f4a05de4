"""The question of a case file, as the rules take it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from services.consent.rules.case import (
    Adult,
    Assent,
    Authority,
    Boundary,
    Case,
    ClinicPolicy,
    Consent,
    Danger,
    Item,
    Restriction,
)
from services.consent.rules.packs import Pack

Packs = Callable[[str, date], Pack | None]
"""The pack that is on file for a jurisdiction on a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A case, for whom it is asked, and who there is when a duty finds no adult. `jurisdiction` is the code given."""

    title: str | None
    story: str | None
    case: Case
    jurisdiction: str
    zone: ZoneInfo
    clinic: str
    agency: str | None
    on_call: tuple[str, ...]
    care_team: tuple[str, ...]
    persons: tuple[str, ...]
    expected: Mapping[str, Any] | None
    law: Callable[[date], Pack | None]
    """The law on another day: the pack given, or the one on file for that day."""
    raised_by: str | None = None
    """Who brought it up; on call when nobody else is."""


def asked_from(read: Mapping[str, Any], packs: Packs) -> Asked:
    """From what the schema has read."""
    clinic, adults = read["clinic"], read["adults"]
    zone = ZoneInfo(clinic["zone"])
    today = read["at"].astimezone(zone).date()
    law = partial(_law, read["pack"], read["jurisdiction"], packs)
    named = read["persons"] if read["persons"] is not None else [adult["person"] for adult in adults]
    return Asked(
        title=read["title"],
        story=read["story"],
        case=_case(read, law(today), today),
        jurisdiction=read["jurisdiction"] or read["pack"].jurisdiction,
        zone=zone,
        clinic=clinic["id"],
        agency=read["agency"],
        on_call=tuple(clinic["on_call"]),
        care_team=tuple(clinic["care_team"]),
        persons=tuple(sorted(named)),
        expected=read["expected"],
        law=law,
    )


def _law(given: Pack | None, jurisdiction: str, packs: Packs, day: date) -> Pack | None:
    return given if given is not None else packs(jurisdiction, day)


def _case(read: Mapping[str, Any], pack: Pack | None, today: date) -> Case:
    item, adults = read["item"], read["adults"]
    return Case(
        born=read["child"]["birth_day"],
        basis=read["basis"],
        agreement=read["confidentiality_agreement"],
        pack=pack,
        item=Item(**{**item, "about": tuple(sorted(set(item["about"])))}),
        at=read["at"],
        today=today,
        child_incapable=read["child"]["incapable"],
        adults=tuple(Adult(**{name: row[name] for name in row if name != "authorities"}) for row in adults),
        authorities=_edges(adults),
        restrictions=_records(Restriction, "restriction", read["restrictions"]),
        dangers=_records(Danger, "danger", read["dangers"]),
        consents=_records(Consent, "consent", read["consents"]),
        assents=_records(Assent, "assent", read["assents"]),
        boundaries=_records(Boundary, "boundary", read["boundaries"]),
        policy=ClinicPolicy(**_frozen(read["clinic"]["policy"])),
    )


def _edges(adults: list[dict[str, Any]]) -> tuple[Authority, ...]:
    return tuple(
        Authority(**{**row, "id": row["id"] or f"{adult['person']}-authority-{number}", "person": adult["person"]})
        for adult in adults
        for number, row in enumerate(adult["authorities"], 1)
    )


def _records(kind: Any, name: str, rows: list[dict[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**_frozen({**row, "id": row["id"] or f"{name}-{number}"})) for number, row in enumerate(rows, 1))


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
