"""Answers are checked against their instrument, sealed, scored, and compared with the informant's own earlier ones."""

import json

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.goals.commands import RecordMeasurement
from services.goals.decisions import measures
from services.goals.handlers.reach import goal_for, in_clinic
from services.goals.model.involvement import Action
from services.goals.repository.measures import rules_of, series_of


def record_measurement(command: RecordMeasurement, work: Work) -> Decision:
    """Guardians answer for themselves; clinicians for themselves and for a child whom they have heard."""
    child = in_clinic(command.child, command.clinic, work, Action.OBSERVE)
    instrument = measures.instrument_of(command.instrument, command.version)
    rules = rules_of(work, command.clinic, child.network)
    measures.require_fitting(command, instrument, measures.voice_named(command, work.actor), rules)
    if command.goal is not None and goal_for(child.id, command.goal, work, Action.OBSERVE).clinic != command.clinic:
        raise NotFound("no-such-goal")
    values = work.seal(child.id, json.dumps(command.values))
    made = measures.recorded(command, instrument, values, work.actor, id=work.new_id(), at=work.now)
    earlier = series_of(work, made) if instrument.alliance else []
    return measures.decided(made, command, instrument, earlier, rules)


COMMANDS: dict[type, CommandHandler] = {RecordMeasurement: record_measurement}
