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
    ClimbRung,
    DispatchNotices,
    Going,
    RecordReceipts,
    RecordReport,
    Replied,
    ResolveStuck,
)
from services.notifications.commands.policies import SetClinicPolicy
from services.notifications.commands.providers import ProbeProvider, RecordTrouble
from services.notifications.commands.staff import FinishTask, TakeOverDisclosure

__all__ = [
    "AcknowledgeDisclosure",
    "AddContactPoint",
    "AnswerDisclosure",
    "ClimbRung",
    "DisownDisclosure",
    "DispatchNotices",
    "FinishTask",
    "Going",
    "ProbeProvider",
    "ProveCode",
    "RecordReceipts",
    "RecordReport",
    "RecordTrouble",
    "RenewPointer",
    "Replied",
    "RequestCode",
    "ResolveStuck",
    "SetClinicPolicy",
    "TakeOverDisclosure",
    "ViewDisclosure",
]
