"""kill -9 of every process in the middle of the main job, then of MongoDB and of Kafka: nothing lost, nobody extra."""

from collections.abc import Iterator

import pytest

from deploy.demo.letters import Letter
from tests.e2e import family as steps
from tests.e2e.family import ABUSE, SELF_HARM, Answer, Family
from tests.e2e.realpair import RealPair, real_pair

pytestmark = [pytest.mark.real, pytest.mark.slow]
NETWORK, CLINIC = "network-of-crashes", "clinic-of-crashes"
HAND_OVER_SECONDS = 90.0  # a group misses a killed member for ten seconds, and each of ten was killed


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPair]:
    with real_pair(tmp_path_factory.mktemp("pair")) as made:
        made.world.patience_seconds = HAND_OVER_SECONDS
        steps.open_clinic(made.world, Family("staff-of-crashes", NETWORK, CLINIC))
        yield made


def house(name: str) -> Family:
    """Every house has therapists of its own: nothing is shared but clinic and network."""
    return Family(name, NETWORK, CLINIC)


def test_killing_each_process_in_the_middle_loses_nothing_and_tells_nobody_else(pair: RealPair) -> None:
    world, roles = pair.world, pair.processes.roles
    houses = [house(f"killed-{'-'.join(role)}") for role in roles]
    for family in houses:
        steps.register(world, family)
    for role, family in zip(roles, houses, strict=True):
        note = steps.write_note(world, family, "elder")
        steps.report(world, family, "younger", SELF_HARM, [])
        pair.processes.kill(role)
        steps.sign(world, family, "elder", note, ABUSE, [family.father.person])
    for family in houses:
        _all_told_and_nobody_else(pair, family)
    pair.processes.wait_until_ready()


def test_killed_engines_come_back_with_everything_that_was_acknowledged(pair: RealPair) -> None:
    """Routine mail beside safety mail: a duplicate is tolerable for the one and not for the other."""
    world, family = pair.world, house("killed-engines")
    steps.register(world, family)
    note = steps.write_note(world, family, "elder")
    steps.report(world, family, "younger", SELF_HARM, [])
    pair.mongo.kill()
    pair.mongo.start()
    update = steps.share_progress(world, family, "younger")
    pair.kafka.kill()
    steps.sign(world, family, "elder", note, ABUSE, [family.father.person])
    pair.kafka.start()
    _all_told_and_nobody_else(pair, family)
    routine = steps.disclosure_of(world, family.mother, family.younger, update)
    for who in ("mother", "father"):
        _until_settled(pair, family, family.younger, routine, who)
        assert len(_letters(pair, family, family.younger, routine, who)) <= 1


def test_after_all_of_it_no_chain_is_broken_nothing_is_parked_and_all_end_cleanly(pair: RealPair) -> None:
    for family in (house("killed-engines"), house("killed-consent-worker"), house("killed-notifications-worker")):
        for service in ("consent", "notes", "goals", "notifications"):
            for child in (family.elder, family.younger):
                assert pair.world.read(service, f"/audit/{child}/verification", family.officer)["holds"]
    logs = "".join(path.read_text() for path in (pair.folder / "run" / "logs").iterdir())
    assert "stream.parked" not in logs
    assert set(pair.stop_services().values()) == {0}


def _all_told_and_nobody_else(pair: RealPair, family: Family) -> None:
    """The mother of the abuse, both parents of the self-harm; each ladder ends with somebody who read it."""
    world = pair.world
    abuse = _ended(pair, family, family.elder, "elder", "mother")
    harm = _ended(pair, family, family.younger, "younger", "father")
    _first_letter(pair, family, family.younger, harm, "mother")
    assert steps.inbox(world, family.father, family.elder) == []
    assert _letters(pair, family, family.elder, abuse, "father") == []
    theirs = {_number(one.reference) for place in family.places("father") for one in world.letters.newest_first(place)}
    assert theirs <= _notices(pair, family, family.younger, "father")


def _ended(pair: RealPair, family: Family, child: str, name: str, who: str) -> str:
    """The adult proves themselves, reads and acknowledges; the disclosure."""
    world, adult = pair.world, family.mother if who == "mother" else family.father
    concerns = world.read("notes", f"/children/{child}/concerns", family.therapist)["concerns"]
    assert len(concerns) == 1, "signed once, raised once"
    disclosure = steps.disclosure_of(world, adult, child, concerns[0]["concern"])
    proven = steps.prove(world, _first_letter(pair, family, child, disclosure, who), family.phone(who))
    told = steps.read_and_acknowledge(world, family, adult, proven)
    assert family.text(f"wording-{name}") in told["wording"]
    assert steps.ledger(world, family, child, disclosure)["ladder"]["state"] == "acknowledged"
    return disclosure


def _first_letter(pair: RealPair, family: Family, child: str, disclosure: str, who: str) -> Letter:
    """The mail of this disclosure to this adult, as soon as it is there."""
    return pair.world.until(lambda: _letters(pair, family, child, disclosure, who), bool)[0]


def _letters(pair: RealPair, family: Family, child: str, disclosure: str, who: str) -> list[Letter]:
    mine = {notice["notice"] for notice in _sent(pair, family, child, disclosure, who)}
    return [one for one in pair.world.letters.newest_first(family.mail(who)) if _number(one.reference) in mine]


def _until_settled(pair: RealPair, family: Family, child: str, disclosure: str, who: str) -> None:
    """Every notice has gone out, or it is known that nobody knows."""

    def states() -> set[str]:
        return {notice["state"] for notice in _sent(pair, family, child, disclosure, who)}

    pair.world.until(states, lambda seen: bool(seen) and not {"accepted", "dispatched"} & seen)


def _sent(pair: RealPair, family: Family, child: str, disclosure: str, who: str) -> list[Answer]:
    adults = steps.ledger(pair.world, family, child, disclosure)["adults"]
    return [notice for adult in adults if adult["person"] == family.id(who) for notice in adult["notices"]]


def _notices(pair: RealPair, family: Family, child: str, who: str) -> set[str]:
    """All notices of everything an adult was told of about a child."""
    adult = family.mother if who == "mother" else family.father
    told = [item["disclosure"] for item in steps.inbox(pair.world, adult, child)]
    return {notice["notice"] for one in told for notice in _sent(pair, family, child, one, who)}


def _number(reference: str) -> str:
    """The notice a message belongs to: mails name it before the domain."""
    return reference.partition("@")[0]
