"""Codes in words. A code that is not here yet is shown as it is, in readable form: never hidden, never an error."""

from collections.abc import Mapping

from services.web.browser.language import gettext

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
CHANNEL = {"email": "e-mail", "sms": "text message", "voice": "phone call", "in-person": "in person"}
DELIVERY = {
    "accepted": "Waiting to be sent",
    "dispatched": "Being sent",
    "provider-accepted": "Sent",
    "handed-over": "Delivered",
    "bounced": "Came back",
    "expired": "Expired unread",
    "unknown": "Not known whether it arrived",
    "suppressed": "Held back",
}
ENGAGEMENT = {
    "none": "Not opened yet",
    "opened": "Opened",
    "acknowledged": "Read and acknowledged",
    "answered": "Answered",
    "not-my-child": "Says: not my child",
}
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
TASK_OUTCOME = {
    "child-told": "The child knows now",
    "reached": "I reached somebody and told them",
    "reported": "I reported it to the authority",
    "decided": "I decided, as written below",
    "handed-over": "I handed it to a colleague",
    "not-needed": "It is not needed any more",
}
VISIBILITY = {
    "private": "Private: you and supervising staff",
    "care-team": "Care team of this clinic",
    "persons": "Named guardians",
}
ROLE = {
    "therapist": "Therapist",
    "supervisor": "Supervisor",
    "front-desk": "Front desk",
    "clinic-admin": "Clinic admin",
    "privacy-officer": "Privacy officer",
    "it-operator": "IT operator",
}
AUTHORITY = {
    "sole-legal": "Sole legal custody",
    "joint-legal": "Joint legal custody",
    "joint-consent-required": "Joint custody, both must consent",
    "physical-only": "The child lives there; no legal custody",
    "access-only": "Visits only",
    "supervised-contact": "Supervised contact only",
    "protective-order": "Protective order against this person",
    "rights-terminated": "Parental rights ended",
    "adoptive": "Adoptive parent",
    "foster": "Foster carer, day to day",
    "state-guardian": "State guardian",
    "kinship": "Kinship carer",
    "step-parent": "Step-parent",
    "minor-parent": "Parent under age",
}
RESTRICTION = {"protective-order": "Protective order", "court-order": "Court order"}
DANGER = {"alleged": "Alleged source of harm", "substantiated": "Found to be a source of harm",
          "unfounded": "An allegation proved unfounded"}  # fmt: skip
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
    "goal": "Goal agreed",
    "update": "Progress shared",
    "disclosure": "Decided who may be told",
    "task": "Task for a person",
}
LEVEL = {
    "-2": "much less than hoped for",
    "-1": "less than hoped for",
    "0": "as hoped for",
    "1": "more than hoped for",
    "2": "much more than hoped for",
}
GOAL_STATUS = {"proposed": "Proposed", "agreed": "Agreed and active"}
RATER = {"child": "The child", "guardian": "A guardian", "therapist": "The therapist"}
CHIP = {
    "restricted-adult": "Court order",
    "danger": "Danger on file",
    "minor-consent": "Consented alone",
    "confidentiality-agreement": "Confidentiality agreement",
    "boundary": "Therapist's boundary",
}
TASK = {
    "ladder-exhausted": "Nobody answered in time: reach a guardian yourself",
    "undecided": "Nobody has decided yet who may be told: act for the child now",
    "nobody-permitted": "No guardian may be told: decide who acts for the child",
    "escalated": "The rules leave it to a person: decide who is told",
    "identify-in-person": "A guardian has no second way to prove who they are: identify them in person",
    "not-my-child": "Somebody says it is not their child: check the contact details",
    "tell-child-first": "Tell the child first: the adults are told as soon as this is done, or when its time is up",
    "call-adults": "Call the adults who may know",
    "inform-agency": "Inform the child protection agency: no guardian may be told",
    "report-agency": "Report to the child protection agency",
    "inform-on-call": "You are on call: see that somebody who keeps the child safe is told",
    "report-on-call": "You are on call: report to the authority yourself",
    "review-access": "Somebody broke the glass: review it",
    "access-refused": "Somebody who is kept out tried to break the glass: look into it",
    "review-age-of-consent": "The child may soon consent alone: talk it over with child and family",
    "review-detail-age": "Session detail will soon be the child's to share: talk it over with child and family",
    "review-narrow-age": "Guardians will soon get summaries only: talk it over with child and family",
    "review-majority": "The child comes of age: renew every consent with them",
    "review-boundary": "A therapist's boundary is to be looked at again",
}
GLASS_REASON = {
    "crisis": "A crisis",
    "walk-in": "The child was here and nobody of the team",
    "covering": "Standing in for a colleague",
    "other": "Another reason",
    "kept-out": "Tried in vain: the record is closed to them",
}
GLASS_STATE = {"unreviewed": "Waiting for review", "open": "Open now", "overdue": "Late", "all": "All"}
FINDING = {"justified": "It was justified", "not-justified": "It was not justified"}

TABLES: Mapping[str, Mapping[str, str]] = {
    "severity": SEVERITY,
    "kind": KIND,
    "child_told": CHILD_TOLD,
    "class": CLASS,
    "outcome": OUTCOME,
    "may": MAY,
    "obligation": OBLIGATION,
    "duty": DUTY,
    "bearer": BEARER,
    "channel": CHANNEL,
    "delivery": DELIVERY,
    "engagement": ENGAGEMENT,
    "ladder": LADDER,
    "closure": CLOSURE,
    "task_outcome": TASK_OUTCOME,
    "visibility": VISIBILITY,
    "role": ROLE,
    "authority": AUTHORITY,
    "restriction": RESTRICTION,
    "danger": DANGER,
    "timeline": TIMELINE,
    "template": TEMPLATE,
    "filter": FILTER,
    "level": LEVEL,
    "goal_status": GOAL_STATUS,
    "rater": RATER,
    "chip": CHIP,
    "task": TASK,
    "glass_reason": GLASS_REASON,
    "glass_state": GLASS_STATE,
    "finding": FINDING,
}


def word(table: str, code: str | int | None) -> str:
    """The words for a code in the language of the request."""
    if code is None:
        return ""
    known = TABLES.get(table, {}).get(str(code))
    return gettext(known) if known else readable(str(code))


def readable(code: str) -> str:
    """`no-answer-in-time` as `No answer in time`."""
    return code.replace("-", " ").replace("_", " ").replace(".", " ").strip().capitalize()


def choices(table: str) -> list[tuple[str, str]]:
    """For a form: code and words, in the table's order."""
    return [(code, gettext(text)) for code, text in TABLES[table].items()]
