"""Where the browser side keeps its things."""

from collections.abc import Sequence

from kernel.auth.own_factors import FACTORS
from kernel.clock import to_text
from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, In, Index, Span, Where
from kernel.work import Work
from services.web.decisions.accounts import holds
from services.web.decisions.tries import Counted, limits
from services.web.model.account import Account, BrowserSession, RoleHeld, Tries
from services.web.model.board import BoardCase, Progress
from services.web.model.record import ChildCard, TimelineItem
from services.web.model.talk import ThreadCard
from services.web.settings import (
    ACCOUNTS_MAX,
    BOARD_CASES_MAX,
    LATELY_MAX,
    SESSIONS_MAX,
    THREADS_MAX,
    TIMELINE_ITEMS_MAX,
)

ACCOUNT = Kind(Account, Collection("accounts", (Index(("person",)), Index(("network", "active")))))
SESSION = Kind(BrowserSession, Collection("sessions", (Index(("person", "ended_at")),)))
TRIES = Kind(Tries, Collection("tries"))
CASE = Kind(
    BoardCase,
    Collection(
        "board_cases",
        (Index(("clinic", "is_open", "-opened_at")), Index(("child", "-opened_at")), Index(("disclosure",))),
    ),
)
PROGRESS = Kind(Progress, Collection("board_progress", (Index(("child",)),)))
CHILD = Kind(ChildCard, Collection("children", (Index(("network",)),)))
TIMELINE = Kind(
    TimelineItem, Collection("timeline", (Index(("child", "-at")), Index(("child", "kind", "-at"))))
)
THREAD = Kind(ThreadCard, Collection("threads", (Index(("clinic", "lane", "waits", "-changed_at")),)))
KINDS = (ACCOUNT, SESSION, FACTORS, TRIES, CASE, PROGRESS, CHILD, TIMELINE, THREAD)


def counts_of(source: Work | Reader, account: str, address: str) -> list[Counted]:
    """The wrong tries under this name and from this address, the narrowest count first."""
    found = []
    for id, most in limits(account, address).items():
        known = source.known(TRIES, id)
        found.append(Counted(known or Tries(id=id, failed_at=()), most, stored=known is not None))
    return found


def clinicians(reader: Reader, clinic: str) -> list[str]:
    """Therapists and supervisors of a clinic who can sign in."""
    found = reader.find(ACCOUNT, {"network": reader.principal.network, "active": True}, ("_id",), ACCOUNTS_MAX)
    held = {RoleHeld(clinic=clinic, role=role) for role in ("therapist", "supervisor")}
    return sorted({account.person for account in found if held & set(account.roles)})


def sessions_of(reader: Reader, person: str) -> list[BrowserSession]:
    """Where somebody is signed in now, the newest first."""
    found = reader.find(SESSION, {"person": person, "ended_at": None}, (), SESSIONS_MAX)
    live = [session for session in found if session.awaits is None and holds(session, reader.now)]
    return sorted(live, key=lambda session: session.started_at, reverse=True)


def live_sessions(work: Work, person: str) -> list[BrowserSession]:
    """Those that were not ended; the old ones among them no longer hold anyway."""
    return work.find(SESSION, {"person": person, "ended_at": None})


def open_cases(reader: Reader, clinics: Sequence[str]) -> list[BoardCase]:
    """The open safety cases of these clinics, newest first."""
    where: Where = {"clinic": In(tuple(clinics)), "is_open": True, "disclosure_class": "safety-concern"}
    return reader.find(CASE, where, ("-opened_at",), BOARD_CASES_MAX)


def cases_of(reader: Reader, child: str) -> list[BoardCase]:
    """Everything that had to be told about one child, newest first."""
    return reader.find(CASE, {"child": child}, ("-opened_at",))


def case_of_disclosure(reader: Reader, disclosure: str) -> BoardCase | None:
    """The case whose present decision this is."""
    found = reader.find(CASE, {"disclosure": disclosure}, limit=1)
    return found[0] if found else None


def timeline(reader: Reader, child: str, kind: str | None) -> list[TimelineItem]:
    """The newest things first."""
    where: Where = {"child": child} if kind is None else {"child": child, "kind": kind}
    return reader.find(TIMELINE, where, ("-at",), TIMELINE_ITEMS_MAX)


def lately(reader: Reader, children: Sequence[str], kind: str) -> list[TimelineItem]:
    """The newest things of one kind of these children."""
    return reader.find(TIMELINE, {"child": In(tuple(children)), "kind": kind}, ("-at",), LATELY_MAX)


def ahead(reader: Reader, children: Sequence[str], kind: str) -> list[TimelineItem]:
    """What of one kind lies ahead for these children, soonest first."""
    where: Where = {"child": In(tuple(children)), "kind": kind, "at": Span(at_least=to_text(reader.now))}
    return reader.find(TIMELINE, where, ("at",), LATELY_MAX)


def threads_waiting(reader: Reader, clinics: Sequence[str], lanes: Sequence[str], waits: bool) -> list[ThreadCard]:
    """Conversations of these clinics in these lanes, in which somebody has something to do or nobody has."""
    where: Where = {"clinic": In(tuple(clinics)), "lane": In(tuple(lanes)), "waits": waits}
    return reader.find(THREAD, where, ("-changed_at",), THREADS_MAX)
