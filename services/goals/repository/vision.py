"""Every wording of the visions."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, Index
from kernel.work import Work
from services.goals.model.vision import Vision

VISIONS = Kind(Vision, Collection("visions", (Index(("child", "clinic", "-revision")),)))
KINDS = (VISIONS,)


def newest_vision(source: Work | Reader, child: str, clinic: str) -> Vision | None:
    """The wording that counts now."""
    found = source.find(VISIONS, {"child": child, "clinic": clinic}, ("-revision",), 1)
    return found[0] if found else None
