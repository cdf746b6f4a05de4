"""What of a note leaves with a child's record."""

from collections.abc import Mapping
from typing import Any

from contracts.codes import DisclosureClass

OTHERS = DisclosureClass.THIRD_PARTY.value


def theirs(note: Mapping[str, Any]) -> dict[str, Any]:
    """Without the sections that tell of somebody else, and without what a supervisor once wanted changed."""
    sections = [section for section in note["sections"] if OTHERS not in section["labels"]]
    return {**note, "sections": sections, "returns": []}
