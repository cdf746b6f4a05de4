"""Loopback ports which stay with a data directory.

A replica set and a KRaft quorum both write their own address into their data, so a server
that is started again on the same data must find the same port. Ports are taken below the
kernel's ephemeral range: while a server is down, no outgoing connection can be given its port.
"""

import itertools
import json
import os
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.engines.errors import EngineFailed

LOOPBACK = "127.0.0.1"

_LOWEST = 20_000
_COUNT = 12_000  # 20000..31999; Linux hands out 32768 and above by itself
_STRIDE = 37  # spreads processes with neighbouring ids, so that two rarely try the same port
_FILE = "ports.json"


def _candidates() -> Iterator[int]:
    first = os.getpid() * _STRIDE
    return (_LOWEST + (first + step) % _COUNT for step in itertools.count())


_untried = _candidates()


def claim(data_dir: Path, names: tuple[str, ...]) -> dict[str, int]:
    """One port per name: those recorded in ``data_dir``, else free ones, which are recorded there."""
    record = data_dir / _FILE
    if record.exists():
        known: dict[str, int] = json.loads(record.read_text("ascii"))
        return known
    fresh = {name: _free_port() for name in names}
    record.write_text(json.dumps(fresh), "ascii")
    return fresh


def require_free(ports: Iterable[int]) -> None:
    """Raises EngineFailed when somebody listens on one of them: a stranger must not answer for our server."""
    for port in ports:
        if not _is_free(port):
            raise EngineFailed(f"port {port} is taken; stop what listens there, or use another data directory")


def _free_port() -> int:
    for port in itertools.islice(_untried, _COUNT):
        if _is_free(port):
            return port
    raise EngineFailed(f"no free loopback port from {_LOWEST} to {_LOWEST + _COUNT - 1}")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the servers do: a port of a connection that has just ended is free for a listener.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_row(count: int) -> int:
    """The first of `count` neighbouring free ports, none of which is given out again; recorded nowhere."""
    row: list[int] = []
    for port in itertools.islice(_untried, _COUNT):
        follows = not row or port == row[-1] + 1
        row = [*(row if follows else []), port] if _is_free(port) else []
        if len(row) == count:
            return row[0]
    raise EngineFailed(f"no {count} neighbouring free loopback ports from {_LOWEST} on")
