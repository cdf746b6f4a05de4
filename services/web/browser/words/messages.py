"""Messages and what their readers did."""

from collections.abc import Mapping

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
POINT_STATE = {
    "unverified": "Not shown to be yours yet. Nothing is sent there.",
    "verified": "In use",
    "cooling-off": "New",
    "restricted": "Closed by the clinic. Nothing is sent there.",
    "unusable": "Messages to it came back. Nothing is sent there.",
    "retired": "Not used any more",
}
ENGAGEMENT = {
    "none": "Not opened yet",
    "opened": "Opened",
    "acknowledged": "Read and acknowledged",
    "answered": "Answered",
    "not-my-child": "Says: not my child",
}

CLIENT = {"phone": "phone", "tablet": "tablet", "computer": "computer", "other": "another device"}
WAY = {
    "message": "with a code that was sent",
    "authenticator": "with a code of an app",
    "passkey": "with a passkey",
    "recovery-code": "with a recovery code",
    "identified": "with a code from the clinic",
}
SUBJECT = {
    "safety-concern": "About your child's safety",
    "goals-progress": "News about a goal",
    "home-practice": "Something to practise at home",
    "attendance-billing": "About a visit",
}

TABLES: Mapping[str, Mapping[str, str]] = {
    "channel": CHANNEL,
    "delivery": DELIVERY,
    "engagement": ENGAGEMENT,
    "point_state": POINT_STATE,
    "client": CLIENT,
    "way": WAY,
    "subject": SUBJECT,
}
