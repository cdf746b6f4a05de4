"""A guardian's list of notes, without those of sessions in which other children sat whose words are not theirs.

Which these are only consent knows, so they are left out after the query. Pages are filled up again and the list goes on
only while there is something more to see: nothing that is left out leaves a gap.
"""

from contracts.codes import DisclosureClass
from kernel.reader import Reader
from kernel.store.port import Document, Page
from services.notes import gateways
from services.notes.model.child import Child
from services.notes.repository import accused_since, notes_shared_with
from services.notes.settings import NOTES_PAGE


class _Open:
    """Whether a note's session is; asked once for each session."""

    def __init__(self, reader: Reader, child: Child, person: str) -> None:
        self._reader, self._child, self._person = reader, child, person
        self._known: dict[str | None, bool] = {None: True}

    def __call__(self, note: Document) -> bool:
        session = note["session"]
        if session not in self._known:
            shared = gateways.shared_session(
                self._reader, self._child.id, session, DisclosureClass.SESSION_DETAIL, self._person
            )
            self._known[session] = shared is None or shared.permits_words
        return self._known[session]


def page_for(reader: Reader, child: Child, person: str, cursor: str | None) -> Page:
    """Newest first, each page full but the last."""
    before, is_open = accused_since(reader, child.id, person), _Open(reader, child, person)

    def read(limit: int, after: str | None) -> Page:
        page = notes_shared_with(reader, child.id, person, before, after, limit)
        return Page([note for note in page.items if is_open(note)], page.next_cursor)

    page = read(NOTES_PAGE, cursor)
    while page.next_cursor is not None and len(page.items) < NOTES_PAGE:
        more = read(NOTES_PAGE - len(page.items), page.next_cursor)
        page = Page([*page.items, *more.items], more.next_cursor)
    ahead = page
    while ahead.next_cursor is not None:
        ahead = read(NOTES_PAGE, ahead.next_cursor)
        if ahead.items:
            return page
    return Page(page.items, None)
