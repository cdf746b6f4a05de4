"""Who opened what: each sees their own openings alone."""

from kernel.clock import to_text
from kernel.reader import Reader
from services.notifications.model import View
from services.notifications.repository import views_of


def views(reader: Reader, disclosure: str, person: str) -> list[dict[str, str]]:
    """When it was opened by this person, how they proved who they are, and on what kind of device."""
    return [_view(view) for view in views_of(reader, disclosure, person)]


def _view(view: View) -> dict[str, str]:
    return {"at": to_text(view.at), "way": view.way.value, "client": view.client}

