"""One request and one answer over a fresh loopback connection, for protocols that send a length first."""

import socket
from collections.abc import Callable

_ANSWER_SECONDS = 1.0  # a server that is starting refuses or hangs; the caller asks again
_LARGEST_ANSWER_BYTES = 1 << 20  # an answer to a readiness question is a few hundred bytes


def ask(address: tuple[str, int], request: bytes, prefix: int, rest: Callable[[bytes], int]) -> bytes | None:
    """The answer without its first ``prefix`` bytes; ``rest`` tells from those how many follow.

    None when nothing listens or nothing whole comes back.
    """
    try:
        with socket.create_connection(address, timeout=_ANSWER_SECONDS) as connection:
            connection.sendall(request)
            return _exactly(connection, rest(_exactly(connection, prefix)))
    except OSError:
        return None


def _exactly(connection: socket.socket, length: int) -> bytes:
    if not 0 <= length <= _LARGEST_ANSWER_BYTES:
        raise ConnectionError(f"an answer of {length} bytes is none to this question")
    received = bytearray()
    while len(received) < length:
        part = connection.recv(length - len(received))
        if not part:
            raise ConnectionError("the server closed the connection")
        received += part
    return bytes(received)
