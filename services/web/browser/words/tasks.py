"""What humans must do, and broken glass."""

from collections.abc import Mapping

TASK = {
    "concern-unresolved": "This concern is still open: see how the child is, then close it or say what comes next",
    "reconciliation-differs": "What was decided here and what became of it differ: look at it, and call IT",
    "hand-over": "A colleague asks you to take this matter over",
    "ladder-exhausted": "Nobody answered in time: reach a guardian yourself",
    "alliance-ruptured": "Somebody rates the alliance far lower than before: talk about it in the next session",
    "answer-flagged": "An answer needs a clinician today: talk to the child, and raise a concern if there is one",
    "undecided": "Nobody has decided yet who may be told: act for the child now",
    "nobody-permitted": "No guardian may be told: decide who acts for the child",
    "escalated": "The rules leave it to a person: decide who is told",
    "identify-in-person": "A guardian has no second way to prove who they are: identify them in person",
    "locked-out": "Somebody tried too often to open a guardian's message: identify the guardian in person",
    "correct-record": "The record names the wrong adult: correct family and authority",
    "not-my-child": "Somebody says it is not their child: check the contact details",
    "tell-child-first": "Tell the child first: the adults are told as soon as this is done, or when its time is up",
    "complained": "Somebody calls our messages unwanted and gets only those of safety now: ask how to reach them",
    "safety-review": "A message may speak of danger: read it now and decide",
    "family-concern": "A guardian worries: take it up with them",
    "message-overdue": "A guardian waits for an answer that was promised by now",
    "message-overdue-supervisor": "A promised answer is a day late: see that it is given",
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
    "review-sharing-agreement": "What may be shared with whom was agreed a while ago: look at it again with the family",
    "review-involvement": "How far a guardian is drawn into the work is to be looked at again",
    "review-boundary": "A therapist's boundary is to be looked at again",
}
INCIDENT_OUTCOME = {
    "right-person": "It is the right person after all: they may read again",
    "wrong-contact-point": "The address was somebody else's: it is never used again",
    "wrong-adult": "The record names the wrong adult: it must be corrected",
}
RECORD_OUTCOME = {
    "corrected": "The record is corrected: family and authority are right now",
    "right-person": "It is the right person after all: they may read again",
}
IDENTITY_OUTCOME = {
    "identified": "I know for certain who they are: give me a code for them",
    "not-identified": "I could not find out who it is",
    "not-needed": "It is not needed any more",
}
TASK_OUTCOME = {
    "child-told": "The child knows now",
    "reached": "I reached somebody and told them",
    "reported": "I reported it to the authority",
    "decided": "I decided, as written below",
    "handed-over": "I handed it to a colleague",
    "not-needed": "It is not needed any more",
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
    "task": TASK,
    "task_outcome": TASK_OUTCOME,
    "outcome_not-my-child": INCIDENT_OUTCOME,
    "outcome_correct-record": RECORD_OUTCOME,
    "outcome_identify-in-person": IDENTITY_OUTCOME,
    "outcome_locked-out": IDENTITY_OUTCOME,
    "glass_reason": GLASS_REASON,
    "glass_state": GLASS_STATE,
    "finding": FINDING,
}
