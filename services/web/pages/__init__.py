"""One module per screen; the address of each view stands above it."""

from services.web.pages.account import account_pages
from services.web.pages.asking import asking
from services.web.pages.audit import audit_pages
from services.web.pages.board import board_pages
from services.web.pages.by_provider import provider_pages
from services.web.pages.caseload import caseload
from services.web.pages.cases import case_pages
from services.web.pages.child import child_pages
from services.web.pages.concerns import concern_pages
from services.web.pages.contact_points import contact_point_pages
from services.web.pages.emergency import emergency_pages
from services.web.pages.factors import factor_pages
from services.web.pages.family import family
from services.web.pages.glass import glass_pages
from services.web.pages.goals import goal_pages
from services.web.pages.hand_over import hand_over_pages
from services.web.pages.inbox import inbox_pages
from services.web.pages.item import item
from services.web.pages.landing import landing
from services.web.pages.ledger import ledger_pages
from services.web.pages.notes import note_pages
from services.web.pages.person_tasks import person_task_pages
from services.web.pages.preferences import preference_pages
from services.web.pages.reconciliation import reconciliation_pages
from services.web.pages.record import record_pages
from services.web.pages.rota import rota_pages
from services.web.pages.second_factor import second_factor_pages
from services.web.pages.sign_in import sign_in_pages
from services.web.pages.tasks import task_pages

BLUEPRINTS = (
    asking, inbox_pages,
    account_pages, provider_pages, second_factor_pages,
    sign_in_pages, caseload, child_pages, note_pages, record_pages, concern_pages, board_pages, case_pages, goal_pages,
    task_pages, audit_pages, emergency_pages, glass_pages, ledger_pages, hand_over_pages, reconciliation_pages,
    rota_pages, landing, item, family, factor_pages, contact_point_pages, person_task_pages, preference_pages,
)  # fmt: skip
