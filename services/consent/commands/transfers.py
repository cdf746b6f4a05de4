"""A child goes from one clinic to another."""

from dataclasses import dataclass

from contracts.codes import DisclosureClass
from kernel.command import OfChild


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeTransfer(OfChild):
    """By the sending clinic, with what of its record goes over."""

    sender: str
    receiver: str
    classes: tuple[DisclosureClass, ...]
    ends_care: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentToTransfer(OfChild):
    """A guardian, or the child (`child`), says yes or no. The child in a session, a guardian on a document."""

    transfer: str
    person: str
    agrees: bool
    session: str | None
    document: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawTransfer(OfChild):
    """The sending clinic takes it back, or somebody's consent to it, before it is accepted."""

    transfer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptTransfer(OfChild):
    """The receiving clinic takes the child into care, with this team."""

    transfer: str
    care_team: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineTransfer(OfChild):
    """The receiving clinic does not."""

    transfer: str
    reason: str
