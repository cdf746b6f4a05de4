"""One function of the production code is another for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def exchanged(owner: Any, name: str, wrong: Any) -> Iterator[None]:
    """`owner.name` is `wrong` until the end of the block."""
    right = getattr(owner, name)
    setattr(owner, name, wrong)
    try:
        yield
    finally:
        setattr(owner, name, right)
