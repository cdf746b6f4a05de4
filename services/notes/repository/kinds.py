"""Collections and their indexes."""

from kernel.kind import Kind
from kernel.store.port import Collection, In, Index
from services.notes.model.assessment import Assessment
from services.notes.model.child import Child
from services.notes.model.concern import Concern
from services.notes.model.episode import Episode
from services.notes.model.invitation import Invitation
from services.notes.model.note import Note, NoteState
from services.notes.model.psychotherapy import PsychotherapyNote
from services.notes.model.report import Report
from services.notes.model.safety_plan import SafetyPlan
from services.notes.model.search import SearchEntry, SearchSecret
from services.notes.model.session import Session
from services.notes.model.supervision import Supervision
from services.notes.model.templates import ClinicTemplate
from services.notes.model.version import NoteVersion

CHILDREN = Kind(Child, Collection("children", (Index(("network", "staff")),)))
SESSIONS = Kind(
    Session,
    Collection(
        "sessions",
        (
            Index(("child", "-starts_at")),
            Index(("practitioner", "documented", "starts_at")),
            Index(("clinic", "documented", "starts_at")),
        ),
    ),
)
NOTES = Kind(
    Note,
    Collection(
        "notes",
        (
            Index(("child", "state", "-signed_at")),
            Index(("child", "readers", "-signed_at")),
            Index(("author", "state", "-changed_at")),
            Index(("child", "cites")),
            Index(("clinic", "state", "changed_at")),
        ),
    ),
)
CONCERNS = Kind(
    Concern,
    Collection("concerns", (Index(("child", "-raised_at")), Index(("child", "state", "about", "raised_at")))),
)
CLINIC_TEMPLATES = Kind(
    ClinicTemplate, Collection("clinic_templates", (Index(("clinic", "code", "-version")),))
)
VERSIONS = Kind(NoteVersion, Collection("note_versions", (Index(("note", "revision")),)))
SUPERVISIONS = Kind(Supervision, Collection("supervisions"))
PSYCHOTHERAPY = Kind(
    PsychotherapyNote, Collection("psychotherapy_notes", (Index(("child", "author", "-created_at")),))
)
ASSESSMENTS = Kind(Assessment, Collection("assessments", (Index(("child", "-taken_at")),)))
PLANS = Kind(SafetyPlan, Collection("safety_plans", (Index(("child", "clinic", "-revision")),)))
REPORTS = Kind(Report, Collection("reports", (Index(("child", "-opened_at")),)))
INVITATIONS = Kind(
    Invitation, Collection("invitations", (Index(("session",)), Index(("child", "person", "-proposed_at"))))
)
SEARCH_SECRETS = Kind(SearchSecret, Collection("search_secrets"))
SEARCH_ENTRIES = Kind(SearchEntry, Collection("search_entries", (Index(("token",)), Index(("note",)))))
EPISODES = Kind(Episode, Collection("episodes"))
KINDS = (
    CHILDREN,
    SESSIONS,
    NOTES,
    CONCERNS,
    CLINIC_TEMPLATES,
    VERSIONS,
    SUPERVISIONS,
    PSYCHOTHERAPY,
    ASSESSMENTS,
    PLANS,
    REPORTS,
    INVITATIONS,
    SEARCH_SECRETS,
    SEARCH_ENTRIES,
    EPISODES,
)
UNFINISHED = In((NoteState.DRAFT.value, NoteState.AWAITING.value))
