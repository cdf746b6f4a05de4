"""Cedar through cedarpy: policies and entities parsed once, flags as context, questions asked in one batch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cedarpy

from benchmarks.peers.flags import Flags


class Cedar:
    """`consent.cedar`, decided by Rust code in this process."""

    name = f"cedarpy {cedarpy.__version__}" if hasattr(cedarpy, "__version__") else "cedarpy"

    def __init__(self) -> None:
        source = Path(__file__).with_name("consent.cedar").read_text(encoding="utf-8")
        self._policies = cedarpy.PolicySet.from_str(source)
        self._entities = cedarpy.Entities.from_json_str("[]")

    def request(self, flags: Flags) -> object:
        return {
            "principal": {"type": "Adult", "id": "adult"},
            "action": {"type": "Action", "id": "know"},
            "resource": {"type": "Item", "id": "item"},
            "context": dict(flags),
        }

    def permits(self, requests: Sequence[Any]) -> list[bool]:
        found = cedarpy.is_authorized_batch(list(requests), self._policies, self._entities)
        return [answer.allowed for answer in found]
