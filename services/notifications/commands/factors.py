"""What a person sets up to prove who they are. They act for themselves: the person is whoever asks."""

from dataclasses import dataclass

from kernel.command import OfPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAuthenticator(OfPerson):
    """A secret for their app; it counts after its first code."""

    request: str  # from which the secret is derived


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAuthenticator(OfPerson):
    """The first code of their app, as its keyed digest."""

    code_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPasskey(OfPerson):
    """Their device made one."""

    credential: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeRecoveryCodes(OfPerson):
    """A fresh strip; the one before is worth nothing."""

    request: str  # from which the codes are derived


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFactor(OfPerson):
    """`authenticator`, `recovery-codes`, or the id of a passkey."""

    factor: str
