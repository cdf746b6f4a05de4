"""Rego through regopy (rego-cpp): the policy compiled once into a bundle, the flags as input."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import regopy

from benchmarks.peers.flags import Flags

QUERY = "data.consent.allow"


class Rego:
    """`consent.rego`, decided by C++ code in this process."""

    name = "regopy"

    def __init__(self) -> None:
        self._engine = regopy.Interpreter()
        source = Path(__file__).with_name("consent.rego").read_text(encoding="utf-8")
        self._engine.add_module("consent.rego", source)
        self._bundle = self._engine.build(QUERY, [])

    def request(self, flags: Flags) -> object:
        return dict(flags)

    def permits(self, requests: Sequence[Any]) -> list[bool]:
        return [self._permits(request) for request in requests]

    def _permits(self, request: Any) -> bool:
        self._engine.set_input(request)
        # A query that is false has a result without expressions.
        return bool(self._engine.query_bundle(self._bundle).results[0].expressions)
