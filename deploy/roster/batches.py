"""Many families in few round trips: what a batch will ask for is read ahead, what it decides is one commit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Any

from deploy.roster.plan import PlannedContact, PlannedFamily, Registration
from kernel.auth.principal import Principal
from kernel.crypto import KEYS, MasterKey, Vault
from kernel.dispatch import Dispatcher
from kernel.errors import NotFound
from kernel.store.ahead import ReadAhead
from kernel.store.port import Wanted
from kernel.stream import STREAMS
from kernel.together import run_together
from kernel.work import TIMERS
from services.consent.commands import RegisterChild
from services.consent.decisions.calendar import timer_id
from services.consent.packs.kept import PACK_SCHEDULES
from services.consent.repository import CLINICS, FAMILIES, PERSONS
from services.notifications.decisions.contacts import normalised
from services.notifications.messages.links import address_digest
from services.notifications.repository import CONTACT_POINTS


class JustRegistered:
    """Answers for consent what the import itself has just committed there: these people belong to this network."""

    def __init__(self, people: Iterable[str]) -> None:
        self._people = frozenset(people)

    def get(self, service: str, path: str, principal: Principal, params: Any = None) -> Any:
        """The one question that adding a contact point asks."""
        if (service, path) != ("consent", "/people"):
            raise NotFound("no-such-route")
        wanted = str(params["ids"]).split(",")
        return {"people": [{"id": id, "language": "en"} for id in wanted if id in self._people]}

    def post(self, service: str, path: str, principal: Principal, body: Any, idempotency_key: str) -> Any:
        """Nothing is ordered on the way."""
        raise NotFound("no-such-route")


def register(
    dispatcher: Dispatcher, master: MasterKey, families: Sequence[PlannedFamily], operator: Principal
) -> list[bool]:
    """All families in one commit; for each whether anything of it was new. RefusedTogether when one is refused."""
    commands: list[Registration] = [command for family in families for command in family.commands]
    children = [command.child for command in commands if isinstance(command, RegisterChild)]
    clinics = [command.clinic for command in commands if isinstance(command, RegisterChild)]
    people = [command.person for command in commands if not isinstance(command, RegisterChild)]
    streams = [command.stream for command in commands]
    _, ahead = _ahead(
        dispatcher,
        master,
        [
            Wanted(STREAMS, tuple(streams)),
            Wanted(KEYS, tuple(streams)),
            Wanted(PERSONS.collection, tuple(people)),
            Wanted(FAMILIES.collection, tuple(children)),
            Wanted(TIMERS, tuple(timer_id(child) for child in children)),
            Wanted(CLINICS.collection, tuple(clinics)),
            Wanted(PACK_SCHEDULES.collection, (operator.network or "",)),
        ],
    )
    changed = [done.changed for done in run_together(ahead, commands, operator)]
    ends = list(accumulate((len(family.commands) for family in families), initial=0))
    return [any(changed[start:end]) for start, end in pairwise(ends)]


def add_contacts(
    dispatcher: Dispatcher, master: MasterKey, contacts: Sequence[PlannedContact], operator: Principal
) -> list[PlannedContact]:
    """At most one per person, in one commit; those that belong to somebody else are given back and not added.

    An address that the person has already is left as it is: what was verified since stays verified.
    """
    streams = tuple(contact.command.stream for contact in contacts)
    digests = tuple(_digest(dispatcher, contact, operator) for contact in contacts)
    people = tuple(contact.command.person for contact in contacts)
    points = CONTACT_POINTS.collection
    store, ahead = _ahead(
        dispatcher,
        master,
        [
            Wanted(STREAMS, streams),
            Wanted(KEYS, streams),
            Wanted(points, digests, "address_digest"),
            Wanted(points, people, "person"),
        ],
    )
    owned = [(contact, _owner(store, digest)) for contact, digest in zip(contacts, digests, strict=True)]
    fresh = [contact.command for contact, owner in owned if owner is None]
    if fresh:
        call = JustRegistered(command.person for command in fresh)
        run_together(replace(ahead, call=call), fresh, operator)
    return [contact for contact, owner in owned if owner not in (None, contact.command.person)]


def _ahead(dispatcher: Dispatcher, master: MasterKey, wanted: Iterable[Wanted]) -> tuple[ReadAhead, Dispatcher]:
    store = ReadAhead(dispatcher.store)
    store.look(wanted)
    return store, replace(dispatcher, store=store, vault=Vault(store, master, dispatcher.clock))


def _digest(dispatcher: Dispatcher, contact: PlannedContact, operator: Principal) -> str:
    command = contact.command
    same_as = normalised(command.channel, command.address).same_as
    return address_digest(dispatcher.vault, operator.network or "", command.channel.value, same_as)


def _owner(store: ReadAhead, digest: str) -> str | None:
    found = store.find(CONTACT_POINTS.collection, {"address_digest": digest})
    return str(found[0]["person"]) if found else None
