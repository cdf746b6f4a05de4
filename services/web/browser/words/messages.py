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
ENGAGEMENT = {
    "none": "Not opened yet",
    "opened": "Opened",
    "acknowledged": "Read and acknowledged",
    "answered": "Answered",
    "not-my-child": "Says: not my child",
}

TABLES: Mapping[str, Mapping[str, str]] = {
    "channel": CHANNEL,
    "delivery": DELIVERY,
    "engagement": ENGAGEMENT,
}
