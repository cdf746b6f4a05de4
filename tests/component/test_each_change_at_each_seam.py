"""Revoked, restricted or removed, between decision, dispatch, rung and view: what counts is the moment of each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kernel.clock import to_text
from tests.stories.family import Family
from tests.stories.stage import Stage, in_memory
from tests.stories.visitor import Visitor, opens


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("seams")
    with in_memory(folder) as made:
        yield made


def revoked(family: Family) -> None:
    family.records(f"consents/{family.ids['consent']['to mother']}/revocation")


def restricted(family: Family) -> None:
    family.order_against("mother", since=family.stage.now)


def removed(family: Family) -> None:
    edge = family.on_record("mother")["authorities"][0]["id"]
    family.records(f"authorities/{edge}/end", {"until": to_text(family.stage.now)}, by="dora")


Change = Callable[[Family], None]
each_change = pytest.mark.parametrize("change", [revoked, restricted, removed])


def permitted(stage: Stage, seam: str, change: Change) -> Family:
    """The mother may know: by her authority; where a consent is to be revoked, by that of the child who came alone.

    In Maryland, where the law leaves it to judgement whether a parent is told without that consent.
    """
    family = Family(stage, f"{seam}-{change.__name__}", jurisdiction="US-MD" if change is revoked else "US-CO")
    family.opens_clinic()
    if change is not revoked:
        family.takes_in()
        return family
    family.takes_in(age=15, basis="minor", confidentiality_agreement=False)
    given = family.consents("child", "mother", "fact-of-treatment", "safety-concern")
    family.keep("consent", "to mother", given)
    return family


def reached(family: Family) -> tuple[int, int]:
    return len(family.mails("mother")), len(family.texts("mother"))


@each_change
def test_between_decision_and_dispatch(stage: Stage, change: Change) -> None:
    family = permitted(stage, "dispatch", change)
    stage.post.answer = lambda step, to: "451 4.3.0 try again later" if step == "rcpt" else None
    family.raises("cuts", "self-harm")
    stage.settle()
    change(family)
    stage.post.answer = lambda step, to: None
    stage.later(hours=2)
    assert reached(family) == (0, 0)
    assert {state for state, _ in family.notices("cuts", "mother")} == {"suppressed"}


@each_change
def test_between_dispatch_and_the_next_rung(stage: Stage, change: Change) -> None:
    family = permitted(stage, "rung", change)
    family.raises("cuts", "self-harm")
    stage.settle()
    assert reached(family) == (1, 0)
    change(family)
    stage.later(hours=2)
    assert reached(family) == (1, 0)
    assert "ladder-exhausted" in family.tasks()  # a human has it instead


@each_change
def test_between_proof_view_and_act(stage: Stage, change: Change) -> None:
    family = permitted(stage, "view", change)
    family.raises("cuts", "self-harm")
    stage.settle()
    page = opens(family, "mother")
    assert "Please read this today: cuts." in page.text
    change(family)
    assert _closed(page)
    assert family.ledger("cuts", "mother")["engagement"] == "opened"
    page.close()


def _closed(page: Visitor) -> bool:
    """The act on the page that is still open changes nothing, and the page itself is gone."""
    page.send("/item/acknowledgement")
    page.get("/item")
    return page.last.status_code != 200 and "Please read this today" not in page.text
