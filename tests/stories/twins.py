"""Two families who live through the same moments: in one the secret event happens, in the other it never does."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.stories.family import Family
from tests.stories.household import CHILD, JOINT, Adult
from tests.stories.stage import Stage
from tests.stories.view import Eyes, View, differences, doors_of, renamed, view_of
from tests.stories.visitor import Visitor, opens

ACTS = {"views": {}, "acknowledgements": {}, "answers": {"words": "Why?"}, "not-my-child": {}}


@dataclass
class Twins:
    """`told` has the secret, `spared` has not."""

    told: Family
    spared: Family
    _pages: dict[tuple[str, str], list[Visitor]] = field(default_factory=dict, init=False)

    def both(self, step: Callable[[Family], object]) -> None:
        """The same step in both families at the same moment; then everything that follows from it."""
        for family in (self.told, self.spared):
            step(family)
        self.told.stage.settle()

    def later(self, **step: float) -> None:
        """Time passes for both."""
        self.told.stage.later(**step)

    def opens(self, role: str, link: int = -1) -> None:
        """The adult of each family goes through a link of theirs and leaves the page open."""
        for family in (self.told, self.spared):
            self._pages.setdefault((family.mark, role), []).append(opens(family, role, link))

    def sees_the_same(self, role: str) -> None:
        """Every byte that this adult can get hold of is the same in both families."""
        found = self.differences_for(role)
        assert not found, f"{role} can tell by {len(found)} answers:\n" + "\n".join(found[:3])

    def sees_more(self, role: str) -> None:
        """This adult is told what the other family's is not: the comparison has eyes."""
        assert self.differences_for(role), f"{role} was told nothing"

    def differences_for(self, role: str) -> list[str]:
        """Each place where this adult sees something else than their twin: the place, then what is there."""
        self._even()
        with ThreadPoolExecutor(self.told.stage.askers) as askers:
            told, spared = askers.map(lambda family: self._view(family, role), (self.told, self.spared))
        return differences(told, spared)

    def places_that_differ_for(self, role: str) -> set[str]:
        """The same without what is there; `#` stands for an identifier."""
        return {re.sub(r"#\d+_*", "#", found.partition("\n")[0]) for found in self.differences_for(role)}

    def cannot_touch(self, role: str, name: str) -> None:
        """Whatever the adult tries on the secret disclosure is answered as if it had never been."""
        for act, body in ACTS.items():
            place = "/children/{child}/disclosures/{disclosure}/" + act
            assert self.tries(role, "notifications", place, body, disclosure=name) == 404

    def knocks_everywhere(self, role: str) -> None:
        """Every order that any service takes, empty and about every thing there is, is answered in both alike."""
        self._even()
        tried = [renamed(family.mark, dict(doors_of(self._eyes(family, role)))) for family in (self.told, self.spared)]
        found = differences(tried[0], tried[1])
        assert not found, f"{role} can tell by {len(found)} doors:\n" + "\n".join(found[:3])

    def tries(self, role: str, service: str, place: str, body: Mapping[str, Any], **names: str) -> int:
        """The same attempt in both families; how it was answered, byte for byte alike."""
        self._even()
        answers = []
        for family in (self.told, self.spared):
            ids = {sort: family.ids[sort][name] for sort, name in names.items()}
            path = place.format(child=family.id(CHILD), **ids)
            answer = family.stage.ask("POST", service, path, family.who(role), json=dict(body))
            answers.append((answer.status_code, renamed(family.mark, {place: answer.content})))
        assert answers[0] == answers[1]
        return answers[0][0]

    def close(self) -> None:
        """Every browser."""
        for visitors in self._pages.values():
            for visitor in visitors:
                visitor.close()

    def _view(self, family: Family, role: str) -> View:
        return view_of(self._eyes(family, role))

    def _eyes(self, family: Family, role: str) -> Eyes:
        return Eyes(family, role, self._pages.get((family.mark, role), ()))

    def _even(self) -> None:
        """Who guesses asks for the same things in both worlds: what never was has an identifier that leads nowhere."""
        for one, other in ((self.told, self.spared), (self.spared, self.told)):
            for sort, named in one.ids.items():
                mine = other.ids.get(sort, {})
                other.ids[sort] = {
                    name: mine.get(name) or _nothing(other, sort, name, id) for name, id in named.items()
                }


@contextmanager
def twins(stage: Stage, mark: str, adults: Mapping[str, Adult] = JOINT, **place: Any) -> Iterator[Twins]:
    """Two clinics, two families, nobody taken in yet."""
    made = Twins(*(Family(stage, f"{mark}{side}", adults=adults, **place) for side in "xy"))
    made.both(Family.opens_clinic)
    try:
        yield made
    finally:
        made.close()


def _nothing(family: Family, sort: str, name: str, like: str) -> str:
    """An identifier of the same form that nobody has. Children are named by the clinic."""
    if sort == "child":
        return family.id(name)
    return hashlib.sha256(f"{family.mark} {sort} {name}".encode()).hexdigest()[: len(like)]
