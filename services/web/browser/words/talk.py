"""What conversations are about, and what stands in the place of words that do not belong in them."""

from collections.abc import Mapping

CATEGORY = {
    "goal": "A question about a goal",
    "observation": "A question about something I noticed at home",
    "home-practice": "A question about practice at home",
    "logistics": "Appointments and practical things",
    "billing": "A bill or a payment",
    "feedback": "News or an idea for the clinic",
    "concern": "I am worried about something",
    "answer": "An answer to a message",
}
REDIRECT = {
    "personal": "Thank you for your trust. This is something of your own and does not belong in your child's record, "
    "so we have not kept it. We are glad to talk with you about your child, and can tell you who can support you.",
    "other-child": "Thank you. This is about another child, so we have not kept it here. Please write about each child "
    "in their own place.",
    "legal": "Thank you. We cannot take part in questions of law or custody, so we have not kept this here. Please "
    "turn to the court or to your lawyer.",
    "not-here": "Thank you. This does not belong in your child's record, so we have not kept it. Please write to us "
    "about goals, practice, what you notice, or practical things.",
}
REDIRECT_CHOICE = {
    "personal": "Personal: about the adult, not the child",
    "other-child": "About another child",
    "legal": "About law or custody",
    "not-here": "Off topic",
}
CLOSING = {
    "answered": "Answered",
    "talked": "Talked about it in person or by phone",
    "settled": "Settled",
    "duplicate": "Asked elsewhere already",
    "not-needed": "Not needed any more",
}
REVIEW_OUTCOME = {
    "concern-raised": "I raised a safety concern",
    "reached": "I reached the family: nobody is in danger",
    "no-danger": "The words do not speak of danger",
    "handed-over": "I handed it to a colleague",
}
CHANGE = {
    "written": "The guardian wrote",
    "replied": "Answered",
    "coached": "Guidance sent",
    "redirected": "Redirected",
    "acknowledged": "Acknowledged",
    "received": "Nobody has acknowledged yet",
    "reviewed": "Looked at for safety",
    "closed": "Closed",
    "reopened": "Opened again",
}
THREAD_REFUSAL = {
    "required": "Write your message.",
    "too-long": "Use at most 4,000 characters.",
    "control-character": "Take out the characters that cannot be shown.",
    "not-for-you": "This cannot be asked here. Please choose another topic, or call the clinic.",
    "too-many": "You have many open conversations. Please go on in one of them.",
    "conversation-full": "This conversation is full. Please begin a new one.",
}

TABLES: Mapping[str, Mapping[str, str]] = {
    "category": CATEGORY,
    "redirect": REDIRECT,
    "redirect_choice": REDIRECT_CHOICE,
    "closing": CLOSING,
    "change": CHANGE,
    "review_outcome": REVIEW_OUTCOME,
    "thread_refusal": THREAD_REFUSAL,
}
