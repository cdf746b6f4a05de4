"""A part of a record on paper: where the episode stands, plan and assessments, then each note on its own page."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kernel.clock import from_text
from services.notes.paper import note as drawn
from services.notes.paper.note import Names, moment
from services.notes.paper.sheet import Sheet

Part = Mapping[str, Any]


def sheet(record: Part, heading: tuple[str, ...], name: Names, clinics: Mapping[str, str]) -> Sheet:
    """All of it, ready to be made a file."""
    made_at: datetime = from_text(record["made_at"])
    paper = Sheet("", f"Record {record['child']}", made_at)
    people = {name(note["author"]) for note in record["notes"]} | {name(record["made_by"])}
    paper.begin(*heading, *clinics.values(), *people, *_texts(record))
    paper.headline("Record")
    for line in (*heading, f"Made {moment(record['made_at'])} by {name(record['made_by'])}"):
        paper.small(line)
    paper.small(f"Not in any record: {', '.join(_readable(code) for code in record['left_out'])}")
    _front(paper, record, clinics)
    for note in record["notes"]:
        _note(paper, note, name, clinics)
    return paper


def _texts(record: Part) -> Iterator[str]:
    for note in record["notes"]:
        yield from drawn.texts(note)
    for plan in record["safety_plans"]:
        yield from (step["text"] for step in plan["steps"])
    for episode in record["episodes"]:
        yield from (move["words"] or "" for move in episode["moves"])


def _front(paper: Sheet, record: Part, clinics: Mapping[str, str]) -> None:
    for episode in record["episodes"]:
        paper.heading(f"Episode: {clinics.get(episode['clinic'], episode['clinic'])}")
        for move in episode["moves"]:
            ending = f", ended: {move['ending']}" if move["ending"] else ""
            paper.small(f"{moment(move['at'])}: {move['stage']}{ending}")
            paper.words(move["words"] or "")
    for plan in record["safety_plans"]:
        paper.heading(f"Safety plan, revision {plan['revision']}, {moment(plan['written_at'])}")
        for step in plan["steps"]:
            paper.small(_readable(step["step"]))
            paper.words(step["text"])
    for item in record["assessments"]:
        paper.small(f"{moment(item['taken_at'])}: {item['instrument']} {item['version']}: {_readable(item['result'])}")


def _note(paper: Sheet, note: Part, name: Names, clinics: Mapping[str, str]) -> None:
    paper.add_page()
    paper.headline(f"Note of {moment(note['signed_at'])}")
    paper.small(f"Clinic: {clinics.get(note['clinic'], note['clinic'])}")
    if note["voiding"]:
        paper.heading(drawn.VOID)
    drawn.draw(paper, note, name)


def _readable(code: str) -> str:
    return code.replace("-", " ")
