"""Who is shown which part of a note, as an exhaustive table and by a few sentences."""

from datetime import timedelta
from itertools import product

import pytest

from contracts.codes import Outcome
from kernel.auth.principal import Principal
from services.notes.decisions.views import guardian_parts, staff_may_see, staff_parts
from services.notes.model.answer import SUMMARY_ONLY, Answer
from services.notes.model.note import NoteState, Visibility
from tests.unit.notes.samples import AUTHOR, COLLEAGUE, HILL, NOW, SUPERVISOR, addendum, draft, note, section

PERMIT = Answer(outcome=Outcome.PERMIT)
ANSWERS = (
    PERMIT,
    Answer(outcome=Outcome.PERMIT, obligations=frozenset({SUMMARY_ONLY})),
    Answer(outcome=Outcome.WITHHOLD),
    Answer(outcome=Outcome.ESCALATE),
)
ACCUSED = (None, NOW - timedelta(days=1), NOW, NOW + timedelta(days=1))
PARTS = (
    section(Visibility.PRIVATE),
    section(Visibility.CARE_TEAM),
    section(Visibility.PERSONS, "mother"),
    section(Visibility.PERSONS, "father"),
    section(Visibility.PERSONS, "father", "mother"),
)


@pytest.mark.parametrize(
    ("answer", "accused", "part", "state"), list(product(ANSWERS, ACCUSED, PARTS, (NoteState.SIGNED, NoteState.VOIDED)))
)
def test_a_guardian_sees_a_part_exactly_when_named_permitted_not_accused_since_and_not_voided(
    answer: Answer, accused: object, part: object, state: NoteState
) -> None:
    seen = guardian_parts(note(part, state=state), "mother", answer, accused)  # type: ignore[arg-type]
    entitled = (
        answer is PERMIT
        and "mother" in part.persons  # type: ignore[attr-defined]
        and (accused is None or accused > NOW)  # type: ignore[operator]
        and state is NoteState.SIGNED
    )
    assert (seen is not None) == entitled
    if seen:
        assert seen.sections == (part,)


def test_a_guardian_sees_the_own_parts_in_order_and_no_others() -> None:
    seen = guardian_parts(note(*PARTS), "mother", PERMIT, None)
    assert seen is not None
    assert seen.sections == (PARTS[2], PARTS[4])


def test_a_blank_section_is_nothing_to_read() -> None:
    assert guardian_parts(draft(section(Visibility.PERSONS, "mother", blank=True)), "mother", PERMIT, None) is None


def test_what_the_other_guardian_sees_changes_nothing() -> None:
    with_secret = guardian_parts(note(*PARTS), "mother", PERMIT, None)
    without = guardian_parts(note(PARTS[2], PARTS[4]), "mother", PERMIT, None)
    assert with_secret == without


def test_an_addendum_written_after_the_accusation_is_not_shown_to_the_accused() -> None:
    accused = NOW + timedelta(hours=1)
    before, after = addendum(Visibility.PERSONS, "father"), addendum(Visibility.PERSONS, "father", at=accused)
    seen = guardian_parts(note(PARTS[3], addenda=(before, after)), "father", PERMIT, accused)
    assert seen is not None
    assert seen.addenda == (before,)


def test_an_unsigned_note_previews_as_written_now_for_the_accused() -> None:
    assert guardian_parts(draft(PARTS[3]), "father", PERMIT, NOW + timedelta(days=1)) is None
    assert guardian_parts(draft(PARTS[3]), "father", PERMIT, None) is not None


@pytest.mark.parametrize(("asker", "count"), [(AUTHOR, 5), (SUPERVISOR, 5), (COLLEAGUE, 4)])
def test_private_parts_are_for_author_and_supervisor(asker: Principal, count: int) -> None:
    assert len(staff_parts(note(*PARTS), asker).sections) == count


def test_a_private_addendum_belongs_to_its_own_author() -> None:
    later = note(PARTS[0], addenda=(addendum(Visibility.PRIVATE, author="t2"),))
    assert staff_parts(later, COLLEAGUE).addenda
    assert not staff_parts(later, AUTHOR).addenda


@pytest.mark.parametrize(
    ("asker", "sees_draft", "sees_signed"),
    [(AUTHOR, True, True), (SUPERVISOR, True, True), (COLLEAGUE, False, True)],
)
def test_a_draft_belongs_to_its_author_and_those_who_supervise(
    asker: Principal, sees_draft: bool, sees_signed: bool
) -> None:
    assert staff_may_see(draft(), asker, HILL, None) == sees_draft
    assert staff_may_see(note(), asker, HILL, None) == sees_signed


def test_a_draft_that_was_voided_stays_with_its_author() -> None:
    assert not staff_may_see(draft(state=NoteState.VOIDED), COLLEAGUE, HILL, None)


@pytest.mark.parametrize("asker", [AUTHOR, COLLEAGUE, SUPERVISOR])
def test_a_note_of_another_clinic_is_out_of_reach(asker: Principal) -> None:
    assert not staff_may_see(note(clinic="lake"), asker, HILL, None)


def test_staff_whom_an_open_concern_is_about_see_only_older_notes_and_their_own() -> None:
    assert not staff_may_see(note(), COLLEAGUE, HILL, NOW)
    assert not staff_may_see(note(), SUPERVISOR, HILL, NOW)
    assert staff_may_see(note(), COLLEAGUE, HILL, NOW + timedelta(seconds=1))
    assert staff_may_see(note(), AUTHOR, HILL, NOW)
