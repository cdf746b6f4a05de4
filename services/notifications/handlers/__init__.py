"""Load -> decide. Three tables say what each command, event and timer leads to, a fourth what is read for it."""

from collections.abc import Callable, Sequence
from typing import Any

from contracts import consent, goals, notes
from kernel.contract import Event
from kernel.service import CommandHandler, EventHandler, TimerHandler
from kernel.store.port import Wanted
from services.notifications import commands
from services.notifications.decisions import ladder
from services.notifications.handlers import adults, events, ladders, oversight, providers, sending, staff

COMMANDS: dict[type, CommandHandler] = {
    commands.AddContactPoint: staff.add_contact_point,
    commands.SetClinicPolicy: staff.set_clinic_policy,
    commands.TakeOverDisclosure: staff.take_over_disclosure,
    commands.FinishTask: staff.finish_task,
    commands.RequestCode: adults.request_code,
    commands.ProveCode: adults.prove_code,
    commands.RenewPointer: adults.renew_pointer,
    commands.ViewDisclosure: adults.view_disclosure,
    commands.AcknowledgeDisclosure: adults.acknowledge_disclosure,
    commands.AnswerDisclosure: adults.answer_disclosure,
    commands.DisownDisclosure: adults.disown_disclosure,
    commands.ClimbRung: ladders.climb_rung,
    commands.DispatchNotices: sending.dispatch_notices,
    commands.RecordReceipts: sending.record_receipts,
    commands.RecordReport: sending.record_report,
    commands.ResolveStuck: sending.resolve_stuck,
    commands.ProbeProvider: providers.probe_provider,
    commands.RecordTrouble: providers.record_trouble,
}

EVENTS: dict[type[Event], EventHandler] = {
    consent.ChildRegistered: events.on_child_registered,
    consent.CareTeamChanged: events.on_care_team_changed,
    consent.BasisChanged: events.on_basis_changed,
    consent.DisclosureDecided: events.on_disclosure_decided,
    notes.ConcernRaised: events.on_concern_raised,
    notes.ConcernClosed: events.on_concern_closed,
    notes.ItemSettled: events.on_item_settled,
    goals.ItemSettled: events.on_item_settled,
    **oversight.EVENTS,
}

TIMERS: dict[str, TimerHandler] = {
    ladder.TIMER: ladders.on_rung_due,
    events.RECHECK: ladders.on_recheck,
    events.WATCH: ladders.on_undecided,
}

FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {
    commands.DispatchNotices: sending.intents_ahead,
    commands.RecordReceipts: sending.receipts_ahead,
    consent.DisclosureDecided: events.decided_ahead,
    notes.ConcernRaised: events.raised_ahead,
}
