"""Small aggregates for the tables."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from contracts.codes import ChildTold, ConcernKind, Severity
from kernel.auth.principal import Kind, Principal
from kernel.kind import Sealed
from services.notes.commands import ConcernDraft
from services.notes.model.child import Child, Team
from services.notes.model.note import Addendum, Note, NoteState, Section, Visibility

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AUTHOR = Principal("t1", Kind.STAFF, "north", frozenset({("hill", "therapist")}))
COLLEAGUE = Principal("t2", Kind.STAFF, "north", frozenset({("hill", "therapist")}))
SUPERVISOR = Principal("s1", Kind.STAFF, "north", frozenset({("hill", "supervisor")}))
HILL = frozenset({"hill"})
CHILD = Child(
    id="c1",
    network="north",
    teams=(Team(clinic="hill", members=("t1", "t2")), Team(clinic="lake", members=("t3",))),
    adults=("mother", "father"),
)
DRAFT = ConcernDraft(
    kind=ConcernKind.SELF_HARM,
    severity=Severity.SERIOUS,
    about=(),
    child_told=ChildTold.TOLD,
    wording="She spoke of hurting herself.",
)


def section(visibility: Visibility, *persons: str, kind: str = "plan", blank: bool = False) -> Section:
    text = Sealed(f"{kind}-{visibility}")
    return Section(kind=kind, text=text, visibility=visibility, persons=persons, blank=blank)


def addendum(visibility: Visibility, *persons: str, author: str = "t1", at: datetime = NOW) -> Addendum:
    return Addendum(
        id="a1", text=Sealed("later"), visibility=visibility, persons=persons, author=author, added_at=at
    )


def note(*sections: Section, **changes: Any) -> Note:
    made = Note(
        id="n1",
        child="c1",
        clinic="hill",
        session=None,
        template="soap",
        template_version=1,
        author="t1",
        state=NoteState.SIGNED,
        revision=2,
        sections=sections,
        addenda=(),
        readers=(),
        created_at=NOW,
        changed_at=NOW,
        signed_at=NOW,
        voiding=None,
    )
    return replace(made, **changes)


def draft(*sections: Section, **changes: Any) -> Note:
    return note(*sections, **{"state": NoteState.DRAFT, "signed_at": None, "revision": 1, **changes})
