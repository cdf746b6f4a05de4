"""The index changes in the commit that signs a note or adds to it: what is on record is found."""

from dataclasses import replace

from kernel.decision import Decision
from kernel.errors import Gone
from kernel.service import CommandHandler
from kernel.store.port import Wanted
from kernel.work import Work
from services.notes.decisions import search, values
from services.notes.model.note import Note, NoteState, Visibility
from services.notes.model.search import SECRET_DIGITS, SearchEntry, SearchSecret, secret_id
from services.notes.repository import SEARCH_ENTRIES, SEARCH_SECRETS, entries_of, template_of


def indexed(handle: CommandHandler) -> CommandHandler:
    """The same handler; whenever it leaves a signed note, every word that is not in the index yet goes with it."""

    def handled(command: object, work: Work) -> Decision:
        decision = handle(command, work)
        signed = [item for item in decision.changes if isinstance(item, Note) and item.state is NoteState.SIGNED]
        new = [change for note in signed for change in _new(note, work)]
        return replace(decision, changes=(*decision.changes, *new)) if new else decision

    return handled


def _new(note: Note, work: Work) -> tuple[SearchSecret | SearchEntry, ...]:
    """Nothing once the child's key is gone."""
    try:
        secret = _secret(note.child, work)
        words = search.entries(note.child, note.id, work.open(note.child, secret.secret), *_texts(note, work))
    except Gone:
        return ()
    known = {entry.id: entry for entry in entries_of(work, note.id)}
    changed = tuple(entry for entry in words if known.get(entry.id) != entry)
    return changed if work.known(SEARCH_SECRETS, secret.id) else (secret, *changed)


def ahead(child: str, note: str) -> list[Wanted]:
    """What the index is held against."""
    secret = Wanted(SEARCH_SECRETS.collection, (secret_id(child),))
    return [secret, Wanted(SEARCH_ENTRIES.collection, (note,), "note")]


def _secret(child: str, work: Work) -> SearchSecret:
    id = secret_id(child)
    known = work.known(SEARCH_SECRETS, id)
    return known or SearchSecret(id=id, child=child, secret=work.seal(child, work.digits(SECRET_DIGITS)))


def _texts(note: Note, work: Work) -> tuple[str, str]:
    """What the care team may read, and what only the author and supervisors may."""
    template, texts = template_of(work, note), {True: [""], False: [""]}
    for section in note.sections:
        form = template.form(section.kind)
        words = work.open(note.child, section.text)
        held = values.read_again(work.open(note.child, section.values)) if section.values else None
        own = values.in_words(form, held) if form and held else ""
        texts[section.visibility is Visibility.PRIVATE] += [words, own]
    for addendum in note.addenda:
        texts[addendum.visibility is Visibility.PRIVATE].append(work.open(note.child, addendum.text))
    return "\n".join(texts[False]), "\n".join(texts[True])
