"""The few questions that are asked of the collections."""

from datetime import datetime

from kernel.clock import to_text
from kernel.reader import Reader
from kernel.store.port import Has, In, Page, Span, Where
from kernel.work import Work
from services.notes.model.assessment import Assessment
from services.notes.model.child import Child, staff_of
from services.notes.model.concern import Concern, ConcernState
from services.notes.model.invitation import Invitation
from services.notes.model.note import Note, NoteState
from services.notes.model.psychotherapy import TEXTS_MAX, PsychotherapyNote
from services.notes.model.report import Report
from services.notes.model.safety_plan import SafetyPlan
from services.notes.model.search import SearchEntry
from services.notes.model.session import Session
from services.notes.model.shipped import LATEST, latest, shipped_version
from services.notes.model.templates import ClinicTemplate, Template, clinic_template_id
from services.notes.model.version import NoteVersion
from services.notes.repository.kinds import (
    ASSESSMENTS,
    CHILDREN,
    CLINIC_TEMPLATES,
    CONCERNS,
    INVITATIONS,
    NOTES,
    PLANS,
    PSYCHOTHERAPY,
    REPORTS,
    SEARCH_ENTRIES,
    SESSIONS,
    UNFINISHED,
    VERSIONS,
)
from services.notes.settings import (
    ASSESSMENTS_MAX,
    AWAITING_MAX,
    CASELOAD_MAX,
    CITING_MAX,
    CLINIC_TEMPLATES_MAX,
    CONCERNS_MAX,
    DRAFTS_MAX,
    ENTRIES_MAX,
    HITS_MAX,
    INVITATIONS_MAX,
    LATE_MAX,
    NOTES_PAGE,
    OLDER_CHILDREN_MAX,
    SESSIONS_MAX,
    VERSIONS_MAX,
)


def awaiting_cosignature(reader: Reader, clinics: frozenset[str]) -> list[Note]:
    """Handed in by supervised authors, oldest first."""
    where: Where = {"clinic": In(tuple(sorted(clinics))), "state": NoteState.AWAITING.value}
    return reader.find(NOTES, where, ("changed_at",), AWAITING_MAX)


def versions_of(reader: Reader, note: str) -> list[NoteVersion]:
    """What a note said before, oldest first."""
    return reader.find(VERSIONS, {"note": note}, ("revision",), VERSIONS_MAX)


def undocumented(reader: Reader, whose: Where, before: datetime) -> list[Session]:
    """Sessions of these practitioners or clinics without a note, begun before a moment, oldest first."""
    where: Where = {**whose, "documented": None, "cancelled": None, "starts_at": Span(below=to_text(before))}
    return reader.find(SESSIONS, where, ("starts_at",), LATE_MAX)


def newest_clinic_template(reader: Reader | Work, clinic: str, code: str) -> ClinicTemplate | None:
    """The newest version of a clinic's own template, retired or not."""
    found = reader.find(CLINIC_TEMPLATES, {"clinic": clinic, "code": code}, ("-version",), limit=1)
    return found[0] if found else None


def clinic_templates(reader: Reader, clinics: frozenset[str]) -> list[ClinicTemplate]:
    """Every version of every template of these clinics."""
    where: Where = {"clinic": In(tuple(sorted(clinics)))}
    return reader.find(CLINIC_TEMPLATES, where, ("code", "version"), CLINIC_TEMPLATES_MAX)


def template_of(reader: Reader | Work, note: Note) -> Template:
    """The version the note was begun with: published versions are kept for ever."""
    if note.template_clinic is None:
        return shipped_version(note.template, note.template_version)
    id = clinic_template_id(note.template_clinic, note.template, note.template_version)
    return reader.load(CLINIC_TEMPLATES, id).template


def template_to_begin(reader: Reader | Work, clinic: str, code: str) -> Template:
    """The newest version under this code, the clinic's own or a shipped one; Invalid when there is none to begin."""
    if code in LATEST:
        return latest(code)
    own = newest_clinic_template(reader, clinic, code)
    return latest(code) if own is None or own.retired else own.template


def notes_citing(reader: Reader, child: str, observation: str) -> list[Note]:
    """The notes that rest on an observation from home."""
    return reader.find(NOTES, {"child": child, "cites": Has(observation)}, (), CITING_MAX)


def signed_notes(
    reader: Reader, child: str, clinics: frozenset[str], cursor: str | None, limit: int = NOTES_PAGE
) -> Page:
    """Newest first: the record as staff of these clinics see it, voided notes included."""
    record = In((NoteState.SIGNED.value, NoteState.VOIDED.value))
    where: Where = {"child": child, "state": record, "clinic": In(tuple(sorted(clinics)))}
    return reader.page(NOTES, where, ("-signed_at",), limit, cursor)


def notes_shared_with(
    reader: Reader, child: str, person: str, before: datetime | None, cursor: str | None, limit: int = NOTES_PAGE
) -> Page:
    """Newest first: exactly the notes with a part for this guardian, signed before a moment."""
    where: Where = {"child": child, "state": NoteState.SIGNED.value, "readers": Has(person)}
    if before is not None:
        where = {**where, "signed_at": Span(below=to_text(before))}
    return reader.page(NOTES, where, ("-signed_at",), limit, cursor)


def drafts_of_child(reader: Reader, child: str) -> list[Note]:
    """Every draft on a child, newest first; the caller filters by author."""
    return reader.find(NOTES, {"child": child, "state": UNFINISHED}, ("-changed_at",), DRAFTS_MAX)


def drafts_of_author(reader: Reader, author: str) -> list[Note]:
    """One's own unsigned notes over all children, newest first."""
    return reader.find(NOTES, {"author": author, "state": UNFINISHED}, ("-changed_at",), DRAFTS_MAX)


def sessions_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Session]:
    """Newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(SESSIONS, where, ("-starts_at",), SESSIONS_MAX)


def concerns_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Concern]:
    """Newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(CONCERNS, where, ("-raised_at",), CONCERNS_MAX)


def accused_since(reader: Reader | Work, child: str, person: str) -> datetime | None:
    """When the first open concern of this child about this person was raised, None when there is none."""
    where: Where = {"child": child, "state": ConcernState.OPEN.value, "about": Has(person)}
    found = reader.find(CONCERNS, where, ("raised_at",), limit=1)
    return found[0].raised_at if found else None


def assessments_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Assessment]:
    """Newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(ASSESSMENTS, where, ("-taken_at",), ASSESSMENTS_MAX)


def newest_plan(reader: Reader | Work, child: str, clinic: str) -> SafetyPlan | None:
    """The safety plan as it stands."""
    found = reader.find(PLANS, {"child": child, "clinic": clinic}, ("-revision",), limit=1)
    return found[0] if found else None


def reports_of(reader: Reader, child: str) -> list[Report]:
    """Newest first."""
    return reader.find(REPORTS, {"child": child}, ("-opened_at",), CONCERNS_MAX)


def invitations_to(reader: Reader | Work, session: str) -> list[Invitation]:
    """Everybody who was ever asked into a session."""
    return reader.find(INVITATIONS, {"session": session}, (), INVITATIONS_MAX)


def invitations_of(reader: Reader, child: str, person: str) -> list[Invitation]:
    """What one guardian was asked into, newest first."""
    return reader.find(INVITATIONS, {"child": child, "person": person}, ("-proposed_at",), INVITATIONS_MAX)


def caseload_of(reader: Reader) -> list[Child]:
    """The children whom the asker looks after, in any clinic of their network.

    A child registered before `staff` was kept has no such field until its team changes; its teams say the same.
    """
    network, person = reader.principal.network, reader.principal.person
    known = reader.find(CHILDREN, {"network": network, "staff": Has(person)}, (), CASELOAD_MAX)
    older = reader.find(CHILDREN, {"network": network, "staff": None}, (), OLDER_CHILDREN_MAX)
    return [*known, *(child for child in older if person in staff_of(child.teams))][:CASELOAD_MAX]


def entries_of(work: Work, note: str) -> list[SearchEntry]:
    """What the index has of a note."""
    return work.find(SEARCH_ENTRIES, {"note": note}, (), ENTRIES_MAX)


def entries_with(reader: Reader, tokens: list[str]) -> list[SearchEntry]:
    """Every entry of these tokens."""
    return reader.find(SEARCH_ENTRIES, {"token": In(tuple(tokens))}, (), HITS_MAX) if tokens else []


def has_open_concern(reader: Reader | Work, child: str, clinic: str) -> bool:
    """Whether anything about the child's safety is not dealt with, in this clinic."""
    where: Where = {"child": child, "state": ConcernState.OPEN.value, "clinic": clinic}
    return bool(reader.find(CONCERNS, where, (), limit=1))


def psychotherapy_notes_of(reader: Reader, child: str, author: str) -> list[PsychotherapyNote]:
    """One author's own, newest first."""
    return reader.find(PSYCHOTHERAPY, {"child": child, "author": author}, ("-created_at",), TEXTS_MAX)
