"""`python -m benchmarks.disclosures --rate 20 --seconds 30`: from the POST of a signed note to its mails.

The real pair: MongoDB, Kafka, every service as its own API and worker process, an SMTP server that takes the mails.
One disclosure is one signed note with a safety concern and two permitted guardians: two mails. Notes are signed at
fixed moments whatever the answers do, and time runs from that moment: a stall counts for everybody it held up.
"""

import argparse
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.figures import cpu_of, cpu_seconds, machine, spread
from benchmarks.mailserver import MailServer, Taken
from benchmarks.posting import Poster, Request
from tests.e2e import family as steps
from tests.e2e.family import SELF_HARM, Answer, Family
from tests.e2e.realpair import RealPair, real_pair

THREADS = 32  # posting; more than a second's notes at the highest rate that one machine carries
SETTING_UP = 8
DRAIN_SECONDS = 120.0
GOAL_SECONDS = 0.5  # at the median, at 20 a second


@dataclass(frozen=True, slots=True)
class Signed:
    """One note: when it was to be signed, and how long the answer took."""

    house: Family
    due: datetime
    answered_seconds: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20.0, help="disclosures a second")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alliance-bench-") as folder:
        mails = MailServer(Path(folder) / "mails")
        mails.start()
        there = {"ALLIANCE_SMTP_HOST": "127.0.0.1", "ALLIANCE_SMTP_PORT": str(mails.port)}
        with real_pair(Path(folder), there) as pair:
            _measure(pair, mails, given.rate, int(given.rate * given.seconds))
        mails.stop()


def _measure(pair: RealPair, mails: MailServer, rate: float, count: int) -> None:
    warm = int(rate * 2)
    houses = _houses(pair, count + warm)  # a child of its own for each: nobody's concerns come by the second
    poster = Poster(pair.world, "notes")
    requests = _requests(pair, poster, houses)
    _signed(pair, poster, requests[:warm], rate)
    _drained(pair, mails, 2 * warm)
    print(machine(), flush=True)
    mails_before, before = len(mails.taken), _cpu(pair)
    signed = _signed(pair, poster, requests[warm:], rate)
    _drained(pair, mails, mails_before + 2 * count)
    services, engines = (after - earlier for after, earlier in zip(_cpu(pair), before, strict=True))
    _print(signed, mails.taken[mails_before:], services / count, engines / count)


def _houses(pair: RealPair, count: int) -> list[Family]:
    houses = [Family(f"house-{number}", "network-bench", "clinic-bench") for number in range(count)]
    steps.open_clinic(pair.world, houses[0])
    with ThreadPoolExecutor(SETTING_UP) as pool:
        list(pool.map(lambda house: steps.register(pair.world, house), houses))
    return houses


def _requests(pair: RealPair, poster: Poster, houses: Sequence[Family]) -> list[tuple[Family, Request]]:
    """A draft for each, and the request that signs it."""
    with ThreadPoolExecutor(SETTING_UP) as pool:
        drafts = list(pool.map(lambda house: steps.write_note(pair.world, house, "younger"), houses))
    return [(house, _signing(poster, house, note)) for house, note in zip(houses, drafts, strict=True)]


def _signing(poster: Poster, house: Family, note: Answer) -> Request:
    concern = {**SELF_HARM, "about": [], "wording": f"Please read: {house.text('wording-younger')}."}
    path = f"/children/{house.younger}/notes/{note['note']}/signature"
    return poster.written(path, house.therapist, {"revision": note["revision"], "concern": concern})


def _signed(pair: RealPair, poster: Poster, requests: Sequence[tuple[Family, Request]], rate: float) -> list[Signed]:
    clock = pair.world.clock
    start, wall = clock.monotonic(), clock.now()

    def sign(number: int) -> Signed:
        house, request = requests[number]
        due = number / rate
        clock.sleep(max(start + due - clock.monotonic(), 0.0))
        poster.post(request)
        return Signed(house, wall + timedelta(seconds=due), clock.monotonic() - start - due)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(sign, range(len(requests))))


def _drained(pair: RealPair, mails: MailServer, wanted: int) -> None:
    pair.world.until(lambda: len(mails.taken), lambda seen: seen >= wanted, DRAIN_SECONDS)


def _cpu(pair: RealPair) -> tuple[float, float]:
    groups = [process.pid for process in pair.processes.running.values()]
    return cpu_seconds(groups), cpu_of(pair.mongo.pid) + cpu_of(pair.kafka.pid)


def _print(signed: Sequence[Signed], mails: Sequence[Taken], services: float, engines: float) -> None:
    arrived: dict[str, list[datetime]] = {}
    for mail in mails:
        arrived.setdefault(mail.to, []).append(mail.at)
    first, second = [], []
    for one in signed:
        pair_of_mails = sorted(arrived[one.house.mail(who)].pop(0) for who in ("mother", "father"))
        first.append((pair_of_mails[0] - one.due).total_seconds())
        second.append((pair_of_mails[1] - one.due).total_seconds())
    left = sum(map(len, arrived.values()))
    print(spread("POST to its answer", [one.answered_seconds for one in signed]))
    print(spread("POST to first mail accepted", first))
    print(spread("POST to second mail accepted", second))
    print(f"CPU per disclosure: services {services * 1000:.1f} ms, MongoDB and Kafka {engines * 1000:.1f} ms")
    print(f"mails: {2 * len(signed)} expected, {2 * len(signed) + left} came")
    print(f"goal: p50 under {GOAL_SECONDS * 1000:.0f} ms to the mail, at 20 a second")


if __name__ == "__main__":
    main()
