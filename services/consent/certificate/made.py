"""Making the certificate: both parts in slices, side by side, and their counts with the rules' version."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any, NamedTuple

from contracts.codes import DisclosureClass
from services.consent.certificate.flags import walked
from services.consent.certificate.households import FAMILIES, HOUSEHOLDS, ITEMS
from services.consent.certificate.lived import lived
from services.consent.certificate.tree import DOMAINS, POINTS
from services.consent.rules.version import rules_version

C = DisclosureClass
SLICES = 60  # of the households: a few seconds each, so that progress is seen and two cores end together
SAMPLE_CLASSES = (C.SESSION_DETAIL, C.PSYCHOTHERAPY_NOTE, C.THIRD_PARTY)
SAMPLE_STEP = 211  # every so many households; a prime, so that no axis keeps its place
DECISIONS_MIN = 10_000_000  # of part two, each with its case

PROPERTIES = {
    1: "nothing is permitted without a lawful basis, and nothing against what speaks against it",
    2: "of grave harm somebody safe hears in time; no duty ends at nobody",
    3: "an allegation changes nothing that the accused can see",
    6: "neither the order of facts nor that of rules decides; a no wins",
}

Counts = dict[str, int]
Report = Callable[[int, int], None]


class Slice(NamedTuple):
    """A part of the work: one class of item over all flags, or every so many households from one on."""

    cls: DisclosureClass | None = None
    first: int = 0
    step: int = SLICES

    @property
    def part(self) -> str:
        """Which of the two parts of the certificate it belongs to."""
        return "families" if self.cls is None else "flags"


def counted(piece: Slice) -> Counter[str]:
    """The counts of one slice; Violation at the first thing that does not hold."""
    return lived(range(piece.first, HOUSEHOLDS, piece.step)) if piece.cls is None else walked(piece.cls)


def whole() -> list[Slice]:
    """All the work, the longest slices first."""
    return [*(Slice(cls=cls) for cls in C), *(Slice(first=first) for first in range(SLICES))]


def sample() -> list[Slice]:
    """Work for half a minute that meets every axis of the families and three classes of items over all their flags."""
    return [*(Slice(cls=cls) for cls in SAMPLE_CLASSES), Slice(first=0, step=SAMPLE_STEP)]


def summed(slices: Iterable[Slice], workers: int = 1, report: Report | None = None) -> dict[str, Counts]:
    """The counts of each part; with more than one worker in processes of their own. Violation as in `counted`."""
    pieces = list(slices)
    totals: dict[str, Counter[str]] = {"flags": Counter(), "families": Counter()}
    for done, (piece, counts) in enumerate(_results(pieces, workers), 1):
        totals[piece.part] += counts
        if report is not None:
            report(done, len(pieces))
    return {part: dict(sorted(counts.items())) for part, counts in totals.items()}


def _results(pieces: list[Slice], workers: int) -> Iterable[tuple[Slice, Counter[str]]]:
    if workers == 1:
        yield from ((piece, counted(piece)) for piece in pieces)
        return
    with ProcessPoolExecutor(workers) as pool:
        asked = {pool.submit(counted, piece): piece for piece in pieces}
        try:
            for finished in as_completed(asked):
                yield asked[finished], finished.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def made(workers: int, report: Report | None = None) -> dict[str, Any]:
    """The whole certificate; ArithmeticError when the counts do not add up to the whole space."""
    version = rules_version()  # of the source as it is now; nobody may see a later one certified
    totals = summed(whole(), workers, report)
    flags, families = totals["flags"], totals["families"]
    decisions = sum(count for name, count in families.items() if name.startswith("outcome "))
    if flags["points"] != POINTS or families["families"] != FAMILIES or decisions < DECISIONS_MIN:
        raise ArithmeticError(f"{flags['points']:,} of {POINTS:,} points, {families['families']:,} of {FAMILIES:,}")
    return {
        "says": "Made by `./alliance certificate make`. Every property held at every point that is counted here.",
        "rules": version,
        "properties": {str(number): words for number, words in PROPERTIES.items()},
        "flags": {
            "space": {name: len(values) for name, values in DOMAINS.items()},
            "combinations": POINTS,
            "counts": flags,
        },
        "families": {"items": len(ITEMS), "decisions": decisions, "counts": families},
        "sample": summed(sample()),
    }
