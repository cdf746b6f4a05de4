"""Several kept connections to one provider: as many as messages are on their way at once."""

from collections.abc import Callable
from threading import Lock

from services.notifications.model import Receipt
from services.notifications.providers.port import Message, Provider


class Lines:
    """A provider for several threads, made of providers for one. The connection used last is taken first."""

    def __init__(self, open_line: Callable[[], Provider]) -> None:
        self._open_line = open_line
        self._idle: list[Provider] = []
        self._lock = Lock()

    def send(self, message: Message) -> Receipt:
        """Over a connection that nobody else uses meanwhile."""
        with self._lock:
            line = self._idle.pop() if self._idle else self._open_line()
        try:
            return line.send(message)
        finally:
            with self._lock:
                self._idle.append(line)

    def close(self) -> None:
        """Those in use are kept for the next message."""
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            line.close()
