"""What the demo's mailbox has received: one JSON object per line, on disk before the sender hears that it was taken."""

import json
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from kernel.clock import Clock, to_text

KEPT_IN_MEMORY_MAX = 20_000  # a demo that runs for weeks forgets its oldest letters in memory, not on disk
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one address or number; `number` counts from 1 in order of arrival."""

    number: int
    at: str
    channel: str  # email or sms
    to: str
    sender: str
    subject: str
    text: str
    reference: str


class Letters:
    """Append-only. Safe to use from many threads; a half-written last line, never acknowledged, is cut off."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock, self._lock = path, clock, threading.Condition()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        self._file = os.fdopen(descriptor, "r+b")
        self._letters, end = _whole_lines(self._file.read())
        self._file.truncate(end)
        self._file.seek(end)
        self._last = self._letters[-1].number if self._letters else 0

    def keep(self, *, channel: str, to: str, sender: str, subject: str, text: str, reference: str) -> Letter:
        """Durable when it returns."""
        with self._lock:
            self._last += 1
            letter = Letter(self._last, to_text(self._clock.now()), channel, to, sender, subject, text, reference)
            self._file.write(json.dumps(asdict(letter), ensure_ascii=False).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self._letters.append(letter)
            del self._letters[:-KEPT_IN_MEMORY_MAX]
            self._lock.notify_all()
            return letter

    def of_reference(self, channel: str, reference: str) -> Letter | None:
        """What was kept under this reference before."""
        with self._lock:
            kept = reversed(self._letters)
            return next((one for one in kept if one.channel == channel and one.reference == reference), None)

    def newest_first(self, to: str | None = None, limit: int = 200) -> list[Letter]:
        """Of everybody, or of one address or number."""
        with self._lock:
            chosen = [letter for letter in reversed(self._letters) if to is None or letter.to == to]
        return chosen[:limit]

    def after(self, number: int) -> list[Letter]:
        """Everything that came later than the letter of this number, oldest first."""
        with self._lock:
            return [letter for letter in self._letters if letter.number > number]

    def counts(self) -> dict[str, int]:
        """How many letters each address and number has, by address."""
        with self._lock:
            places = [letter.to for letter in self._letters]
        return {place: places.count(place) for place in sorted(set(places))}

    def wait_for(self, wanted: Callable[[Letter], bool], after: int, timeout_seconds: float) -> Letter | None:
        """The first letter later than `after` that is wanted, None when none comes in time."""
        with self._lock:
            self._lock.wait_for(lambda: self._found(wanted, after) is not None, timeout_seconds)
            return self._found(wanted, after)

    def close(self) -> None:
        """Nothing is waiting to be written."""
        with self._lock:
            self._file.close()

    def _found(self, wanted: Callable[[Letter], bool], after: int) -> Letter | None:
        return next((letter for letter in self._letters if letter.number > after and wanted(letter)), None)


def _whole_lines(content: bytes) -> tuple[list[Letter], int]:
    end = content.rfind(b"\n") + 1
    lines = [json.loads(line) for line in content[:end].splitlines()]
    return [Letter(**line) for line in lines[-KEPT_IN_MEMORY_MAX:]], end
