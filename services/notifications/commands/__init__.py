"""What the service can be asked to do. Addresses, codes and words come in here and leave sealed or digested."""

from services.notifications.commands.contacts import AddContactPoint
from services.notifications.commands.engagement import (
    AcknowledgeDisclosure,
    AnswerDisclosure,
    DisownDisclosure,
    ViewDisclosure,
)
from services.notifications.commands.factors import (
    AddPasskey,
    ConfirmAuthenticator,
    MakeRecoveryCodes,
    OfferAuthenticator,
    RemoveFactor,
)
from services.notifications.commands.links import ProveCode, ProvePasskey, RenewPointer, RequestCode
from services.notifications.commands.loops import (
    ClimbRung,
    DispatchNotices,
    Going,
    RecordReceipts,
    Replied,
    ResolveStuck,
)
from services.notifications.commands.policies import SetClinicPolicy
from services.notifications.commands.staff import FinishTask, TakeOverDisclosure

__all__ = [
    "AcknowledgeDisclosure",
    "AddContactPoint",
    "AddPasskey",
    "AnswerDisclosure",
    "ClimbRung",
    "ConfirmAuthenticator",
    "DisownDisclosure",
    "DispatchNotices",
    "FinishTask",
    "Going",
    "MakeRecoveryCodes",
    "OfferAuthenticator",
    "ProveCode",
    "ProvePasskey",
    "RecordReceipts",
    "RemoveFactor",
    "RenewPointer",
    "Replied",
    "RequestCode",
    "ResolveStuck",
    "SetClinicPolicy",
    "TakeOverDisclosure",
    "ViewDisclosure",
]
