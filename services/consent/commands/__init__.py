"""What may be asked of the service to change. Facts about a child belong to the child's stream."""

from services.consent.commands.authority import (
    CorrectAuthority,
    EndAuthority,
    GrantAuthority,
    LiftRestriction,
    PlaceRestriction,
    VerifyAuthority,
)
from services.consent.commands.danger import FlagDanger, ResolveDanger, ReviewDanger, WithdrawResolution
from services.consent.commands.registration import (
    ChangeCareTeam,
    RegisterChild,
    RegisterClinic,
    RegisteredAdult,
    RegisterPerson,
)
from services.consent.commands.wishes import (
    GiveConsent,
    LiftBoundary,
    RecordAssent,
    RenewBoundary,
    RevokeConsent,
    SetBoundary,
)

__all__ = [
    "ChangeCareTeam",
    "CorrectAuthority",
    "EndAuthority",
    "FlagDanger",
    "GiveConsent",
    "GrantAuthority",
    "LiftBoundary",
    "LiftRestriction",
    "PlaceRestriction",
    "RecordAssent",
    "RegisterChild",
    "RegisterClinic",
    "RegisterPerson",
    "RegisteredAdult",
    "RenewBoundary",
    "ResolveDanger",
    "ReviewDanger",
    "RevokeConsent",
    "SetBoundary",
    "VerifyAuthority",
    "WithdrawResolution",
]
