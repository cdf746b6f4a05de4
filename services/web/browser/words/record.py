"""Notes, goals and the timeline."""

from collections.abc import Mapping

CLASS = {
    "fact-of-treatment": "That the child is in care",
    "attendance-billing": "Attendance and billing",
    "goals-progress": "Goals and progress",
    "home-practice": "Home practice",
    "safety-concern": "Safety concern",
    "session-detail": "What is said in sessions",
    "psychotherapy-note": "Psychotherapy notes",
    "contact-data": "Where the child and family are",
    "third-party": "What concerns other people",
    "report-existence": "That a report was made",
}
VISIBILITY = {
    "private": "Private: you and supervising staff",
    "care-team": "Care team of this clinic",
    "persons": "Named guardians",
}
TEMPLATE = {
    "soap": "SOAP",
    "dap": "DAP",
    "birp": "BIRP",
    "play-therapy": "Play therapy",
    "parent-consultation": "Parent consultation",
    "crisis": "Crisis",
    "intake": "Intake",
    "closing": "Closing",
}
FILTER = {
    "session": "Sessions",
    "note": "Notes",
    "concern": "Concerns",
    "disclosure": "Decisions",
    "goal": "Goals",
    "update": "Progress",
    "task": "Tasks",
}
TIMELINE = {
    "session": "Session",
    "note": "Note signed",
    "concern": "Safety concern",
    "closure": "Concern closed",
    "cancelled": "Session cancelled",
    "stage": "Stage of the work",
    "goal": "Goal agreed",
    "proposal": "Goal proposed",
    "practice": "Home practice set",
    "practised": "Word on home practice",
    "observation": "Seen at home",
    "milestone": "Step celebrated with the child's permission",
    "cheer": "A guardian was glad of a step",
    "too-much": "A guardian says it is too much",
    "goal-discussed": "Goal talked about",
    "goal-declined": "Goal declined",
    "goal-parked": "Goal parked",
    "goal-achieved": "Goal achieved",
    "vision": "Vision agreed by all voices",
    "update": "Progress shared",
    "disclosure": "Decided who may be told",
    "task": "Task for a person",
    "message": "Message to a guardian",
}
LEVEL = {
    "-2": "much less than hoped for",
    "-1": "less than hoped for",
    "0": "as hoped for",
    "1": "more than hoped for",
    "2": "much more than hoped for",
}
GOAL_STATUS = {
    "proposed": "Proposed",
    "discussed": "Talked about",
    "agreed": "Agreed and active",
    "declined": "Declined",
    "parked": "Parked",
    "achieved": "Achieved",
}
RATER = {"child": "The child", "guardian": "A guardian", "therapist": "The therapist"}

TABLES: Mapping[str, Mapping[str, str]] = {
    "class": CLASS,
    "visibility": VISIBILITY,
    "template": TEMPLATE,
    "filter": FILTER,
    "timeline": TIMELINE,
    "level": LEVEL,
    "goal_status": GOAL_STATUS,
    "rater": RATER,
}
