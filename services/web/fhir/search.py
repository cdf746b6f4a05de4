"""A search as it is asked: only parameters that are served, each understood wholly. An unknown one is refused.

FHIR lets a server ignore what it does not know and answer with more than was asked for. Not with these records.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from kernel.errors import Refusal
from services.web.fhir.dates import DateFilter, date_filter

COUNT_DEFAULT = 50
COUNT_MAX = 200  # resources on one page; a client that asks for more gets so many and a link to the rest
VALUES_MAX = 50  # of one parameter
TEXT_MAX = 2000  # characters of one value; a page of the audit chain has the longest
EVERYWHERE = ("_id", "_count", "_page", "_format", "_summary")
JSON_TYPES = ("application/fhir+json", "application/json", "text/json")
JSON_FORMATS = frozenset({"json", *JSON_TYPES})


class BadSearch(Refusal):
    """The search itself is wrong; `code` is the problem, `issue` HL7's issue type, `parameter` the culprit."""

    def __init__(self, code: str, parameter: str, issue: str = "invalid") -> None:
        super().__init__(code, {parameter: [code]})
        self.parameter, self.issue = parameter, issue


@dataclass(frozen=True, slots=True)
class Query:
    """`None` where nothing was said. Values of one name are alternatives, but for dates, which all must fit."""

    patient: str | None = None
    ids: frozenset[str] | None = None
    tokens: dict[str, frozenset[str]] = field(default_factory=dict)
    dates: dict[str, tuple[DateFilter, ...]] = field(default_factory=dict)
    count: int = COUNT_DEFAULT
    page: str = ""
    counts_only: bool = False
    asked: tuple[tuple[str, str], ...] = ()

    def further(self, page: str) -> list[tuple[str, str]]:
        """The same question for the next page."""
        return [*((name, value) for name, value in self.asked if name != "_page"), ("_page", page)]


def query_of(given: MultiDict[str, str], tokens: Collection[str], dates: Collection[str], patient: bool) -> Query:
    """BadSearch names the first parameter that cannot be served as it is asked."""
    served = {*EVERYWHERE, *tokens, *dates, *(("patient",) if patient else ())}
    pairs = [(name, value) for name, values in sorted(given.lists()) for value in values]
    for name, value in pairs:
        if name not in served:
            raise BadSearch("unknown-parameter", "", "not-supported")  # its name is the asker's own text
        if len(value) > TEXT_MAX or not value.isprintable():
            raise BadSearch("not-valid", name)
    _checked_format(_last(given, "_format"))
    found = {name: _alternatives(given, name) for name in ("_id", *tokens) if name in given}
    ids, count = found.pop("_id", None), _count(_last(given, "_count"))
    return Query(
        patient=_patient(given),
        ids=ids,
        tokens=found,
        dates={name: _dates(given, name) for name in dates if name in given},
        count=count,
        page=_last(given, "_page") or "",
        counts_only=_summary(_last(given, "_summary")) or count == 0,  # FHIR: a page of nothing is a count
        asked=tuple((name, value) for name, value in pairs if name != "_format"),
    )


def _last(given: MultiDict[str, str], name: str) -> str | None:
    values = given.getlist(name)
    if len(values) > 1:
        raise BadSearch("twice", name)
    return values[0] if values else None


def _patient(given: MultiDict[str, str]) -> str | None:
    value = _last(given, "patient")
    if value is None:
        return None
    id = value.removeprefix("Patient/")
    if not id or "/" in id:
        raise BadSearch("not-valid", "patient")
    return id


def _alternatives(given: MultiDict[str, str], name: str) -> frozenset[str]:
    values = (_last(given, name) or "").split(",")
    if len(values) > VALUES_MAX or not all(values):
        raise BadSearch("not-valid", name)
    return frozenset(values)


def _dates(given: MultiDict[str, str], name: str) -> tuple[DateFilter, ...]:
    values: Sequence[str] = given.getlist(name)
    try:
        return tuple(date_filter(value) for value in values[:VALUES_MAX])
    except ValueError:
        raise BadSearch("not-a-date", name) from None


def _count(value: str | None) -> int:
    if value is None:
        return COUNT_DEFAULT
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise BadSearch("not-a-number", "_count")
    return min(int(value), COUNT_MAX)


def _summary(value: str | None) -> bool:
    if value not in (None, "count", "false"):
        raise BadSearch("not-served", "_summary", "not-supported")
    return value == "count"


def _checked_format(value: str | None) -> None:
    if value is not None and value.partition(";")[0].strip().replace(" ", "+") not in JSON_FORMATS:
        raise BadSearch("not-served", "_format", "not-supported")
