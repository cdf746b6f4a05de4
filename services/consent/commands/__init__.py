"""What may be asked of the service to change. Facts about a child belong to the child's stream."""

from services.consent.commands.authority import (
    CorrectAuthority,
    EndAuthority,
    GrantAuthority,
    LiftRestriction,
    PlaceRestriction,
    VerifyAuthority,
)
from services.consent.commands.care import Carer, ChangePlacement, DelegateAuthority
from services.consent.commands.danger import FlagDanger, ResolveDanger, ReviewDanger, WithdrawResolution
from services.consent.commands.exchange import ImportConsent
from services.consent.commands.papers import (
    PublishForm,
    RevokeConfidentiality,
    SignConfidentiality,
    SignForm,
    WithdrawForm,
)
from services.consent.commands.registration import (
    ChangeCareTeam,
    RegisterChild,
    RegisterClinic,
    RegisteredAdult,
    RegisterPerson,
)
from services.consent.commands.sessions import ShareSession
from services.consent.commands.sharing import ProposeSharing, ReviewSharing, VoiceSharing, WithdrawSharing
from services.consent.commands.transfers import (
    AcceptTransfer,
    ConsentToTransfer,
    DeclineTransfer,
    ProposeTransfer,
    WithdrawTransfer,
)
from services.consent.commands.wishes import (
    Account,
    GiveConsent,
    LiftBoundary,
    RecordAssent,
    RenewBoundary,
    RevokeConsent,
    SetBoundary,
)

__all__ = [
    "AcceptTransfer",
    "Account",
    "Carer",
    "ChangeCareTeam",
    "ChangePlacement",
    "ConsentToTransfer",
    "CorrectAuthority",
    "DeclineTransfer",
    "DelegateAuthority",
    "EndAuthority",
    "FlagDanger",
    "GiveConsent",
    "GrantAuthority",
    "ImportConsent",
    "LiftBoundary",
    "LiftRestriction",
    "PlaceRestriction",
    "ProposeSharing",
    "ProposeTransfer",
    "PublishForm",
    "RecordAssent",
    "RegisterChild",
    "RegisterClinic",
    "RegisterPerson",
    "RegisteredAdult",
    "RenewBoundary",
    "ResolveDanger",
    "ReviewDanger",
    "ReviewSharing",
    "RevokeConfidentiality",
    "RevokeConsent",
    "SetBoundary",
    "ShareSession",
    "SignConfidentiality",
    "SignForm",
    "VerifyAuthority",
    "VoiceSharing",
    "WithdrawForm",
    "WithdrawResolution",
    "WithdrawSharing",
    "WithdrawTransfer",
]
