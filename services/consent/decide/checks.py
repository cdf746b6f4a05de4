"""What no single field of a case file can show: persons nobody has named, two records of one name, facts that cannot
both be. Looks at the file as it was written, so that it finds these beside whatever else is wrong.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from contracts.codes import DisclosureClass
from services.consent.rules.case import CHILD

LISTS = ("restrictions", "dangers", "consents", "assents", "boundaries")
YEARS = (1900, 2200)  # of the question: a slip of the keyboard lies outside
Path = tuple[str | int, ...]
Found = Iterator[tuple[Path, str]]


def contradictions(original: Any, read: Any) -> dict[str | int, Any]:
    """Messages by path, nested as marshmallow nests them; empty when everything fits together."""
    found: dict[str | int, Any] = {}
    if isinstance(original, Mapping):
        for path, code in (*_persons(original), *_twice(original), *_law(original), *_item(original), *_times(read)):
            _put(found, path, code)
    return found


def _persons(case: Mapping[str, Any]) -> Found:
    adults = {adult["person"] for _, adult in _rows(case, "adults") if isinstance(adult.get("person"), str)}
    anybody = adults | set(_staff(case))
    for name in ("restrictions", "dangers"):
        yield from _unknown(case, name, "person", anybody)
    for name in ("assents", "boundaries"):
        yield from _unknown(case, name, "person", adults)
    yield from _unknown(case, "consents", "grantor", adults | {CHILD})
    yield from _unknown(case, "consents", "grantee", adults)
    yield from _listed(_inner(case, "item").get("about"), ("item", "about"), anybody)
    yield from _listed(case.get("persons"), ("persons",), adults)
    expected = _inner(_inner(case, "expected"), "persons")
    yield from ((("expected", "persons", str(name)), "unknown-person") for name in expected if name not in adults)


def _staff(case: Mapping[str, Any]) -> Iterator[str]:
    clinic = _inner(case, "clinic")
    for named in (clinic.get("on_call"), clinic.get("care_team"), [case.get("agency")]):
        yield from (person for person in (named if isinstance(named, list) else ()) if isinstance(person, str))


def _unknown(case: Mapping[str, Any], name: str, field: str, known: set[str]) -> Found:
    for number, row in _rows(case, name):
        if isinstance(row.get(field), str) and row[field] not in known:
            yield (name, number, field), "unknown-person"


def _listed(value: Any, path: Path, known: set[str]) -> Found:
    named = value if isinstance(value, list) else []
    for number, person in enumerate(named):
        if isinstance(person, str) and person not in known:
            yield (*path, number), "unknown-person"
        elif person in named[:number]:
            yield (*path, number), "person-twice"


def _twice(case: Mapping[str, Any]) -> Found:
    seen: set[str] = set()
    for number, adult in _rows(case, "adults"):
        person = adult.get("person")
        if person == CHILD:
            yield ("adults", number, "person"), "reserved-name"
        if isinstance(person, str) and person in seen:
            yield ("adults", number, "person"), "person-twice"
        seen |= {person} if isinstance(person, str) else set()
    edges: list[tuple[Path, Mapping[str, Any]]] = [
        (("adults", number, "authorities", place, "id"), edge)
        for number, adult in _rows(case, "adults")
        for place, edge in _rows(adult, "authorities")
    ]
    yield from _same_id(edges)
    for name in LISTS:
        yield from _same_id([((name, number, "id"), row) for number, row in _rows(case, name)])


def _same_id(rows: list[tuple[Path, Mapping[str, Any]]]) -> Found:
    seen: set[str] = set()
    for path, row in rows:
        name = row.get("id")
        if isinstance(name, str) and name in seen:
            yield path, "id-twice"
        seen |= {name} if isinstance(name, str) else set()


def _law(case: Mapping[str, Any]) -> Found:
    given = [name for name in ("jurisdiction", "pack") if case.get(name) is not None]
    if len(given) == 2:
        yield ("pack",), "jurisdiction-and-pack"
    if not given:
        yield ("jurisdiction",), "jurisdiction-or-pack"


def _item(case: Mapping[str, Any]) -> Found:
    item = _inner(case, "item")
    concern = item.get("disclosure_class") == DisclosureClass.SAFETY_CONCERN
    for name in ("concern_kind", "severity"):
        if concern and item.get(name) is None:
            yield ("item", name), "required-of-a-safety-concern"
        if not concern and item.get(name) is not None and "disclosure_class" in item:
            yield ("item", name), "only-of-a-safety-concern"


def _times(read: Any) -> Found:
    at = read.get("at") if isinstance(read, Mapping) else None
    if not isinstance(at, datetime):
        return
    if not YEARS[0] <= at.year <= YEARS[1]:
        yield ("at",), "out-of-range"
        return
    born = _inner(read, "child").get("birth_day")
    # One day of grace: where the clinic is, it may already be tomorrow.
    if isinstance(born, date) and (born - at.date()).days > 1:
        yield ("child", "birth_day"), "born-after-the-question"


def _inner(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _rows(value: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rows = value.get(name)
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, Mapping):
            yield number, row


def _put(found: dict[str | int, Any], path: Path, code: str) -> None:
    *way, last = path
    for part in way:
        found = found.setdefault(part, {})
    codes = found.setdefault(last, [])
    if code not in codes:
        codes.append(code)
