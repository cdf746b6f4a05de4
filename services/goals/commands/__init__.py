"""What can be asked of this service to change. Texts arrive in the clear and are sealed before anything is decided."""

from services.goals.commands.goals import AgreeGoal, ProposeGoal, RecordProgress

__all__ = ["AgreeGoal", "ProposeGoal", "RecordProgress"]
