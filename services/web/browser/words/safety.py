"""Concerns, what is decided about them, and what became of them."""

from collections.abc import Mapping

SEVERITY = {"imminent": "Imminent", "serious": "Serious", "moderate": "Moderate", "low": "Low"}
KIND = {
    "self-harm": "Self-harm",
    "suicidal-intent": "Suicidal intent",
    "harm-to-others": "Harm to others",
    "abuse-physical": "Physical abuse",
    "abuse-sexual": "Sexual abuse",
    "abuse-emotional": "Emotional abuse",
    "neglect": "Neglect",
    "substance-use": "Substance use",
    "other-risk": "Another risk",
}
CHILD_TOLD = {
    "told": "Yes, the child knows that adults will be told",
    "not-yet": "Not yet; I will tell the child first",
    "unsafe-to-tell": "No, telling the child would not be safe",
    "not-able": "No, the child cannot understand it now",
}
OUTCOME = {"permit": "Told", "withhold": "Not told", "escalate": "A person decides"}
MAY = {"permit": "May know", "withhold": "May not know", "escalate": "A person decides"}
OBLIGATION = {
    "tell-child-first": "after the child was told",
    "summary-only": "a summary only",
    "own-channel": "in person, or by e-mail that is theirs alone",
    "staff-second-check": "after a second member of staff checked the documents",
    "legal-review": "the exclusion needs a legal review",
    "reroute": "the duty goes to somebody else",
}
DUTY = {"inform": "Inform", "report": "Report to the authority"}
BEARER = {"guardian": "a guardian", "agency": "the child protection agency", "on-call": "the clinician on call"}
LADDER = {
    "held": "Waits until the child has been told",
    "climbing": "Waiting for an answer",
    "acknowledged": "Acknowledged",
    "exhausted": "Nobody answered: a person must act",
    "taken-over": "Taken over",
    "closed": "Closed",
}
CLOSURE = {
    "resolved": "Resolved",
    "safety-plan": "A safety plan is in place",
    "transferred": "Handed to another service",
    "unfounded": "It turned out to be unfounded",
    "duplicate": "Already on the board as another case",
    "entered-in-error": "Entered in error",
}

DIFFERENCE = {
    "not-carried": "Decided, and never carried",
    "not-decided": "Carried, and not on record as decided",
    "adult-missing": "Permitted, and on no record of those to tell",
    "no-outcome": "Nothing is on the way to somebody who may know",
    "message-overdue": "A message waits beyond its time",
    "ladder-overdue": "A step is overdue",
    "nobody-on-it": "Nobody is on it",
}
HAND_OVER = {
    "offered": "Offered", "accepted": "Accepted", "declined": "Declined: it stays", "withdrawn": "Taken back",
}  # fmt: skip

TABLES: Mapping[str, Mapping[str, str]] = {
    "severity": SEVERITY,
    "kind": KIND,
    "child_told": CHILD_TOLD,
    "outcome": OUTCOME,
    "may": MAY,
    "obligation": OBLIGATION,
    "duty": DUTY,
    "bearer": BEARER,
    "ladder": LADDER,
    "closure": CLOSURE,
    "difference": DIFFERENCE,
    "hand_over": HAND_OVER,
}
