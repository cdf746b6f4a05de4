"""To which child's stream a report belongs."""

from kernel.errors import NotFound
from kernel.reader import Reader
from services.notifications.messages.links import reported_notice
from services.notifications.model import Notice
from services.notifications.repository import NOTICES


def notice_of_token(reader: Reader, token: str) -> Notice:
    """The notice that a token of ours names; NotFound for every other token, of whatever kind."""
    id = reported_notice(reader, token)
    return notice_of_reference(reader, id or "")


def notice_of_reference(reader: Reader, reference: str) -> Notice:
    """The notice of this id; NotFound for none."""
    notice = reader.known(NOTICES, reference) if reference else None
    if notice is None:
        raise NotFound("no-such-message")
    return notice
