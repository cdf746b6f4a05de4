"""What may be asked of the service to change. Facts about a child belong to the child's stream."""

from services.consent.commands.authority import EndAuthority, GrantAuthority, LiftRestriction, PlaceRestriction
from services.consent.commands.danger import FlagDanger, ResolveDanger
from services.consent.commands.registration import (
    ChangeCareTeam,
    RegisterChild,
    RegisterClinic,
    RegisteredAdult,
    RegisterPerson,
)
from services.consent.commands.wishes import GiveConsent, RecordAssent, RevokeConsent, SetBoundary

__all__ = [
    "ChangeCareTeam",
    "EndAuthority",
    "FlagDanger",
    "GiveConsent",
    "GrantAuthority",
    "LiftRestriction",
    "PlaceRestriction",
    "RecordAssent",
    "RegisterChild",
    "RegisterClinic",
    "RegisterPerson",
    "RegisteredAdult",
    "ResolveDanger",
    "RevokeConsent",
    "SetBoundary",
]
