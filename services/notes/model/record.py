"""An exported record: its format and what is never in it."""

FORMAT = "alliance.record.1"

LEFT_OUT = (
    "psychotherapy-notes",
    "drafts",
    "concerns-and-reports",
    "third-party-information",
    "sessions-with-other-children",
    "private-steps-of-safety-plans",
)
"""The same in every export of every child: what is absent and what is withheld look alike."""
