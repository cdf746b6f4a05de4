"""Cards, practices, results, reminders, pauses."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, In, Index, Where
from kernel.work import Work
from services.goals.model.practice import CARDS_MAX, Card, Pause, Practice, Reminder, Result
from services.goals.settings import PRACTICES_MAX, RESULTS_MAX

CARDS = Kind(Card, Collection("cards", (Index(("clinic", "code", "-version")),)))
PRACTICES = Kind(Practice, Collection("practices", (Index(("child", "ended_at", "-assigned_at")),)))
RESULTS = Kind(Result, Collection("results", (Index(("practice", "-day")), Index(("child", "-recorded_at")))))
REMINDERS = Kind(Reminder, Collection("reminders", (Index(("child", "settled")), Index(("practice", "settled")))))
PAUSES = Kind(Pause, Collection("pauses", (Index(("child",)),)))
KINDS = (CARDS, PRACTICES, RESULTS, REMINDERS, PAUSES)


def newest_card(work: Work, clinic: str, code: str) -> Card | None:
    """The version that is assigned now."""
    found = work.find(CARDS, {"clinic": clinic, "code": code}, ("-version",), 1)
    return found[0] if found else None


def cards_of(reader: Reader, clinic: str) -> list[Card]:
    """Every version, each code's newest first."""
    return reader.find(CARDS, {"clinic": clinic}, ("code", "-version"), CARDS_MAX)


def current_practices(source: Work | Reader, child: str) -> list[Practice]:
    """What is asked of the child's homes now, in all clinics; newest first."""
    return source.find(PRACTICES, {"child": child, "ended_at": None}, ("-assigned_at",), PRACTICES_MAX)


def practices_of(reader: Reader, child: str) -> list[Practice]:
    """Also what was; newest first."""
    return reader.find(PRACTICES, {"child": child}, ("-assigned_at",), PRACTICES_MAX)


def results_on(work: Work, practice: str, day: str) -> list[Result]:
    """Everybody's word on a day."""
    return work.find(RESULTS, {"practice": practice, "day": day}, (), RESULTS_MAX)


def results_of(reader: Reader, child: str) -> list[Result]:
    """Newest first."""
    return reader.find(RESULTS, {"child": child}, ("-recorded_at",), RESULTS_MAX)


def waiting_reminders(work: Work, where: Where) -> list[Reminder]:
    """Those of a child or of a practice that nothing has settled."""
    return work.find(REMINDERS, {**where, "settled": False}, (), RESULTS_MAX)


def pauses_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Pause]:
    """At most one for each clinic."""
    return reader.find(PAUSES, {"child": child, "clinic": In(tuple(sorted(clinics)))}, (), PRACTICES_MAX)
