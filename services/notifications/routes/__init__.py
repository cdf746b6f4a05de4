"""HTTP to commands and queries. The marks open the door by role; who may touch which child is decided behind it."""

from services.notifications.routes.contacts import contacts
from services.notifications.routes.engagement import engagement
from services.notifications.routes.factors import factors
from services.notifications.routes.ledger import ledger
from services.notifications.routes.links import links
from services.notifications.routes.policies import policies
from services.notifications.routes.reconciliation import reconciliation
from services.notifications.routes.reports import reports
from services.notifications.routes.tasks import tasks
from services.notifications.routes.thread_replies import replies
from services.notifications.routes.threads import threads

BLUEPRINTS = [
    contacts, policies, links, engagement, factors, ledger, tasks, reconciliation, threads, replies, reports,
]  # fmt: skip
