"""What can be asked of this service to change. Texts arrive in the clear and are sealed before anything is decided."""

from services.goals.commands.clinics import RecordLicence, SetClinicRules
from services.goals.commands.goals import AgreeGoal, DiscussGoal, MoveGoal, PlanDraft, ProposeGoal, RecordProgress
from services.goals.commands.households import SetHousehold
from services.goals.commands.involvement import SetInvolvement
from services.goals.commands.measures import RecordMeasurement
from services.goals.commands.milestones import Cheer, RecordPermission
from services.goals.commands.observations import (
    AnswerConcern,
    Contribute,
    LinkObservation,
    ReleaseContribution,
    ReleaseObservation,
    ReviewObservation,
    StoryDraft,
    SubmitObservation,
)
from services.goals.commands.practice import (
    AssignPractice,
    EndPractice,
    PausePractice,
    PublishCard,
    RecordResult,
    ResumePractice,
    SayTooMuch,
)
from services.goals.commands.strategies import CheckStrategy, GiveFeedback, KeepStrategy
from services.goals.commands.vision import AgreeVision, WriteVision

__all__ = [
    "AgreeGoal",
    "AgreeVision",
    "AnswerConcern",
    "AssignPractice",
    "CheckStrategy",
    "Cheer",
    "Contribute",
    "DiscussGoal",
    "EndPractice",
    "GiveFeedback",
    "KeepStrategy",
    "LinkObservation",
    "MoveGoal",
    "PausePractice",
    "PlanDraft",
    "ProposeGoal",
    "PublishCard",
    "RecordLicence",
    "RecordMeasurement",
    "RecordPermission",
    "RecordProgress",
    "RecordResult",
    "ReleaseContribution",
    "ReleaseObservation",
    "ResumePractice",
    "ReviewObservation",
    "SayTooMuch",
    "SetClinicRules",
    "SetHousehold",
    "SetInvolvement",
    "StoryDraft",
    "SubmitObservation",
    "WriteVision",
]
