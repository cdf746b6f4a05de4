"""The resources that are served: where each comes from, and by what it may be searched."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.fhir import parts_of
from services.web.fhir import communications, goals
from services.web.fhir.answers import Resource
from services.web.fhir.asking import Ask, children, patients, unless_hidden
from services.web.fhir.dates import Stretch, period, stretch
from services.web.fhir.search import Query
from services.web.gateways import consent

Found = list[Resource]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One type. `dates` give the moments of a resource that a search by that name looks at; None: it has none."""

    of_child: Callable[[Ask, str], Found]
    child_of: Callable[[Ask, str], str | None]
    tokens: tuple[str, ...] = ("identifier",)
    dates: dict[str, Callable[[Resource], Stretch | None]]


def search(ask: Ask, kind: str, query: Query) -> tuple[Found, int, str | None]:
    """A page, how many there are in all for this asker, and where the next page begins."""
    found = [resource for resource in _candidates(ask, kind, query) if _fits(SERVED[kind], resource, query)]
    found.sort(key=lambda resource: str(resource["id"]))
    rest = [resource for resource in found if resource["id"] > query.page]
    shown = [] if query.counts_only else rest[: query.count]
    more = shown[-1]["id"] if shown and len(rest) > len(shown) else None
    return shown, len(found), more


def read(ask: Ask, kind: str, id: str) -> Resource | None:
    """The resource, if the asker may see it now."""
    return next((resource for resource in _by_ids(ask, kind, frozenset({id})) if resource["id"] == id), None)


def _candidates(ask: Ask, kind: str, query: Query) -> Found:
    if kind == "Patient":
        return _by_ids(ask, kind, query.ids) if query.ids is not None else patients(ask)
    if query.patient is None and query.ids is not None:
        return _by_ids(ask, kind, query.ids)
    return [resource for child in children(ask, query.patient) for resource in SERVED[kind].of_child(ask, child)]


def _by_ids(ask: Ask, kind: str, ids: frozenset[str]) -> Found:
    """Of the children whom the ids name; an id that only a hash stands for is looked for among a guardian's own."""
    served = SERVED[kind]
    named = {child for id in ids if (child := served.child_of(ask, id)) is not None}
    if ask.is_guardian and any(parts_of(id) is None for id in ids):
        named |= set(children(ask, None))
    return [resource for child in sorted(named) for resource in served.of_child(ask, child) if resource["id"] in ids]


def _fits(served: Served, resource: Resource, query: Query) -> bool:
    if query.ids is not None and resource["id"] not in query.ids:
        return False
    if not all(_has(resource, name, wanted) for name, wanted in query.tokens.items()):
        return False
    for name, filters in query.dates.items():
        moments = served.dates[name](resource)
        if moments is None or not all(item.takes(moments) for item in filters):
            return False
    return True


def _has(resource: Resource, name: str, wanted: frozenset[str]) -> bool:
    """`system|value`, or a value of any system; `|value` for one without, which none of ours is."""
    if name != "identifier":
        return resource[CODES[name]] in wanted
    own = {form for item in resource["identifier"] for form in (item["value"], f"{item['system']}|{item['value']}")}
    return not own.isdisjoint(wanted)


def _first(count: int) -> Callable[[Ask, str], str | None]:
    """The child is the first of so many parts of an id."""

    def found(ask: Ask, id: str) -> str | None:
        parts = parts_of(id)
        return parts[0] if parts is not None and len(parts) == count else None

    return found


def _day(name: str) -> Callable[[Resource], Stretch | None]:
    return lambda resource: stretch(resource[name]) if name in resource else None


SERVED: dict[str, Served] = {
    "Patient": Served(
        of_child=lambda ask, child: patients(ask, child), child_of=_first(1), dates={"birthdate": _day("birthDate")}
    ),
    "RelatedPerson": Served(
        of_child=lambda ask, child: unless_hidden(lambda: consent.fhir_related_persons(ask.door, child)),
        child_of=_first(2),
        dates={},
    ),
    "Consent": Served(
        of_child=lambda ask, child: unless_hidden(lambda: consent.fhir_consents(ask.door, child)),
        child_of=_first(2),
        tokens=("identifier", "status"),
        dates={"period": lambda resource: period(resource["provision"]["period"])},
    ),
    "Goal": Served(
        of_child=goals.of_child,
        child_of=_first(2),
        tokens=("identifier", "lifecycle-status"),
        dates={"start-date": _day("startDate")},
    ),
    "Communication": Served(
        of_child=communications.of_child,
        child_of=communications.child_of,
        tokens=("identifier", "status"),
        dates={"sent": _day("sent")},
    ),
}
CODES = {"status": "status", "lifecycle-status": "lifecycleStatus"}
