"""Which records a fact comes from."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from services.consent.rules.case import Case
from services.consent.rules.facts import Facts
from services.consent.rules.reading import Reading

EXAMINED_MAX = 60  # records of one sort for one fact
IN_FORCE_MAX = 200  # around one child, and more than any family has: beyond it no records are named, lest it take long

# Where a fact comes from. What is not here stands in the file itself: item, basis, agreement, pack, policy.
RECORDS: dict[str, tuple[str, ...]] = {
    "somebody_responsible": ("authorities",),
    "standing": ("authorities",),
    "verified": ("authorities",),
    "court_granted": ("authorities",),
    "contradictory": ("authorities",),
    "terminated": ("authorities",),
    "protective": ("restrictions", "authorities"),
    "restricted": ("restrictions",),
    "danger": ("dangers",),
    "with_accused": ("dangers",),
    "bounded": ("boundaries",),
    "child_yes": ("assents", "consents"),
    "child_no": ("assents", "consents"),
    "guardians_yes": ("consents",),
    "joint_missing": ("authorities", "consents"),
    "refused": ("consents",),
}

# Of these facts records of others may be the ground too.
OF_ANYBODY = frozenset({"with_accused", "contradictory", "joint_missing", "somebody_responsible"})


def facts_of(case: Case, person: str) -> Facts:
    """What the rules look at."""
    return Reading(case, case.at, case.age).facts(case.item, person)


class Evidence:
    """About one person in one case; what was found of a fact is kept."""

    def __init__(self, case: Case, person: str) -> None:
        self.person, self.case = person, _narrowed(case, person)
        self._known: dict[str, tuple[Any, ...]] = {}

    @cached_property
    def facts(self) -> Facts:
        """What the rules look at: the same as in the whole case."""
        return facts_of(self.case, self.person)

    @cached_property
    def _many(self) -> bool:
        sorts = {sort for sorts in RECORDS.values() for sort in sorts}
        return sum(len(getattr(self.case, sort)) for sort in sorts) > IN_FORCE_MAX

    def of(self, name: str) -> tuple[Any, ...]:
        """The records behind a fact in the order of their names, whatever their order in the file."""
        if name not in self._known:
            self._known[name] = tuple(sorted(self._behind(name), key=lambda record: str(record.id)))
        return self._known[name]

    def _behind(self, name: str) -> Iterator[Any]:
        """The records that hold and make the fact what it is: without one it differs, or one alone makes it so."""
        if self._many:
            return
        value = getattr(self.facts, name)
        for sort in RECORDS.get(name, ()):
            held = [record for record in getattr(self.case, sort) if self._bears(record, name)]
            if not held or len(held) > EXAMINED_MAX:
                continue
            others = [record for record in getattr(self.case, sort) if record not in held]
            none = self._with(name, sort, others)
            for record in held:
                rest = [other for other in held if other is not record]
                needed = self._with(name, sort, [*others, *rest]) != value
                if needed or (none != value and self._with(name, sort, [*others, record]) == value):
                    yield record

    def _bears(self, record: Any, name: str) -> bool:
        return name in OF_ANYBODY or _about(record) in (None, self.person)

    def _with(self, name: str, sort: str, records: list[Any]) -> Any:
        changed: dict[str, Any] = {sort: tuple(records)}
        return getattr(facts_of(replace(self.case, **changed), self.person), name)


def _narrowed(case: Case, person: str) -> Case:
    """Without what does not hold now, and without words and lines about others: no fact of this person rests on it."""

    def kept(records: tuple[Any, ...], *, of_all: bool) -> tuple[Any, ...]:
        held = (record for record in records if record.holds(case.at))
        return tuple(record for record in held if of_all or _about(record) in (None, person))

    return replace(
        case,
        authorities=kept(case.authorities, of_all=True),
        restrictions=kept(case.restrictions, of_all=True),
        dangers=kept(case.dangers, of_all=True),
        consents=kept(case.consents, of_all=False),
        assents=kept(case.assents, of_all=False),
        boundaries=kept(case.boundaries, of_all=False),
    )


def _about(record: Any) -> str | None:
    """Whom a record concerns; None: everybody."""
    found: str | None = getattr(record, "grantee", getattr(record, "person", None))
    return found
