"""A note as staff and guardians read it: the words that are left for them, opened."""

from typing import Any

from kernel.clock import to_text
from kernel.reader import Reader
from services.notes.decisions import values, views
from services.notes.decisions.views import Parts
from services.notes.model.note import Addendum, Note, Return, Section
from services.notes.model.session import Segment
from services.notes.model.templates import Template
from services.notes.model.values import Values
from services.notes.repository import template_of


def summary(found: Note) -> dict[str, Any]:
    """A note without a word of it."""
    return {
        "note": found.id,
        "child": found.child,
        "clinic": found.clinic,
        "session": found.session,
        "template": found.template,
        "template_version": found.template_version,
        "author": found.author,
        "state": found.state.value,
        "revision": found.revision,
        "created_at": to_text(found.created_at),
        "changed_at": to_text(found.changed_at),
        "signed_at": to_text(found.signed_at) if found.signed_at else None,
    }


def guardian_view(reader: Reader, found: Note, parts: Parts) -> dict[str, Any]:
    """Words and nothing about them: no count, kind, template, colleague or other adult."""
    template = template_of(reader, found)
    return {
        "note": found.id,
        "signed_at": to_text(found.signed_at) if found.signed_at else None,
        "sections": [_words(reader, found, template, section) for section in parts.sections],
        "addenda": [_added(reader, found, addendum) for addendum in parts.addenda],
    }


def staff_view(reader: Reader, found: Note) -> dict[str, Any]:
    """The parts that this member of staff may see, with what each is and who else may see it."""
    parts = views.staff_parts(found, reader.principal)
    return {
        **summary(found),
        "segments": [_segment(segment) for segment in found.segments],
        "cites": list(found.cites),
        "contributors": list(found.contributors),
        "handed_in_at": to_text(found.handed_in_at) if found.handed_in_at else None,
        "cosigned_by": found.cosigned_by,
        "returns": [_return(reader, found, given) for given in found.returns],
        "sections": staff_sections(reader, found, parts.sections),
        "addenda": [
            {**_added(reader, found, addendum), "author": addendum.author, **_sharing(addendum)}
            for addendum in parts.addenda
        ],
        "voiding": _voiding(reader, found),
    }


def staff_sections(reader: Reader, found: Note, sections: tuple[Section, ...]) -> list[dict[str, Any]]:
    """Sections with what each is and who else may see it."""
    template = template_of(reader, found)
    return [{**_about(reader, found, template, section), **_sharing(section)} for section in sections]


def _return(reader: Reader, found: Note, given: Return) -> dict[str, Any]:
    return {
        "words": reader.open(found.child, given.words),
        "returned_by": given.returned_by,
        "returned_at": to_text(given.returned_at),
    }


def _words(reader: Reader, found: Note, template: Template, section: Section) -> dict[str, Any]:
    """What was chosen or rated is read as words too: a guardian needs no codes."""
    form = template.form(section.kind)
    text, held = reader.open(found.child, section.text), opened_values(reader, found, section)
    if form is not None and held is not None:
        text = "\n".join(line for line in (values.in_words(form, held), text) if line.strip())
    return {"title": form.title if form else "", "text": text}


def opened_values(reader: Reader, found: Note, section: Section) -> Values | None:
    """What was chosen, rated or observed; None where there is nothing but words."""
    return values.read_again(reader.open(found.child, section.values)) if section.values else None


def _about(reader: Reader, found: Note, template: Template, section: Section) -> dict[str, Any]:
    words = _words(reader, found, template, section)
    return {
        "kind": section.kind,
        "title": words["title"],
        "in_words": words["text"],
        "text": reader.open(found.child, section.text),
        "entries": opened_values(reader, found, section),
        "verbatim": section.verbatim,
        "segment": section.segment,
        "labels": [label.value for label in section.labels],
        "derived_from": list(section.derived_from),
        "author": section.author or found.author,
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "code": segment.code,
        "from_minute": segment.from_minute,
        "to_minute": segment.to_minute,
        "attendees": list(segment.attendees),
    }


def _added(reader: Reader, found: Note, addendum: Addendum) -> dict[str, Any]:
    text = reader.open(found.child, addendum.text)
    return {"addendum": addendum.id, "text": text, "added_at": to_text(addendum.added_at)}


def _sharing(part: Section | Addendum) -> dict[str, Any]:
    return {"visibility": part.visibility.value, "persons": list(part.persons)}


def _voiding(reader: Reader, found: Note) -> dict[str, Any] | None:
    voiding = found.voiding
    if voiding is None:
        return None
    return {
        "reason": voiding.reason.value,
        "words": reader.open(found.child, voiding.words),
        "voided_by": voiding.voided_by,
        "voided_at": to_text(voiding.voided_at),
    }
