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
    Replied,
    ResolveStuck,
    WithdrawLink,
)
from services.notifications.commands.policies import SetClinicPolicy
from services.notifications.commands.reconciliation import KeepReconciliation, RaiseDifference
from services.notifications.commands.staff import AnswerHandOver, FinishTask, OfferHandOver, TakeOverDisclosure

__all__ = [
    "AcknowledgeDisclosure",
    "AddContactPoint",
    "AnswerDisclosure",
    "AnswerHandOver",
    "AskAgain",
    "ClimbRung",
    "DecideWatched",
    "DisownDisclosure",
    "DispatchNotices",
    "EscalateTask",
    "FinishTask",
    "GiveUpReceipt",
    "Going",
    "KeepReconciliation",
    "OfferHandOver",
    "PassOver",
    "ProveCode",
    "RaiseDifference",
    "RecordReceipts",
    "RenewPointer",
    "Replied",
    "RequestCode",
    "ResolveStuck",
    "SetClinicPolicy",
    "TakeOverDisclosure",
    "ViewDisclosure",
    "WithdrawLink",
]
