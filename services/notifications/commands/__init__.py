"""What the service can be asked to do. Addresses, codes and words come in here and leave sealed or digested."""

from services.notifications.commands.contacts import AddContactPoint
from services.notifications.commands.engagement import (
    AcknowledgeDisclosure,
    AnswerDisclosure,
    DisownDisclosure,
    ViewDisclosure,
)
from services.notifications.commands.links import ProveCode, RenewPointer, RequestCode
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

__all__ = [
    "AcknowledgeDisclosure",
    "AcknowledgeThread",
    "AddContactPoint",
    "AnswerDisclosure",
    "AnswerHandOver",
    "AskAgain",
    "ClimbRung",
    "CloseThread",
    "DecideWatched",
    "DisownDisclosure",
    "DispatchNotices",
    "EscalateTask",
    "FinishTask",
    "GiveUpReceipt",
    "Going",
    "KeepDraft",
    "KeepReconciliation",
    "MarkRead",
    "OfferHandOver",
    "OpenThread",
    "PassOver",
    "ProbeProvider",
    "ProveCode",
    "RaiseDifference",
    "RecordReceipts",
    "RecordReport",
    "RecordTrouble",
    "RedirectMessage",
    "RenewPointer",
    "ReopenThread",
    "Replied",
    "RequestCode",
    "ResolveStuck",
    "SetClinicPolicy",
    "SetPromises",
    "StartThread",
    "TakeBack",
    "TakeOverDisclosure",
    "ViewDisclosure",
    "WithdrawLink",
    "WriteMessage",
    "WriteReply",
]
