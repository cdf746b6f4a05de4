"""What a service is made of: literal tables, read by the kernel, written at the foot of its modules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from kernel.contract import Event, wire_type
from kernel.decision import Decision
from kernel.envelope import Envelope
from kernel.kind import Kind
from kernel.store.port import Collection, Wanted
from kernel.work import Work

CommandHandler = Callable[[Any, Work], Decision]
EventHandler = Callable[[Any, Envelope, Work], Decision]
TimerHandler = Callable[[Mapping[str, str], Work], Decision]


class Command(Protocol):
    """Every command is a frozen dataclass and says which stream it belongs to: its child, or what stands for one."""

    @property
    def stream(self) -> str:
        """The child's pseudonym, else `person:<id>` or `clinic:<id>`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service, before it is given a store, a bus and a clock."""

    name: str
    kinds: tuple[Kind[Any], ...]
    commands: Mapping[type, CommandHandler]
    events: Mapping[type[Event], EventHandler] = field(default_factory=dict)
    timers: Mapping[str, TimerHandler] = field(default_factory=dict)
    # What the handler of a command or an event is sure to ask the store for, known from the message alone: it comes in
    # one round trip. A handler that asks for something else is answered as well, one round trip later.
    foresees: Mapping[type, Callable[[Any], Sequence[Wanted]]] = field(default_factory=dict)
    collections: tuple[Collection, ...] = ()  # besides those of the kinds
    # Nobody waits for a message of which it is a part: under load more is gathered for one commit.
    hears_at_leisure: bool = False
    tells_at_leisure: bool = False
    # Whose audit stream it is, by prefix ("" a child, "person:", "clinic:"): documents that name their `network`, and
    # in `people` or `adults` the adults of a child. What is not found in them is shown to nobody.
    audited: Mapping[str, Collection] = field(default_factory=dict)

    @property
    def kinds_by_class(self) -> dict[type, Kind[Any]]:
        """For saving."""
        return {kind.cls: kind for kind in self.kinds}

    def foreseen(self, message: object) -> Sequence[Wanted]:
        """What the handler of this command or event will ask for."""
        foresee = self.foresees.get(type(message))
        return () if foresee is None else foresee(message)

    @property
    def heard(self) -> dict[str, type[Event]]:
        """Wire type to event class."""
        return {wire_type(cls): cls for cls in self.events}
