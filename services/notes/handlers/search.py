"""The index follows the note a moment after it is signed or added to: signing does not wait for it."""

from collections.abc import Mapping
from dataclasses import replace

from kernel.decision import NOTHING, Decision, Timer
from kernel.errors import Gone
from kernel.service import CommandHandler, TimerHandler
from kernel.work import Work
from services.notes.decisions import search, values
from services.notes.model.note import Note, NoteState, Visibility
from services.notes.model.search import SECRET_DIGITS, SearchSecret, secret_id
from services.notes.repository import NOTES, SEARCH_SECRETS, entries_of, template_of

INDEX = "index-note"


def indexed(handle: CommandHandler) -> CommandHandler:
    """The same handler; whenever it leaves a signed note, the index is told to look at it."""

    def handled(command: object, work: Work) -> Decision:
        decision = handle(command, work)
        signed = [item for item in decision.changes if isinstance(item, Note) and item.state is NoteState.SIGNED]
        due = tuple(_timer(note, work) for note in signed)
        return replace(decision, timers=(*decision.timers, *due)) if due else decision

    return handled


def _timer(note: Note, work: Work) -> Timer:
    return Timer(id=f"{INDEX}:{note.id}", name=INDEX, due=work.now, data={"note": note.id})


def index_note(data: Mapping[str, str], work: Work) -> Decision:
    """Every word that is not in the index yet. Nothing to do once the child's key is gone."""
    note = work.known(NOTES, data["note"])
    if note is None or note.state is not NoteState.SIGNED:
        return NOTHING
    try:
        secret = _secret(note.child, work)
        opened = search.entries(note.child, note.id, work.open(note.child, secret.secret), *_texts(note, work))
    except Gone:
        return NOTHING
    known = {entry.id: entry for entry in entries_of(work, note.id)}
    changed = tuple(entry for entry in opened if known.get(entry.id) != entry)
    new = () if work.known(SEARCH_SECRETS, secret.id) else (secret,)
    return Decision(changes=(*new, *changed), facts={"note": note.id})


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


TIMERS: dict[str, TimerHandler] = {INDEX: index_note}
