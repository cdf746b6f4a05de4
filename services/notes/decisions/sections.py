"""Which sections fit a template, checked in the clear. Invalid names every one that does not, by its place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from contracts.codes import DisclosureClass
from kernel.errors import Invalid
from services.notes.commands import SectionDraft
from services.notes.decisions import values
from services.notes.decisions.texts import problem
from services.notes.model.note import PERSONS_MAX, SECTIONS_MAX, SOURCES_MAX, Note, Section, Visibility
from services.notes.model.session import Segment
from services.notes.model.templates import SectionForm, Template

# What a text may be besides session detail; everything else has its own place and is never in a progress note.
LABELS = frozenset({DisclosureClass.THIRD_PARTY, DisclosureClass.CONTACT_DATA})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What sections must fit: the template, the adults of the child, the parts of the session and who was there."""

    template: Template
    adults: Collection[str]
    segments: Sequence[Segment] = ()


def checked_sections(frame: Frame, drafts: Collection[SectionDraft]) -> tuple[SectionDraft, ...]:
    """The sections with their visibility decided; blank ones stay."""
    if len(drafts) > SECTIONS_MAX:
        raise Invalid("sections-refused", {"sections": ["too-many"]})
    faults: dict[str, list[str]] = {}
    for index, draft in enumerate(drafts):
        faults |= {f"sections.{index}.{field}": [code] for field, code in _faults(frame, draft).items()}
    if faults:
        raise Invalid("sections-refused", faults)
    return tuple(_settled(frame.template, draft) for draft in drafts)


def _faults(frame: Frame, draft: SectionDraft) -> dict[str, str]:
    form = frame.template.form(draft.kind)
    if form is None:
        return {"kind": "unknown"}
    found = {
        "text": problem(draft.text, form.characters_max),
        "persons": persons_problem(draft.visibility, draft.persons, frame.adults),
        "segment": None,
        "labels": None if set(draft.labels) <= LABELS else "unknown",
        "derived_from": None if len(draft.derived_from) <= SOURCES_MAX else "too-many",
    }
    if draft.segment is not None:
        found |= _segment_faults(frame.segments, draft, found["persons"])
    return {name: code for name, code in found.items() if code} | _value_faults(form, draft)


def _segment_faults(
    segments: Sequence[Segment], draft: SectionDraft, persons: str | None
) -> dict[str, str | None]:
    """What was said in a part of a session is shown only to whoever was there."""
    segment = next((item for item in segments if item.code == draft.segment), None)
    if segment is None:
        return {"segment": "unknown"}
    return {"persons": persons or (None if set(draft.persons) <= set(segment.attendees) else "not-there")}


def _value_faults(form: SectionForm, draft: SectionDraft) -> dict[str, str]:
    found = {} if draft.values is None else values.faults(form, draft.values)
    return {f"entries.{name}": code for name, code in found.items()}


def persons_problem(visibility: Visibility | None, persons: Collection[str], adults: Collection[str]) -> str | None:
    """Guardians are named exactly when the visibility says so, and each is an adult of this child."""
    if visibility is not Visibility.PERSONS:
        return "unexpected" if persons else None
    if not persons:
        return "required"
    if len(persons) > PERSONS_MAX:
        return "too-many"
    return None if set(persons) <= set(adults) else "unknown"


def require_persons(visibility: Visibility, persons: Collection[str], adults: Collection[str]) -> None:
    """As for a section, when there is only one text."""
    if found := persons_problem(visibility, persons, adults):
        raise Invalid("persons-refused", {"persons": [found]})


def _settled(template: Template, draft: SectionDraft) -> SectionDraft:
    form = template.form(draft.kind)
    default = form.visibility if form else Visibility.PRIVATE
    verbatim = draft.verbatim if draft.verbatim is not None else bool(form and form.verbatim)
    return replace(draft, visibility=draft.visibility or default, verbatim=verbatim)


def before(sections: Sequence[Section], drafts: Sequence[SectionDraft]) -> list[Section | None]:
    """For each draft the section it replaces: the one of its kind in the same place among those of its kind."""
    waiting = list(sections)
    found: list[Section | None] = []
    for draft in drafts:
        match = next((section for section in waiting if section.kind == draft.kind), None)
        if match is not None:
            waiting.remove(match)
        found.append(match)
    return found


def labels_with_sources(draft: SectionDraft, sources: Iterable[Note]) -> tuple[DisclosureClass, ...]:
    """A text derived from another keeps the other's labels, whether or not the writer names them."""
    inherited = {label for note in sources for section in note.sections for label in section.labels}
    return tuple(sorted(inherited.union(draft.labels)))
