"""Home practice: cards of the clinic, what is asked of which home, how it went, the child's pause."""

from collections.abc import Mapping

from contracts.codes import DisclosureClass
from kernel.auth.principal import Kind
from kernel.decision import NOTHING, Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler, TimerHandler
from kernel.work import Work
from services.goals.commands import (
    AssignPractice,
    EndPractice,
    PausePractice,
    PublishCard,
    RecordResult,
    ResumePractice,
    SayTooMuch,
)
from services.goals.decisions import access, cards, pauses, practice, reminders
from services.goals.decisions.reminders import Family
from services.goals.handlers.reach import clinical, entitled, goal_of, require_open
from services.goals.model.involvement import Action
from services.goals.model.practice import Card, Practice
from services.goals.repository import CHILDREN
from services.goals.repository.households import homes_of
from services.goals.repository.involvement import kept_from
from services.goals.repository.measures import rules_of
from services.goals.repository.practice import (
    CARDS,
    PAUSES,
    PRACTICES,
    REMINDERS,
    RESULTS,
    current_practices,
    newest_card,
    results_on,
    waiting_reminders,
)

HOME_PRACTICE = DisclosureClass.HOME_PRACTICE


def publish_card(command: PublishCard, work: Work) -> Decision:
    """The next version of a card of one's own clinic."""
    network = cards.require_publisher(work.actor, command.clinic)
    cards.require_fitting(command)
    return cards.published(command, newest_card(work, command.clinic, command.code), network, work.actor, work.now)


def assign_practice(command: AssignPractice, work: Work) -> Decision:
    """A card of the clinic, for homes of the child that the clinic knows."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    current = current_practices(work, child.id)
    homes = {home.id for home in homes_of(work, child.id, command.clinic)}
    practice.require_fitting(command, _card(command, child.network, work), homes, current)
    if command.goal is not None:
        goal_of(child.id, command.goal, work)
    cap = rules_of(work, command.clinic, child.network).practice_cap
    return practice.assigned(command, current, cap, work.actor, id=work.new_id(), now=work.now)


def _card(command: AssignPractice, network: str, work: Work) -> Card | None:
    card = work.known(CARDS, command.card)
    own = card is not None and card.clinic == command.clinic and card.network == network
    return card if own else None


def record_result(command: RecordResult, work: Work) -> Decision:
    """By an adult whose home is asked, or by a clinician for what was practised in the session."""
    found, household = _practice(command.child, command.practice, work)
    practice.require_fitting_result(command, found, work.now)
    words = work.seal(found.child, command.words) if command.words.strip() else None
    # Loaded, so that a second word on the same day is a change of the first.
    work.known(RESULTS, practice.result_id(found.id, work.actor.person, command.day))
    home = household if found.households else None
    reminder = work.known(REMINDERS, reminders.reminder_id(found.id, home, command.day))
    return practice.recorded(command, found, words, reminder, work.actor, work.now)


def say_too_much(command: SayTooMuch, work: Work) -> Decision:
    """By an adult whose home is asked."""
    found, _ = _practice(command.child, command.practice, work)
    return practice.too_much(found, work.actor, work.now)


def end_practice(command: EndPractice, work: Work) -> Decision:
    """By a clinician."""
    found, _ = _practice(command.child, command.practice, work)
    return practice.ended(found, waiting_reminders(work, {"practice": found.id}), work.now)


def pause_practice(command: PausePractice, work: Work) -> Decision:
    """A clinician enters what the child asks for."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    work.known(PAUSES, pauses.pause_id(child.id, command.clinic))  # a pause that stands is version-checked
    waiting = [one for one in waiting_reminders(work, {"child": child.id}) if one.clinic == command.clinic]
    return pauses.paused(command, waiting, work.actor, work.now)


def resume_practice(command: ResumePractice, work: Work) -> Decision:
    """The child is ready again."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    return pauses.resumed(work.known(PAUSES, pauses.pause_id(child.id, command.clinic)))


def on_practice_due(data: Mapping[str, str], work: Work) -> Decision:
    """Read again at the moment it is due: what is over, paused or done already reminds nobody."""
    found = work.known(PRACTICES, data["practice"])
    if found is None or found.ended_at is not None:
        return NOTHING
    said = results_on(work, found.id, data["day"])
    pause = work.known(PAUSES, pauses.pause_id(found.child, found.clinic))
    return reminders.due(found, data["day"], _family(found, work), said, pause, work.now)


def _family(found: Practice, work: Work) -> Family:
    child = work.load(CHILDREN, found.child)
    kept_out = kept_from(work, child.id, found.clinic, child.adults, Action.PRACTISE)
    return Family(homes=homes_of(work, child.id, found.clinic), adults=child.adults, kept_out=kept_out)


def _practice(child_id: str, id: str, work: Work) -> tuple[Practice, str | None]:
    """A practice within the asker's reach, and the home they live in; NotFound, as if there were none, otherwise."""
    found = work.known(PRACTICES, id)
    if work.actor.kind is not Kind.GUARDIAN:
        _, clinics = clinical(child_id, work)
        if found is None or found.child != child_id or found.clinic not in clinics:
            raise NotFound("no-such-practice")
        return found, None
    entitled(child_id, work, HOME_PRACTICE)
    homes = homes_of(work, child_id, found.clinic) if found is not None else []
    household = practice.household_of(work.actor.person, homes)
    if found is None or found.child != child_id or not found.is_for(household):
        raise NotFound("no-such-practice")
    require_open(child_id, found.clinic, work, Action.PRACTISE)
    return found, household


COMMANDS: dict[type, CommandHandler] = {
    PublishCard: publish_card,
    AssignPractice: assign_practice,
    RecordResult: record_result,
    SayTooMuch: say_too_much,
    EndPractice: end_practice,
    PausePractice: pause_practice,
    ResumePractice: resume_practice,
}
TIMERS: dict[str, TimerHandler] = {reminders.PRACTICE_DUE: on_practice_due}
