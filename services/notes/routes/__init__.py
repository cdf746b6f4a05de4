"""HTTP to commands and queries: one blueprint for each part of the service's work."""

from services.notes.routes.concerns import concerns
from services.notes.routes.episodes import episodes
from services.notes.routes.notes import notes
from services.notes.routes.sessions import sessions
from services.notes.routes.templates import templates

BLUEPRINTS = [templates, sessions, notes, concerns, episodes]
