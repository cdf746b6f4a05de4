"""What providers report by our own interface: early, twice, late, forged, of others."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import Channel, DeliveryState
from services.notifications.model import Notice
from services.notifications.repository import CONTACT_POINTS
from tests.component.notifications_family import (
    disclosed,
    notices,
    settled_family,
)
from tests.component.notifications_reports import SECRET, posted, reported_to, webhook
from tests.component.notifications_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with reported_to(tmp_path) as made:
        yield made


def texts(world: World) -> Notice:
    """The one that has a way: nobody in these tests with a telephone has an e-mail address."""
    [found] = [item for item in notices(world) if item.state is not DeliveryState.SUPPRESSED]
    return found


def about(world: World, event: str, **more: Any) -> dict[str, Any]:
    return {"reference": texts(world).id, "event": event, **more}


def texted(world: World, **changes: Any) -> None:
    settled_family(world, "sms")
    disclosed(world, **changes)
    world.settle()
    assert texts(world).state is DeliveryState.PROVIDER_ACCEPTED


def test_a_signed_report_moves_the_notice_forward_and_is_told(world: World) -> None:
    texted(world)
    answer = webhook(world, about(world, "delivered"))
    assert (answer.status_code, answer.json()) == (202, {"taken": 1, "not_ours": 0})
    assert texts(world).state is DeliveryState.HANDED_OVER
    assert world.said("delivery-changed")[-1]["state"] == "handed-over"


def test_twice_and_after_a_later_state_nothing_changes(world: World) -> None:
    texted(world)
    for event in ("delivered", "delivered", "taken", "failed"):
        assert webhook(world, about(world, event)).status_code == 202
    assert texts(world).state is DeliveryState.HANDED_OVER
    assert len(world.said("delivery-changed")) == len({json.dumps(one) for one in world.said("delivery-changed")})


@pytest.mark.parametrize(
    ("secret", "late"), [("guessed", 0), (SECRET, 301), (SECRET, -301), ("", 0)]
)
def test_a_forged_or_old_signature_is_refused_and_nothing_changes(world: World, secret: str, late: int) -> None:
    texted(world)
    before = notices(world)
    answer = webhook(world, about(world, "failed"), secret=secret, late=late)
    assert (answer.status_code, answer.json()["code"]) == (401, "signature")
    assert notices(world) == before


def test_a_body_changed_on_the_way_is_refused(world: World) -> None:
    texted(world)
    answer = webhook(world, about(world, "delivered"))
    headers = {name: answer.request.headers[name] for name in ("X-Alliance-Timestamp", "X-Alliance-Signature")}
    changed = answer.request.content.replace(b"delivered", b"complained")
    assert posted(world, "/provider-reports/sms", changed, headers).status_code == 401


def test_unknown_providers_and_unknown_references_change_nothing(world: World) -> None:
    texted(world)
    assert webhook(world, about(world, "delivered"), provider="stranger").status_code == 404
    answer = webhook(world, {"reference": "nobody-knows", "event": "delivered"})
    assert answer.json() == {"taken": 0, "not_ours": 1}
    assert texts(world).state is DeliveryState.PROVIDER_ACCEPTED


def test_a_provider_of_another_channel_cannot_report(world: World) -> None:
    texted(world)
    assert webhook(world, about(world, "failed"), provider="mail").json() == {"taken": 0, "not_ours": 1}
    assert texts(world).state is DeliveryState.PROVIDER_ACCEPTED


@pytest.mark.parametrize(
    ("reports", "field"),
    [
        ([], "reports"),
        ([{"reference": "x", "event": "exploded"}], "reports"),
        ([{"event": "delivered"}], "reports"),
        ([{"reference": "x", "event": "delivered", "code": "Anna is not here"}], "reports"),
        ([{"reference": "x", "event": "delivered"}] * 101, "reports"),
        ([{"reference": "x", "event": "delivered", "text": "?"}], "reports"),
    ],
)
def test_bad_reports_are_refused_with_the_field(world: World, reports: list[dict[str, Any]], field: str) -> None:
    answer = webhook(world, *reports)
    assert answer.status_code == 422
    assert field in json.dumps(answer.json())


def test_a_report_that_comes_before_the_answer_is_kept_and_applied_with_it(world: World) -> None:
    settled_family(world, "sms")
    disclosed(world)
    early: list[int] = []

    def told_while_answering(body: dict[str, str]) -> None:
        early.append(webhook(world, about(world, "delivered", id="sms-1")).status_code)

    world.phones.before_answer = told_while_answering
    world.settle()
    assert early == [202]
    notice = texts(world)
    assert (notice.state, notice.reference, notice.early) == (DeliveryState.HANDED_OVER, "sms-1", ())
    assert [step.state.value for step in notice.history][-2:] == ["provider-accepted", "handed-over"]


def test_what_was_told_before_a_crash_saves_the_second_sending(world: World) -> None:
    settled_family(world, "sms")
    disclosed(world)
    provider = world.sender.providers[Channel.SMS]

    class Died(BaseException):
        pass

    class Dying:
        def send(self, message: Any) -> Any:
            provider.send(message)
            raise Died

        def close(self) -> None:
            provider.close()

    world.sender.providers = {**world.sender.providers, Channel.SMS: Dying()}
    with pytest.raises(Died):
        world.settle()
    webhook(world, about(world, "delivered"))
    assert texts(world).state is DeliveryState.DISPATCHED
    world.sender.providers = {**world.sender.providers, Channel.SMS: provider}
    world.later(minutes=3)
    world.later(minutes=3)
    assert texts(world).state is DeliveryState.HANDED_OVER
    assert len(world.phones.messages) == 1


def test_late_reports_after_expiry_change_no_state(world: World) -> None:
    settled_family(world, "email")
    world.post.answer = lambda stage, to: "451 later" if stage == "data" else None
    disclosed(world)
    for _ in range(80):
        world.later(hours=1)
    assert notices(world)[0].state is DeliveryState.EXPIRED
    webhook(world, {"reference": notices(world)[0].id, "event": "delivered"}, provider="mail")
    assert notices(world)[0].state is DeliveryState.EXPIRED
    webhook(world, {"reference": notices(world)[0].id, "event": "unfit"}, provider="mail")
    spoilt = next(point for point in world.all(CONTACT_POINTS) if point.id == notices(world)[0].contact_point)
    assert (notices(world)[0].state, spoilt.usable) == (DeliveryState.EXPIRED, False)
