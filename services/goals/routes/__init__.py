"""HTTP to commands and queries: one blueprint for each part of the service's work."""

from services.goals.routes.goals import goals

BLUEPRINTS = [goals]
