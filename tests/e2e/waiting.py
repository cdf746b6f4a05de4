"""Waiting for a condition, and ports nobody uses."""

import socket
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LOOK_SECONDS = 0.05


def until(look: Callable[[], T | None], seconds: float, what: str) -> T:
    """The first answer that is not None or empty; fails in words when it does not come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen := look():
            return seen
        time.sleep(LOOK_SECONDS)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


def free_ports(count: int) -> int:
    """The first of so many ports in a row that are free now."""
    for first in range(21000, 29000, count):
        sockets = [socket.socket() for _ in range(count)]
        try:
            for offset, item in enumerate(sockets):
                item.bind(("127.0.0.1", first + offset))
        except OSError:
            continue
        finally:
            for item in sockets:
                item.close()
        return first
    raise AssertionError("no free ports")


def still(look: Callable[[], T], quiet_seconds: float, seconds: float, what: str) -> T:
    """What is seen once it has not changed for a while."""
    end = time.monotonic() + seconds
    seen, since = look(), time.monotonic()
    while time.monotonic() < end:
        if time.monotonic() - since > quiet_seconds:
            return seen
        time.sleep(LOOK_SECONDS)
        if (now := look()) != seen:
            seen, since = now, time.monotonic()
    raise AssertionError(f"never at rest within {seconds:.0f} s: {what}")
