"""Which bus instances on one file still live: each holds a lock that the kernel lets go when its process dies.

POSIX record locks belong to the process and vanish when it closes any descriptor of the file. So there is one
descriptor per file and process, never closed, and a process never asks the kernel about its own slots.
"""

import fcntl
import os

_DESCRIPTORS: dict[str, int] = {}
_OWN: set[tuple[str, int]] = set()


def _forget() -> None:
    """A child of a fork holds none of its parent's locks."""
    _DESCRIPTORS.clear()
    _OWN.clear()


os.register_at_fork(after_in_child=_forget)


def _descriptor(path: str) -> int:
    if path not in _DESCRIPTORS:
        _DESCRIPTORS[path] = os.open(f"{path}.members", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    return _DESCRIPTORS[path]


def hold(path: str, slot: int) -> None:
    """Say that `slot` lives until `release` or the death of this process. A slot is held once, ever."""
    fcntl.lockf(_descriptor(path), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
    _OWN.add((path, slot))


def release(path: str, slot: int) -> None:
    """Say that `slot` is gone."""
    if (path, slot) in _OWN:
        _OWN.discard((path, slot))
        fcntl.lockf(_descriptor(path), fcntl.LOCK_UN, 1, slot)


def alive(path: str, slot: int) -> bool:
    """Whether the holder of `slot` still runs, in this process or another."""
    if (path, slot) in _OWN:
        return True
    try:
        fcntl.lockf(_descriptor(path), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
    except OSError:
        return True
    fcntl.lockf(_descriptor(path), fcntl.LOCK_UN, 1, slot)
    return False
