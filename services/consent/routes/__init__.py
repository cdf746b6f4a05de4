"""HTTP to commands and queries: one blueprint for each part of the service's work."""

from services.consent.routes.accounting import accounting
from services.consent.routes.authority import authority
from services.consent.routes.care import care
from services.consent.routes.cases import cases
from services.consent.routes.danger import danger
from services.consent.routes.decided import decided
from services.consent.routes.exchange import exchange
from services.consent.routes.glass import glass
from services.consent.routes.packs import packs
from services.consent.routes.papers import papers
from services.consent.routes.registry import registry
from services.consent.routes.rota import rota
from services.consent.routes.rulings import decisions
from services.consent.routes.sessions import sessions
from services.consent.routes.sharing import sharing
from services.consent.routes.trails import trails
from services.consent.routes.transfers import transfers
from services.consent.routes.whatif import whatif
from services.consent.routes.wishes import wishes

BLUEPRINTS = [
    accounting,
    registry,
    decisions,
    cases,
    authority,
    danger,
    glass,
    trails,
    care,
    papers,
    sharing,
    transfers,
    sessions,
    wishes,
    exchange,
    packs,
    whatif,
    decided,
    rota,
]
