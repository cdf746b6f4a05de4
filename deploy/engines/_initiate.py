"""Makes a fresh ``mongod`` the primary of a replica set of one, and tells when it can write.

Speaks the two commands it needs in MongoDB's own protocol, so that the driver stays in
``kernel/store`` and the engines start on a bare Python. Sources: the MongoDB wire protocol
(OP_MSG) and the BSON specification 1.1.
"""

import struct
from collections.abc import Mapping

from deploy.engines._exchange import ask

_OP_MSG = 2013
_HEADER = struct.Struct("<iiii")  # length of the whole message, request id, answered id, operation
_REQUEST_ID = 1
_WRITABLE = b"\x08isWritablePrimary\x00\x01"  # a BSON element: boolean, name, true
_INITIATED = b"\x02setName\x00"  # the beginning of a string element; absent before the set is initiated

Document = Mapping[str, "int | str | Document"]


def is_primary(host: str, port: int, replica_set: str) -> bool:
    """Asks once, initiating the set if the server has none yet; True when it accepts writes."""
    hello = _command((host, port), {"hello": 1, "$db": "admin"})
    if hello is None:
        return False
    if _INITIATED not in hello:
        # The answer is not read: whether it worked shows in the next hello, and why not in the server's log.
        _command((host, port), _initiation(f"{host}:{port}", replica_set))
    return _WRITABLE in hello


def _initiation(address: str, replica_set: str) -> Document:
    members: Document = {"0": {"_id": 0, "host": address}}
    return {"replSetInitiate": {"_id": replica_set, "members": members}, "$db": "admin"}


def _command(address: tuple[str, int], document: Document) -> bytes | None:
    body = struct.pack("<IB", 0, 0) + _bson(document)  # no flags; one section, of kind "body"
    header = _HEADER.pack(_HEADER.size + len(body), _REQUEST_ID, 0, _OP_MSG)
    return ask(address, header + body, _HEADER.size, lambda first: int(_HEADER.unpack(first)[0]) - _HEADER.size)


def _bson(document: Document) -> bytes:
    elements = b"".join(_element(name, value) for name, value in document.items())
    return struct.pack("<i", 4 + len(elements) + 1) + elements + b"\x00"


def _element(name: str, value: "int | str | Document") -> bytes:
    key = name.encode() + b"\x00"
    if isinstance(value, int):
        return b"\x10" + key + struct.pack("<i", value)
    if isinstance(value, str):
        text = value.encode() + b"\x00"
        return b"\x02" + key + struct.pack("<i", len(text)) + text
    # An array is a document whose names are its indexes; "members" is the only one sent here.
    kind = b"\x04" if name == "members" else b"\x03"
    return kind + key + _bson(value)
