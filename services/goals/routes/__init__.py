"""HTTP to commands and queries: one blueprint for each part of the service's work."""

from services.goals.routes.goals import goals
from services.goals.routes.households import households
from services.goals.routes.vision import vision

BLUEPRINTS = [goals, vision, households]
