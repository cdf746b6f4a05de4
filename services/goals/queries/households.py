"""The homes of a child, for those who look after it."""

from typing import Any

from kernel.reader import Reader
from services.goals.queries.reach import team
from services.goals.repository.households import homes_of

ACTION = "read-households"


def households(reader: Reader, child_id: str) -> dict[str, Any]:
    """Of the asker's clinics."""
    child, clinics = team(reader, child_id, ACTION)
    homes = [home for clinic in sorted(clinics) for home in homes_of(reader, child.id, clinic)]
    seen = {
        "households": [
            {
                "household": home.id,
                "clinic": home.clinic,
                "label": reader.open(child.id, home.label),
                "guardians": list(home.guardians),
            }
            for home in homes
        ]
    }
    reader.shown(child.id, ACTION)
    return seen
