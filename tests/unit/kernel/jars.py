"""A tiny service without clinic words, to try the kernel's mechanisms on: a jar per child that is filled."""

from dataclasses import dataclass, replace
from datetime import timedelta

from kernel.contract import Event, Id
from kernel.decision import NOTHING, Decision, Timer
from kernel.envelope import Envelope
from kernel.errors import Invalid
from kernel.kind import Kind, Sealed
from kernel.service import Service
from kernel.store.port import Collection
from kernel.work import Work

LIMIT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class JarFilled(Event, type="jars.jar-filled", version=1):
    """Something was put in."""

    child: Id
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    id: str
    amount: int = 0
    label: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    child: str
    amount: int
    label: str | None = None

    @property
    def stream(self) -> str:
        return self.child


JARS = Kind(Jar, Collection("jars"))


def fill(command: Fill, work: Work) -> Decision:
    jar = work.known(JARS, command.child) or Jar(id=command.child)
    if jar.amount + command.amount > LIMIT:
        raise Invalid("jar-is-full", {"amount": ["too-much"]})
    label = work.seal(command.child, command.label) if command.label else jar.label
    filled = replace(jar, amount=jar.amount + command.amount, label=label)
    return Decision(
        changes=(filled,),
        events=(JarFilled(child=command.child, amount=command.amount),),
        timers=(Timer(id=f"drip:{command.child}", name="drip", due=work.now + timedelta(minutes=1)),),
        reply={"amount": filled.amount, "ticket": work.new_id()},
    )


def on_jar_filled(event: JarFilled, envelope: Envelope, work: Work) -> Decision:
    if event.amount == 13:
        raise Invalid("unlucky")
    if event.amount == 66:
        raise RuntimeError("a bug")
    if event.amount == 0:
        return NOTHING
    jar = work.known(JARS, envelope.key) or Jar(id=envelope.key)
    return Decision(changes=(replace(jar, amount=jar.amount + event.amount),))


def drip(data: dict[str, str], work: Work) -> Decision:
    jar = work.load(JARS, work.message.stream)
    return Decision(changes=(replace(jar, amount=jar.amount - 1),))


FILLING = Service(name="jars", kinds=(JARS,), commands={Fill: fill}, timers={"drip": drip})
LISTENING = Service(name="shelf", kinds=(JARS,), commands={}, events={JarFilled: on_jar_filled})
