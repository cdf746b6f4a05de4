"""Drafts: load, check who asks, seal, decide."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kernel.decision import Decision
from kernel.errors import Invalid
from kernel.kind import Sealed
from kernel.service import CommandHandler
from kernel.work import Work
from services.notes.commands import ContributeSections, ReviseNote, SectionDraft, WriteNote
from services.notes.decisions import access, invitations, notes, sections, segments, texts, values
from services.notes.handlers.reach import adults, clinical, note_of, source_notes
from services.notes.model.child import Child
from services.notes.model.note import Note, Section, Visibility
from services.notes.model.session import Segment
from services.notes.model.templates import Template
from services.notes.repository import SESSIONS, invitations_to, template_of, template_to_begin


def write_note(command: WriteNote, work: Work) -> Decision:
    """A draft of the one who is signed in."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    session = work.known(SESSIONS, command.session) if command.session else None
    if command.session:
        notes.require_session(session, command.child, command.clinic)
    template = template_to_begin(work, command.clinic, command.template)
    there = invitations.expected(session, invitations_to(work, session.id)) if session else ()
    parts = there if command.segments is None else _parts(child, command.segments, work)
    beginning = notes.Beginning(
        id=work.new_id(),
        child=child.id,
        clinic=command.clinic,
        author=work.actor.person,
        template=template,
        session=session,
        at=work.now,
        segments=parts,
        cites=notes.checked_cites(command.cites),
        contributors=tuple(sorted(set(command.contributors))),
    )
    made = sealed(child, template, parts, command.sections, (), work)
    notes.require_contributors(command.contributors, child.team_in(command.clinic))
    return notes.written(beginning, made)


def revise_note(command: ReviseNote, work: Work) -> Decision:
    """The author's next revision."""
    child, note = note_of(command.child, command.note, work)
    notes.require_own_draft(note, work.actor, command.revision)
    parts = note.segments if command.segments is None else _parts(child, command.segments, work)
    cites = None if command.cites is None else notes.checked_cites(command.cites)
    made = sealed(child, template_of(work, note), parts, command.sections, note.sections, work)
    return notes.revised(note, made, work.actor.person, work.now, parts, cites)


def contribute_sections(command: ContributeSections, work: Work) -> Decision:
    """A colleague's own part of the draft."""
    child, note = note_of(command.child, command.note, work)
    person = work.actor.person
    notes.require_contribution(note, work.actor, command.revision)
    own = tuple(section for section in note.sections if section.author == person)
    made = sealed(child, template_of(work, note), note.segments, command.sections, own, work)
    return notes.contributed(note, tuple(replace(section, author=person) for section in made), person, work.now)


def _parts(child: Child, given: Sequence[Segment], work: Work) -> tuple[Segment, ...]:
    named = {person for segment in given for person in segment.attendees}
    return segments.checked_segments(given, adults(child, named, work))


def sealed(
    child: Child,
    template: Template,
    parts: Sequence[Segment],
    drafts: Sequence[SectionDraft],
    earlier: Sequence[Section],
    work: Work,
) -> tuple[Section, ...]:
    """The sections checked, with what was not mentioned taken over, and sealed under the child's key."""
    replaced = sections.before(earlier, drafts)
    whole = [_filled(child.id, draft, before, work) for draft, before in zip(drafts, replaced, strict=True)]
    named = {person for draft in whole for person in draft.persons}
    frame = sections.Frame(template=template, adults=adults(child, named, work), segments=parts)
    fitting = sections.checked_sections(frame, whole)
    sources = source_notes(child.id, {id for draft in fitting for id in draft.derived_from}, work)
    return tuple(
        _section(child.id, draft, before, sources, work)
        for draft, before in zip(fitting, replaced, strict=True)
    )


def _filled(child: str, draft: SectionDraft, before: Section | None, work: Work) -> SectionDraft:
    if before is None or not draft.kept:
        return draft
    earlier: dict[str, Any] = {
        "values": values.read_again(work.open(child, before.values)) if before.values else None,
        "verbatim": before.verbatim,
        "segment": before.segment,
        "labels": before.labels,
        "derived_from": before.derived_from,
    }
    return replace(draft, **{name: earlier[name] for name in draft.kept})


def _section(
    child: str, draft: SectionDraft, before: Section | None, sources: dict[str, Note], work: Work
) -> Section:
    held = draft.values if draft.values and not draft.values.is_empty else None
    if not set(draft.derived_from) <= set(sources):
        raise Invalid("sections-refused", {"derived_from": ["unknown"]})
    made = Section(
        kind=draft.kind,
        text=work.seal(child, draft.text),
        visibility=draft.visibility or Visibility.PRIVATE,
        persons=tuple(sorted(set(draft.persons))),
        blank=texts.is_blank(draft.text) and held is None,
        values=work.seal(child, values.written_down(held)) if held else None,
        verbatim=bool(draft.verbatim),
        segment=draft.segment,
        labels=sections.labels_with_sources(draft, [sources[id] for id in draft.derived_from]),
        derived_from=tuple(sorted(set(draft.derived_from))),
    )
    return made if before is None or before.author is None else _attributed(child, made, before, work)


def _attributed(child: str, made: Section, before: Section, work: Work) -> Section:
    """A colleague's section stays theirs as long as not a word or value of it is changed."""

    def opened(text: Sealed | None) -> str | None:
        return None if text is None else work.open(child, text)

    same = opened(made.text) == opened(before.text) and opened(made.values) == opened(before.values)
    return replace(made, author=before.author) if same else made


COMMANDS: dict[type, CommandHandler] = {
    WriteNote: write_note,
    ReviseNote: revise_note,
    ContributeSections: contribute_sections,
}
