"""Load -> decide. Three tables say what each command, event and timer leads to, a fourth what is read for it."""

from collections.abc import Callable, Sequence
from typing import Any

from contracts import consent, goals, notes
from kernel.contract import Event
from kernel.service import CommandHandler, EventHandler, TimerHandler
from kernel.store.port import Wanted
from services.notifications import commands
from services.notifications.decisions import ladder, resolving
from services.notifications.handlers import (
    adults,
    alerts,
    attention,
    events,
    factors,
    ladders,
    matters,
    oversight,
    points,
    proofs,
    providers,
    reconciliation,
    references,
    reports,
    sending,
    staff,
    stages,
    stuck,
    thread_replies,
    wishes,
)

COMMANDS: dict[type, CommandHandler] = {
    commands.AddContactPoint: points.add_contact_point,
    commands.ChangeContactPoint: points.change_contact_point,
    commands.ClaimContactPoint: points.claim_contact_point,
    commands.SendCheck: points.send_check,
    commands.ProveContactPoint: points.prove_contact_point,
    commands.RemoveContactPoint: points.remove_contact_point,
    commands.SettleContactPoint: points.settle_contact_point,
    commands.SetClinicPolicy: staff.set_clinic_policy,
    commands.SetPreferences: wishes.set_preferences,
    commands.SetBoundary: wishes.set_boundary,
    commands.TakeOverDisclosure: matters.take_over_disclosure,
    commands.OfferHandOver: matters.offer_hand_over,
    commands.AnswerHandOver: matters.answer_hand_over,
    commands.FinishTask: staff.finish_task,
    commands.RequestCode: proofs.request_code,
    commands.ProveCode: proofs.prove_code,
    commands.ProvePasskey: proofs.prove_passkey,
    commands.RenewPointer: proofs.renew_pointer,
    commands.OfferAuthenticator: factors.offer_authenticator,
    commands.ConfirmAuthenticator: factors.confirm_authenticator,
    commands.AddPasskey: factors.add_passkey,
    commands.MakeRecoveryCodes: factors.make_recovery_codes,
    commands.RemoveFactor: factors.remove_factor,
    commands.DispatchAlert: alerts.dispatch_alert,
    commands.RecordAlert: alerts.record_alert,
    commands.ViewDisclosure: adults.view_disclosure,
    commands.AcknowledgeDisclosure: adults.acknowledge_disclosure,
    commands.AnswerDisclosure: adults.answer_disclosure,
    commands.DisownDisclosure: adults.disown_disclosure,
    commands.ClimbRung: ladders.climb_rung,
    commands.DecideWatched: ladders.decide_watched,
    commands.AskAgain: matters.ask_again,
    commands.EscalateTask: matters.escalate_task,
    commands.PassOver: stuck.pass_over,
    commands.GiveUpReceipt: stuck.give_up_receipt,
    commands.WithdrawLink: stuck.withdraw_link,
    commands.RaiseDifference: reconciliation.raise_difference,
    commands.KeepReconciliation: reconciliation.keep_reconciliation,
    commands.DispatchNotices: sending.dispatch_notices,
    commands.RecordReceipts: sending.record_receipts,
    commands.RecordReport: reports.record_report,
    commands.ProbeProvider: providers.probe_provider,
    commands.RecordTrouble: providers.record_trouble,
    commands.ResolveStuck: stuck.resolve_stuck,
    **thread_replies.COMMANDS,
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
    **attention.EVENTS,
    **references.EVENTS,
    **stages.EVENTS,
}

TIMERS: dict[str, TimerHandler] = {
    ladder.TIMER: ladders.on_rung_due,
    events.RECHECK: ladders.on_recheck,
    events.WATCH: ladders.on_undecided,
    **thread_replies.TIMERS,
    resolving.TIMER: matters.on_unresolved,
}

FORESEES: dict[type, Callable[[Any], Sequence[Wanted]]] = {
    commands.DispatchNotices: sending.intents_ahead,
    commands.RecordReceipts: sending.receipts_ahead,
    consent.DisclosureDecided: events.decided_ahead,
    notes.ConcernRaised: events.raised_ahead,
}
