"""How routine messages are wanted."""

from collections.abc import Mapping

MESSAGE_CLASS = {
    "access-change": "What I may see has changed",
    "message": "Messages from the clinic",
    "reminder": "Reminders",
    "update": "News about goals",
    "celebration": "Steps to be glad of, and thank-yous",
}
WISH = {"now": "At once", "digest": "Together, once a day", "never": "Not at all; I look myself"}

TABLES: Mapping[str, Mapping[str, str]] = {"message_class": MESSAGE_CLASS, "wish": WISH}
