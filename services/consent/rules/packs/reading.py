"""From JSON to packs. Every problem is named with its path, all of them at once; nothing is guessed or filled in."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeGuard

from services.consent.rules.packs.book import Book
from services.consent.rules.packs.pack import (
    HarmNotice,
    Pack,
    PackStatus,
    ParentInformation,
    PsychotherapyNotes,
    SessionLimit,
)

PACKS_MAX = 400  # every state and country there is, some with several periods
TEXT_MAX = 1500  # characters of a citation, source or note
MAJORITY_AGES = (16, 21)  # the lowest and the highest in force anywhere
AGES = (0, 21)
SESSIONS = (1, 500)
DAYS = (1, 3650)
JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SHOWN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`path` leads to the value (`packs.3.age_of_consent`), `code` is stable, `hint` says what would fit."""

    path: str
    code: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.code}" + (f" ({self.hint})" if self.hint else "")


class PacksWrong(ValueError):
    """What was given is not packs; `problems` has at least one, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...], name: str = "packs") -> None:
        super().__init__(f"{name}: " + "; ".join(str(problem) for problem in problems))
        self.problems = problems


Check = Callable[[str, Any], Iterator[Problem]]


def packs_of(data: Any) -> tuple[Pack, ...]:
    """The packs of a parsed file; PacksWrong with everything that is wrong in it."""
    if problems := tuple(problems_of(data)):
        raise PacksWrong(problems)
    return tuple(_built(item) for item in data["packs"])


def book_from(text: str) -> Book:
    """The book of a file; PacksWrong, or ValueError when it is no JSON."""
    return Book(packs_of(json.loads(text)))


def pack_from(data: Mapping[str, Any]) -> Pack:
    """One pack; PacksWrong names the jurisdiction and everything that is wrong."""
    if problems := tuple(_pack("pack", data)):
        raise PacksWrong(problems, f"pack {data.get('jurisdiction')}")
    return _built(data)


def problems_of(data: Any) -> Iterator[Problem]:
    """Everything that is wrong in a parsed file: {"note": text, "packs": [...]}."""
    if not isinstance(data, Mapping):
        yield Problem("file", "not-an-object")
        return
    yield from (Problem(_shown(name), "unknown-field") for name in data if name not in ("note", "packs"))
    packs = data.get("packs")
    if not isinstance(packs, list):
        yield Problem("packs", "required" if "packs" not in data else "not-a-list")
        return
    if len(packs) > PACKS_MAX:
        yield Problem("packs", "too-many", f"at most {PACKS_MAX}")
        return
    found = [tuple(_pack(f"packs.{place}", item)) for place, item in enumerate(packs)]
    for problems in found:
        yield from problems
    yield from _overlaps({place: item for place, item in enumerate(packs) if not found[place]})


def _overlaps(packs: Mapping[int, Mapping[str, Any]]) -> Iterator[Problem]:
    """Two packs for one day in one place would leave the choice to chance."""
    periods = {place: _period(item) for place, item in packs.items()}
    for place, item in packs.items():
        for earlier, other in packs.items():
            if earlier >= place or other["jurisdiction"] != item["jurisdiction"]:
                continue
            (begins, ends), (began, ended) = periods[place], periods[earlier]
            if begins < ended and began < ends:
                yield Problem(f"packs.{place}.since", "overlaps", f"packs.{earlier}, the same jurisdiction")


def _period(item: Mapping[str, Any]) -> tuple[str, str]:
    return item.get("since") or "", item.get("until") or "9999-99-99"


def _pack(path: str, item: Any) -> Iterator[Problem]:
    if not isinstance(item, Mapping):
        yield Problem(path, "not-an-object")
        return
    yield from _each(path, item, PACK, frozenset(need.name for need in fields(Pack) if need.default is MISSING))
    yield from _together(path, item)


def _each(path: str, item: Mapping[str, Any], checks: Mapping[str, Check], needed: frozenset[str]) -> Iterator[Problem]:
    """Unknown names, missing names, and each value by its own check."""
    yield from (Problem(f"{path}.{_shown(name)}", "unknown-field") for name in item if name not in checks)
    for name, check in checks.items():
        if name in item:
            yield from check(f"{path}.{name}", item[name])
        elif name in needed:
            yield Problem(f"{path}.{name}", "required")


def _together(path: str, item: Mapping[str, Any]) -> Iterator[Problem]:
    """What only several fields together can tell; fields that are wrong by themselves are left alone."""
    since, until, majority = item.get("since"), item.get("until"), item.get("majority")
    if isinstance(since, str) and isinstance(until, str) and until <= since:
        yield Problem(f"{path}.until", "ends-before-it-begins")
    for name in ("age_of_consent", "detail_age", "summary_age"):
        age = item.get(name)
        if _within(age, AGES) and _within(majority, MAJORITY_AGES) and age > majority:
            yield Problem(f"{path}.{name}", "above-majority")


def _built(item: Mapping[str, Any]) -> Pack:
    limit = item.get("session_limit")
    made: dict[str, Any] = {name: choices(item[name]) for name, choices in CHOICES.items() if name in item}
    return Pack(**{**item, **made, "session_limit": None if limit is None else SessionLimit(**limit)})


def _shown(name: Any) -> str:
    """A name that somebody typed, if it looks like a name."""
    return name if isinstance(name, str) and _SHOWN.fullmatch(name) else "[unnamed]"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _within(value: Any, limits: tuple[int, int]) -> TypeGuard[int]:
    return _is_whole(value) and limits[0] <= value <= limits[1]


def _number(limits: tuple[int, int]) -> Check:
    def check(path: str, value: Any) -> Iterator[Problem]:
        if not _is_whole(value):
            yield Problem(path, "not-a-number")
        elif not _within(value, limits):
            yield Problem(path, "out-of-range", f"{limits[0]} to {limits[1]}")

    return check


def _text(at_least: int) -> Check:
    def check(path: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(path, "not-text")
        elif len(value.strip()) < at_least:
            yield Problem(path, "blank")
        elif len(value) > TEXT_MAX:
            yield Problem(path, "too-long", f"at most {TEXT_MAX} characters")

    return check


def _choice(choices: type[StrEnum]) -> Check:
    def check(path: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, str) or value not in {choice.value for choice in choices}:
            yield Problem(path, "not-a-choice", ", ".join(choices))

    return check


def _yes_or_no(path: str, value: Any) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem(path, "not-yes-or-no", "true or false")


def _place(path: str, value: Any) -> Iterator[Problem]:
    if not isinstance(value, str) or not JURISDICTION.fullmatch(value):
        yield Problem(path, "not-a-jurisdiction", "ISO 3166 as in US-IL or IE")


def _day(path: str, value: Any) -> Iterator[Problem]:
    try:
        fits = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        fits = False
    if not fits:
        yield Problem(path, "not-a-day", "YYYY-MM-DD")


def _limit(path: str, value: Any) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem(path, "not-an-object")
        return
    yield from _each(path, value, LIMIT, frozenset())
    if value.get("sessions") is None and value.get("days") is None:
        yield Problem(path, "empty-limit", "sessions, days or both")


def _maybe(check: Check) -> Check:
    return lambda path, value: iter(()) if value is None else check(path, value)


LIMIT: Mapping[str, Check] = {
    "sessions": _maybe(_number(SESSIONS)),
    "days": _maybe(_number(DAYS)),
    "below_age": _maybe(_number(AGES)),
}
CHOICES: Mapping[str, type[StrEnum]] = {
    "parent_information": ParentInformation,
    "harm_notice": HarmNotice,
    "psychotherapy_notes": PsychotherapyNotes,
    "status": PackStatus,
}
PACK: Mapping[str, Check] = {
    "jurisdiction": _place,
    "since": _maybe(_day),
    "until": _maybe(_day),
    "age_of_consent": _maybe(_number(AGES)),
    "tell_minor": _yes_or_no,
    "session_limit": _maybe(_limit),
    "detail_age": _maybe(_number(AGES)),
    "summary_age": _maybe(_number(AGES)),
    "majority": _number(MAJORITY_AGES),
    "citation": _text(1),
    "source": _text(0),
    "checked": _maybe(_day),
    "note": _text(0),
    **{name: _choice(choices) for name, choices in CHOICES.items()},
}
