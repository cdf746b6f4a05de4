"""What the service can be asked to do. Addresses, codes and words come in here and leave sealed or digested."""

from kernel.auth.own_factors import (
    AddPasskey,
    ConfirmAuthenticator,
    MakeRecoveryCodes,
    OfferAuthenticator,
    RemoveFactor,
)
from services.notifications.commands.alerts import DispatchAlert, RecordAlert
from services.notifications.commands.contacts import AddContactPoint
from services.notifications.commands.engagement import (
    AcknowledgeDisclosure,
    AnswerDisclosure,
    DisownDisclosure,
    ViewDisclosure,
)
from services.notifications.commands.links import ProveCode, ProvePasskey, RenewPointer, RequestCode
from services.notifications.commands.loops import (
    AskAgain,
    ClimbRung,
    DecideWatched,
    DispatchNotices,
    EscalateTask,
    GiveUpReceipt,
    Going,
    PassOver,
    RecordReceipts,
    RecordReport,
    Replied,
    ResolveStuck,
    WithdrawLink,
)
from services.notifications.commands.policies import SetClinicPolicy
from services.notifications.commands.providers import ProbeProvider, RecordTrouble
from services.notifications.commands.reconciliation import KeepReconciliation, RaiseDifference
from services.notifications.commands.staff import AnswerHandOver, FinishTask, OfferHandOver, TakeOverDisclosure
from services.notifications.commands.threads import (
    AcknowledgeThread,
    CloseThread,
    KeepDraft,
    MarkRead,
    OpenThread,
    RedirectMessage,
    ReopenThread,
    SetPromises,
    StartThread,
    TakeBack,
    WriteMessage,
    WriteReply,
)
from services.notifications.commands.wishes import SetBoundary, SetPreferences

__all__ = [
    "AcknowledgeDisclosure",
    "AcknowledgeThread",
    "AddContactPoint",
    "AddPasskey",
    "AnswerDisclosure",
    "AnswerHandOver",
    "AskAgain",
    "ClimbRung",
    "CloseThread",
    "ConfirmAuthenticator",
    "DecideWatched",
    "DisownDisclosure",
    "DispatchAlert",
    "DispatchNotices",
    "EscalateTask",
    "FinishTask",
    "GiveUpReceipt",
    "Going",
    "KeepDraft",
    "KeepReconciliation",
    "MakeRecoveryCodes",
    "MarkRead",
    "OfferAuthenticator",
    "OfferHandOver",
    "OpenThread",
    "PassOver",
    "ProbeProvider",
    "ProveCode",
    "ProvePasskey",
    "RaiseDifference",
    "RecordAlert",
    "RecordReceipts",
    "RecordReport",
    "RecordTrouble",
    "RedirectMessage",
    "RemoveFactor",
    "RenewPointer",
    "ReopenThread",
    "Replied",
    "RequestCode",
    "ResolveStuck",
    "SetBoundary",
    "SetClinicPolicy",
    "SetPreferences",
    "SetPromises",
    "StartThread",
    "TakeBack",
    "TakeOverDisclosure",
    "ViewDisclosure",
    "WithdrawLink",
    "WriteMessage",
    "WriteReply",
]
