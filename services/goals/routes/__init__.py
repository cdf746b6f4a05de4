"""HTTP to commands and queries: one blueprint for each part of the service's work."""

from services.goals.routes.goals import goals
from services.goals.routes.households import households
from services.goals.routes.involvement import involvement
from services.goals.routes.items import items
from services.goals.routes.measures import measures
from services.goals.routes.milestones import milestones
from services.goals.routes.observations import observations
from services.goals.routes.practice import practice
from services.goals.routes.strategies import strategies
from services.goals.routes.vision import vision

BLUEPRINTS = [goals, vision, households, measures, practice, items, observations, milestones, involvement, strategies]
