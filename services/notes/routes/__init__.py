"""HTTP to commands and queries: one blueprint for each part of the service's work."""

from services.notes.routes.concerns import concerns
from services.notes.routes.cosigning import cosigning
from services.notes.routes.episodes import episodes
from services.notes.routes.invitations import invitations
from services.notes.routes.notes import notes
from services.notes.routes.psychotherapy import psychotherapy
from services.notes.routes.record import record
from services.notes.routes.safety import safety
from services.notes.routes.search import search
from services.notes.routes.sessions import sessions
from services.notes.routes.templates import templates

BLUEPRINTS = [
    templates,
    sessions,
    invitations,
    notes,
    search,
    cosigning,
    psychotherapy,
    concerns,
    safety,
    episodes,
    record,
]
