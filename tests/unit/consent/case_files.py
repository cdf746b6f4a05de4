"""A case file in a few words: a girl of ten in Colorado with two guardians, unless the test says otherwise."""

import json
from typing import Any

from services.consent.decide.answers import answered
from services.consent.decide.problems import Malformed
from services.consent.decide.reading import case_from_text
from services.consent.repository import shipped

LONG_AGO = "2019-03-01T00:00:00Z"


def edge(kind: str = "joint-legal", **more: Any) -> dict[str, Any]:
    """A verified document."""
    return {"kind": kind, "source": "custody-order", "verifier": "desk", "since": LONG_AGO, **more}


def adult(person: str, *edges: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An adult, a joint guardian if nothing is said."""
    return {"person": person, "authorities": list(edges or (edge(),)), **more}


def case_file(**more: Any) -> dict[str, Any]:
    """A case that can be decided."""
    return {
        "child": {"birth_day": "2015-06-01"},
        "jurisdiction": "US-CO",
        "clinic": {"zone": "America/Denver", "on_call": ["nurse"]},
        "agency": "agency",
        "basis": "guardian",
        "confidentiality_agreement": False,
        "adults": [adult("mother", household="east"), adult("father", household="west")],
        "item": {"disclosure_class": "goals-progress"},
        "at": "2026-03-02T09:00:00-07:00",
        **more,
    }


def answer_to(language: str = "en", **more: Any) -> dict[str, Any]:
    """The whole answer."""
    return answered(case_from_text(json.dumps(case_file(**more)), shipped().on), language)


def outcomes(**more: Any) -> dict[str, str]:
    """By person."""
    return {row["person"]: row["outcome"] for row in answer_to(**more)["persons"]}


def problems(text: str | None = None, /, **more: Any) -> dict[str, str]:
    """Path to code of everything that is wrong; empty when it can be decided."""
    try:
        case_from_text(json.dumps(case_file(**more)) if text is None else text, shipped().on)
    except Malformed as malformed:
        return {problem.path: problem.code for problem in malformed.problems}
    return {}
