"""From draft to signed to voided: what each step demands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.auth.principal import Principal
from kernel.errors import Forbidden, Invalid, NotFound, Refusal, Stale
from kernel.kind import Sealed
from services.notes.commands import SectionDraft
from services.notes.decisions import concerns, notes
from services.notes.decisions.sections import Frame, checked_sections
from services.notes.model.note import Note, NoteState, Visibility, Voiding, VoidReason
from services.notes.model.session import Session
from services.notes.model.shipped import TEMPLATES, latest, shipped_version
from tests.unit.notes.samples import (
    AUTHOR,
    COLLEAGUE,
    DRAFT,
    NOW,
    SUPERVISOR,
    addendum,
    draft,
    note,
    section,
)

SOAP = latest("soap")
FRAME = Frame(template=SOAP, adults=frozenset({"mother"}))
COMPLETE = draft(section(Visibility.PRIVATE, kind="assessment"), section(Visibility.PERSONS, "mother"))
VOIDING = Voiding(reason=VoidReason.DUPLICATE, words=Sealed("w"), voided_by="t1", voided_at=NOW)


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        latest("astrology")
    assert refused.value.fields == {"template": ["unknown"]}


def test_every_template_starts_private_and_has_each_kind_once() -> None:
    for template in TEMPLATES:
        kinds = [form.kind for form in template.forms]
        assert len(kinds) == len(set(kinds))
        assert all(form.visibility is Visibility.PRIVATE for form in template.forms)
        assert shipped_version(template.code, template.version) is template


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (SectionDraft(kind="mood", text="x"), {"sections.0.kind": ["unknown"]}),
        (SectionDraft(kind="plan", text="x" * 20_001), {"sections.0.text": ["too-long"]}),
        (SectionDraft(kind="plan", text="a\x1bb"), {"sections.0.text": ["control-character"]}),
        (SectionDraft(kind="plan", text="x", persons=("mother",)), {"sections.0.persons": ["unexpected"]}),
        (SectionDraft(kind="plan", text="x", visibility=Visibility.PERSONS), {"sections.0.persons": ["required"]}),
        (
            SectionDraft(kind="plan", text="x", visibility=Visibility.PERSONS, persons=("stranger",)),
            {"sections.0.persons": ["unknown"]},
        ),
    ],
)
def test_a_section_that_does_not_fit_is_refused_with_its_place(given: SectionDraft, fields: object) -> None:
    with pytest.raises(Invalid) as refused:
        checked_sections(FRAME, (given,))
    assert refused.value.fields == fields


def test_every_section_that_does_not_fit_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        checked_sections(FRAME, [SectionDraft(kind=kind, text="x") for kind in ("plan", "a", "b")])
    assert sorted(refused.value.fields) == ["sections.1.kind", "sections.2.kind"]


def test_forty_sections_fit_and_forty_one_do_not() -> None:
    assert len(checked_sections(FRAME, [SectionDraft(kind="plan", text="x")] * 40)) == 40
    with pytest.raises(Invalid):
        checked_sections(FRAME, [SectionDraft(kind="plan", text="x")] * 41)


def test_a_draft_keeps_blank_sections_and_everything_is_private_by_default() -> None:
    drafts = (SectionDraft(kind="plan", text=" \n"), SectionDraft(kind="assessment", text="x"))
    kept = checked_sections(FRAME, drafts)
    assert [(item.kind, item.visibility) for item in kept] == [(draft.kind, Visibility.PRIVATE) for draft in drafts]


def test_a_signed_note_has_no_blank_section_and_no_reader_of_one() -> None:
    blank = section(Visibility.PERSONS, "father", kind="objective", blank=True)
    locked, _ = notes.signed(draft(blank, *COMPLETE.sections), SOAP, None, NOW)
    assert (locked.sections, locked.readers) == (COMPLETE.sections, ("mother",))


def test_a_required_section_that_is_blank_is_missing() -> None:
    waiting = section(Visibility.PRIVATE, kind="assessment", blank=True)
    with pytest.raises(Invalid) as refused:
        notes.signed(draft(section(Visibility.PRIVATE), waiting), SOAP, None, NOW)
    assert refused.value.fields == {"sections.assessment": ["empty"]}


@pytest.mark.parametrize(
    ("found", "asker", "revision", "refusal"),
    [
        (draft(), COLLEAGUE, 1, NotFound),
        (draft(), SUPERVISOR, 1, Forbidden),
        (note(), COLLEAGUE, 2, Forbidden),
        (note(), AUTHOR, 2, Forbidden),
        (draft(), AUTHOR, 2, Stale),
        (draft(revision=5), AUTHOR, 4, Stale),
    ],
)
def test_only_the_author_changes_a_draft_and_only_its_newest_revision(
    found: Note, asker: Principal, revision: int, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        notes.require_own_draft(found, asker, revision)
    notes.require_own_draft(draft(), AUTHOR, 1)


def test_a_revision_counts_up_and_keeps_the_readers_in_step() -> None:
    (changed,) = notes.revised(COMPLETE, (section(Visibility.PERSONS, "father", "aunt"),), "t1", NOW).changes
    assert (changed.revision, changed.readers) == (2, ("aunt", "father"))


def test_signing_locks_the_note_and_says_so_without_a_word() -> None:
    locked, event = notes.signed(COMPLETE, SOAP, None, NOW)
    assert (locked.state, locked.signed_at, locked.revision) == (NoteState.SIGNED, NOW, 2)
    assert (event.note, event.author, event.template) == ("n1", "t1", "soap")


def test_a_note_without_its_required_sections_is_not_signed() -> None:
    with pytest.raises(Invalid) as refused:
        notes.signed(draft(section(Visibility.PRIVATE)), SOAP, None, NOW)
    assert refused.value.fields == {"sections.assessment": ["empty"]}
    with pytest.raises(Invalid):
        notes.signed(draft(template="play-therapy"), latest("play-therapy"), None, NOW)


@pytest.mark.parametrize(("ahead", "refused"), [(timedelta(seconds=1), True), (timedelta(0), False)])
def test_a_note_of_a_session_in_the_future_is_not_signed(ahead: timedelta, refused: bool) -> None:
    session = Session(id="s", child="c1", clinic="hill", practitioner="t1", starts_at=NOW + ahead, minutes=50)
    if not refused:
        assert notes.signed(COMPLETE, SOAP, session, NOW)
        return
    with pytest.raises(Invalid) as caught:
        notes.signed(COMPLETE, SOAP, session, NOW)
    assert caught.value.code == "session-in-future"


@pytest.mark.parametrize(("child", "clinic"), [("c2", "hill"), ("c1", "lake")])
def test_a_note_tells_of_a_session_of_its_own_child_and_clinic(child: str, clinic: str) -> None:
    session = Session(id="s", child=child, clinic=clinic, practitioner="t1", starts_at=NOW, minutes=50)
    for given in (session, None):
        with pytest.raises(Invalid):
            notes.require_session(given, "c1", "hill")


def test_note_and_concern_are_one_decision() -> None:
    locked, event = notes.signed(COMPLETE, SOAP, None, NOW)
    raised = concerns.raised(
        DRAFT, Sealed("w"), id="k1", child="c1", clinic="hill", note="n1", by="t1", at=NOW
    )
    decision = notes.signature((locked, event), None, raised, False)
    assert [item.id for item in decision.changes] == ["n1", "k1"]
    assert [item.wire_type for item in decision.events] == ["notes.note-signed.v1", "notes.concern-raised.v1"]
    assert decision.reply == {"note": "n1", "concern": "k1", "state": "signed"}
    assert notes.signature((locked, event), None, None, False).reply == {
        "note": "n1", "concern": None, "state": "signed",
    }  # fmt: skip


def test_an_addendum_leaves_what_was_signed_untouched() -> None:
    signed = note(section(Visibility.PRIVATE))
    (changed,) = notes.added(signed, addendum(Visibility.PERSONS, "mother")).changes
    assert replace(changed, addenda=(), readers=()) == signed
    assert changed.readers == ("mother",)


@pytest.mark.parametrize("state", [NoteState.DRAFT, NoteState.VOIDED])
def test_only_a_signed_note_takes_addenda(state: NoteState) -> None:
    with pytest.raises(Forbidden):
        notes.added(note(state=state), addendum(Visibility.PRIVATE))


def test_a_note_takes_fifty_addenda() -> None:
    with pytest.raises(Invalid):
        notes.added(note(addenda=(addendum(Visibility.PRIVATE),) * 50), addendum(Visibility.PRIVATE))


def void(found: Note, asker: Principal) -> Callable[[], object]:
    return lambda: notes.voided(found, VOIDING, asker, None)


def test_author_and_supervisor_void_a_note_once_and_it_stays() -> None:
    for asker in (AUTHOR, SUPERVISOR):
        (changed,) = notes.voided(note(section(Visibility.PRIVATE)), VOIDING, asker, None).changes
        assert (changed.state, len(changed.sections)) == (NoteState.VOIDED, 1)
    for refused in (void(note(), COLLEAGUE), void(note(state=NoteState.VOIDED), AUTHOR)):
        with pytest.raises(Forbidden):
            refused()
