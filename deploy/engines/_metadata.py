"""One question in Kafka's own protocol: is a broker registered and serving clients?

A listening port is not enough: the socket opens before the broker has joined its controller.
The Metadata answer names live brokers only, so one entry means ready. Source: the Kafka protocol
guide, Metadata request and response version 1, request header version 1.
"""

import struct

from deploy.engines._exchange import ask

_METADATA_KEY = 3
_METADATA_VERSION = 1
_CORRELATION = 1
_CLIENT = b"alliance-engines"
_NO_TOPICS = struct.pack(">i", 0)


def broker_is_registered(host: str, port: int) -> bool:
    """Asks once; False when nothing listens, nothing answers, or the answer names no broker."""
    answer = ask((host, port), _request(), prefix=4, rest=lambda first: int(struct.unpack(">i", first)[0]))
    if answer is None or len(answer) < struct.calcsize(">ii"):
        return False
    correlation, brokers = struct.unpack_from(">ii", answer)
    return bool(correlation == _CORRELATION and brokers > 0)


def _request() -> bytes:
    header = struct.pack(">hhih", _METADATA_KEY, _METADATA_VERSION, _CORRELATION, len(_CLIENT)) + _CLIENT
    body = header + _NO_TOPICS
    return struct.pack(">i", len(body)) + body
