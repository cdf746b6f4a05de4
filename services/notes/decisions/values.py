"""Which values fit a section's form, and how they are written down before they are sealed."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from services.notes.decisions.texts import is_blank, problem
from services.notes.model.templates import SectionForm, Sort
from services.notes.model.values import (
    ACTIVITY_CHARACTERS_MAX,
    CUSTOM_CHARACTERS_MAX,
    CUSTOM_MAX,
    INTENSITY_MAX,
    OBSERVED_MAX,
    Observed,
    Values,
)

BELONGS = {"codes": Sort.CHOICES, "custom": Sort.CHOICES, "level": Sort.SCALE, "observed": Sort.OBSERVATIONS}


def faults(form: SectionForm, values: Values) -> dict[str, str]:
    """Field to code of whatever does not fit; empty when all of it does."""
    given = {name for name in BELONGS if getattr(values, name) not in ((), None)}
    found = {name: "unexpected" for name in given if BELONGS[name] is not form.sort}
    for name, code in _misfits(form, values):
        found.setdefault(name, code)
    return found


def _misfits(form: SectionForm, values: Values) -> Iterator[tuple[str, str]]:
    known = {option.code for option in form.options}
    if not set(values.codes) <= known:
        yield "codes", "unknown"
    if len(set(values.codes)) != len(values.codes):
        yield "codes", "repeated"
    if values.custom and not form.custom:
        yield "custom", "unexpected"
    yield from _custom_misfits(values)
    if values.level is not None and not 0 <= values.level <= form.level_max:
        yield "level", "out-of-range"
    if len(values.observed) > OBSERVED_MAX:
        yield "observed", "too-many"
    yield from (misfit for seen in values.observed for misfit in _observed_misfits(seen, known))


def _custom_misfits(values: Values) -> Iterator[tuple[str, str]]:
    if len(values.custom) > CUSTOM_MAX:
        yield "custom", "too-many"
    for words in values.custom:
        if found := ("empty" if is_blank(words) else problem(words, CUSTOM_CHARACTERS_MAX)):
            yield "custom", found


def _observed_misfits(seen: Observed, known: set[str]) -> Iterator[tuple[str, str]]:
    if seen.code not in known:
        yield "observed", "unknown"
    if not 0 <= seen.intensity <= INTENSITY_MAX:
        yield "observed", "out-of-range"
    if found := ("empty" if is_blank(seen.activity) else problem(seen.activity, ACTIVITY_CHARACTERS_MAX)):
        yield "observed", found


def written_down(values: Values) -> str:
    """As it is sealed."""
    return json.dumps(asdict(values), ensure_ascii=False)


def read_again(text: str) -> Values:
    """What `written_down` wrote, by this version or an earlier one."""
    found: dict[str, Any] = json.loads(text)
    return Values(
        codes=tuple(found["codes"]),
        custom=tuple(found["custom"]),
        level=found["level"],
        observed=tuple(Observed(**seen) for seen in found["observed"]),
    )


def in_words(form: SectionForm, held: Values) -> str:
    """As a person reads it, one thing a line."""
    titles = {option.code: option.title for option in form.options}
    lines = [titles.get(code, code) for code in held.codes] + list(held.custom)
    if held.level is not None:
        lines.append(f"{held.level} / {form.level_max}")
    for seen in held.observed:
        lines.append(f"{titles.get(seen.code, seen.code)}: {seen.activity} ({seen.intensity} / {INTENSITY_MAX})")
    return "\n".join(lines)
