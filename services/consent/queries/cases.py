"""Cases that staff bring along. They are decided from themselves alone, with the packs that the product ships."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kernel.command import person_stream
from kernel.reader import Reader
from services.consent.decide.answers import answered
from services.consent.decide.asked import asked_from
from services.consent.repository import shipped


def decided(reader: Reader, read: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The whole answer. On record is who asked and how the answers came out, nothing of the case itself."""
    answer = answered(asked_from(read, shipped().on), language)
    counts = Counter(row["outcome"] for row in answer["persons"])
    outcomes = {outcome: str(count) for outcome, count in sorted(counts.items())}
    reader.shown(person_stream(reader.principal.person), "case-decision", policy=answer["policy"], **outcomes)
    return answer
