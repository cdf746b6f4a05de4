"""Notes of one's own caseload by the words in them. No text is opened for it, and no word is kept or written down."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.errors import Gone
from kernel.reader import Reader
from services.notes.decisions import search, views
from services.notes.decisions.access import CLINICAL, reach, supervises
from services.notes.model.child import Child
from services.notes.model.note import Note, NoteState
from services.notes.model.search import secret_id
from services.notes.queries import permission
from services.notes.queries.note_words import summary
from services.notes.repository import (
    NOTES,
    SEARCH_SECRETS,
    accused_since,
    caseload_of,
    entries_with,
)
from services.notes.settings import FOUND_MAX

DETAIL = DisclosureClass.SESSION_DETAIL


def found(reader: Reader, words: str) -> dict[str, Any]:
    """Signed notes that have every one of these words, newest first, without a word of them."""
    looked_for = search.asked(words)
    children = {child.id: child for child in caseload_of(reader)}
    wanted = _wanted(reader, list(children), looked_for)
    hits = entries_with(reader, [token for tokens in wanted.values() for token in tokens])
    notes = search.found_in(wanted, hits)
    loaded = reader.many(NOTES, sorted(notes))
    allowed = _allowed(reader, {children[note.child] for note in loaded.values()})
    seen = [note for note in loaded.values() if _visible(reader, note, notes[note.id], allowed)]
    newest = sorted(seen, key=lambda note: (note.signed_at or note.changed_at, note.id), reverse=True)[:FOUND_MAX]
    for child in sorted({note.child for note in newest}):
        reader.shown(child, "search-notes")
    return {"notes": [summary(note) for note in newest]}


def _wanted(reader: Reader, children: list[str], words: list[str]) -> dict[str, list[str]]:
    """For each child that has an index the tokens of the words; a child whose key is gone has none."""
    secrets = reader.many(SEARCH_SECRETS, [secret_id(child) for child in children])
    reader.dispatcher.vault.foresee(secret.child for secret in secrets.values())
    tokens: dict[str, list[str]] = {}
    for secret in secrets.values():
        try:
            opened = reader.open(secret.child, secret.secret)
        except Gone:
            continue
        tokens[secret.child] = [search.token(opened, word) for word in words]
    return tokens


def _allowed(reader: Reader, children: set[Child]) -> dict[str, tuple[frozenset[str], Any]]:
    """The children the rules let the asker know of now, with the clinics in reach and since when they are accused."""
    return {
        child.id: (
            reach(child, reader.principal, CLINICAL),
            accused_since(reader, child.id, reader.principal.person),
        )
        for child in sorted(children, key=lambda child: child.id)
        if permission.ask(reader, child, DETAIL, reader.principal.person).permits
    }


def _visible(reader: Reader, note: Note, private: bool, allowed: dict[str, tuple[frozenset[str], Any]]) -> bool:
    """A word in a private part finds the note for its author and for supervisors only."""
    if note.child not in allowed or note.state is not NoteState.SIGNED:
        return False
    clinics, accused = allowed[note.child]
    asker = reader.principal
    own = note.author == asker.person or supervises(asker, note.clinic)
    return views.staff_may_see(note, asker, clinics, accused) and (own or not private)
