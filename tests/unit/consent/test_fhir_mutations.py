"""Consents that something has gone wrong with, anywhere: they are read or refused by an element, and nothing else."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.codes import DisclosureClass
from services.consent.fhir.faults import Unclear
from services.consent.fhir.reading import Read, read
from services.consent.fhir.terms import Release
from services.consent.fhir.writing import written
from services.consent.rules.case import Consent, Provision
from tests.unit.consent.fhir_trees import AROUND, codings, moment, r4, r5, rule, rule_r5, until

CANARY = "canary-out-of-the-document"
PATH = re.compile(r"Consent(\.([a-zA-Z_]+|\[unnamed\])(\[\d+\])*)*")
scalars: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", CANARY, "permit", "deny", "Patient/c1", "\u0000", "2026-02-30T00:00:00Z", "\ud83d\ude00"]),
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([CANARY, "code", "url"]), inner, max_size=3)
    ),
    max_leaves=6,
)
NESTED = {"type": "deny", "class": codings("goals-progress"), "period": until(4, 6)}
NEGATED = {"code": [{"coding": codings("goals-progress")}], "period": until(4, 6)}
FACT = Consent(
    id="own",
    grantor="mother",
    grantee="father",
    classes=(DisclosureClass.HOME_PRACTICE, DisclosureClass.SESSION_DETAIL),
    provision=Provision.DENY,
    since=moment(2),
)
BASES = (
    (r4(rule(provision=[NESTED])), Release.R4),
    (r5(rule_r5(provision=[NEGATED])), Release.R5),
    (written(FACT, "c1", Release.R4), Release.R4),
    (written(FACT, "c1", Release.R5), Release.R5),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, found in inner:
        yield (*path, key)
        yield from places(found, (*path, key))


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[Any, Release]:
    """One to three things changed, left out, doubled or put in."""
    base, release = draw(st.sampled_from(BASES))
    found = copy.deepcopy(base)
    for _ in range(draw(st.integers(1, 3))):
        known = list(places(found))
        if not known:
            break
        *way, last = draw(st.sampled_from(known))
        inner = found
        for step in way:
            inner = inner[step]
        _spoil(draw, inner, last)
    return found, release


def _spoil(draw: st.DrawFn, inner: Any, last: Any) -> None:
    how = draw(st.sampled_from(("change", "leave out", "double", "put in")))
    if how == "change":
        inner[last] = draw(values)
    elif how == "leave out":
        del inner[last]
    elif how == "double" and isinstance(inner, list):
        inner.append(copy.deepcopy(inner[last]))
    elif isinstance(inner, dict):
        inner[draw(st.sampled_from((CANARY, "modifierExtension", "purpose", "extension", "_status", "provision")))] = (
            draw(values)
        )


def outcome(resource: Any, release: Release) -> Read | Unclear:
    try:
        return read(resource, release, AROUND)
    except Unclear as unclear:
        return unclear


@settings(max_examples=150, deadline=None)
@given(case=spoilt())
def test_a_spoilt_document_is_read_or_refused_by_an_element_and_never_repeated(case: tuple[Any, Release]) -> None:
    found = outcome(*case)
    if isinstance(found, Unclear):
        assert PATH.fullmatch(found.path), found.path
        assert CANARY not in found.path + found.code
        return
    for fact in found.consents():
        assert fact.grantee not in (found.grantor, "child")
        assert fact.classes == tuple(sorted(set(fact.classes)))
        assert fact.until is None or fact.since < fact.until
