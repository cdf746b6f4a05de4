"""What-if from the command line: page after page of a network's history, so that any length takes little memory."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from deploy.operator.packs import NetworkPacks, NoSuchFile, read
from kernel.reader import Reader
from kernel.web.problems import codes
from services.consent.queries.whatif import candidate, tried
from services.consent.rules.packs import PacksWrong, Problem
from services.consent.schemas.whatif import PolicyTried
from services.consent.whatif.candidate import Candidate
from services.consent.whatif.changes import Change
from services.consent.whatif.history import CHILDREN_AT_ONCE, Tally, children_in

Report = Callable[[int, int], None]  # children done, children in all


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be tried, read from files before any store is opened."""

    packs: str | None = None  # a file or a version
    policy: Path | None = None
    clinic: str | None = None
    on: date | None = None

    def read(self) -> dict[str, Any]:
        """For `candidate`; PacksWrong or NoSuchFile."""
        found: dict[str, Any] = {"clinic": self.clinic, "on": self.on}
        if self.packs is not None and (Path(self.packs).is_file() or Path(self.packs).suffix):
            found["packs"] = read(Path(self.packs))
        elif self.packs is not None:
            found["version"] = self.packs
        if self.policy is not None:
            found["policy"] = policy_in(self.policy)
        return found


@dataclass
class Trial:
    """One run over the whole history. Iterate once; `tally` is complete at the end."""

    reader: Reader
    network: str
    candidate: Candidate
    report: Report
    children_at_once: int = CHILDREN_AT_ONCE
    tally: Tally = field(default_factory=Tally)

    def __iter__(self) -> Iterator[Change]:
        cursor: str | None = None
        total = children_in(self.reader, self.network)
        while True:
            page = tried(self.reader, self.network, self.candidate, cursor, self.children_at_once)
            self.tally.add(page.tally)
            yield from page.changes
            self.report(self.tally.children, max(total, self.tally.children))
            if (cursor := page.next_cursor) is None:
                return


def trial(packs: NetworkPacks, asked: dict[str, Any], report: Report) -> Trial:
    """What was read, against what is in force in the network."""
    return Trial(packs.reader, packs.network, candidate(packs.reader, packs.network, **asked), report)


def policy_in(file: Path) -> dict[str, Any]:
    """The fields that would differ; PacksWrong with everything that is wrong, NoSuchFile."""
    if not file.is_file():
        raise NoSuchFile(f"{file}: there is no such file")
    try:
        data = json.loads(file.read_bytes())
    except json.JSONDecodeError as error:
        wrong = Problem(f"line {error.lineno}, column {error.colno}", "not-json", error.msg)
        raise PacksWrong((wrong,), "policy") from None
    except (ValueError, RecursionError):
        raise PacksWrong((Problem("file", "not-json"),), "policy") from None
    try:
        loaded: dict[str, Any] = PolicyTried().load(data)
    except ValidationError as error:
        found = codes(error.messages)
        problems = tuple(
            Problem("file" if path == "body" else path, code) for path, said in found.items() for code in said
        )
        raise PacksWrong(problems, "policy") from None
    return loaded
