"""The main job over HTTP on a real MongoDB and a real Kafka, every service as its own API and worker process."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from contracts.topics import SERVICES
from deploy.tour.browser import Browser
from kernel.bus.kafka import KafkaBus
from kernel.clock import to_text
from tests.e2e import canary
from tests.e2e import family as steps
from tests.e2e.family import ABUSE, CODE, LINK, SELF_HARM, Answer, Family
from tests.e2e.realpair import RealPair, real_pair

pytestmark = [pytest.mark.real, pytest.mark.slow]
HOUSE = Family("house-of-the-canaries", "network-of-canaries", "clinic-of-canaries")
TOLD = "Thank you, I call you at once. "


@dataclass
class Told:
    """What happened, step by step, for the tests to look at."""

    pair: RealPair
    preview: Answer
    abuse: str  # disclosure
    words_shown: bool
    harm: str
    read_by_father: Answer
    update: str
    father_before_harm: int  # messages to him


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The whole job, once; the tests only look."""
    with real_pair(tmp_path_factory.mktemp("pair")) as pair:
        yield _everything(pair)


def _everything(pair: RealPair) -> Told:
    world, about = pair.world, [HOUSE.father.person]
    steps.open_clinic(world, HOUSE)
    steps.register(world, HOUSE)
    seen = steps.preview(world, HOUSE, "elder", ABUSE, about)
    concern = steps.report(world, HOUSE, "elder", ABUSE, about)
    words_shown = _mother_reads_and_answers(pair)
    abuse = steps.disclosure_of(world, HOUSE.mother, HOUSE.elder, concern)
    father_before_harm = len(_to_father(pair))
    concern = steps.report(world, HOUSE, "younger", SELF_HARM, [])
    proven = steps.prove(world, world.letter(HOUSE.mail("father")), HOUSE.phone("father"))
    read = steps.read_and_acknowledge(world, HOUSE, HOUSE.father, proven)
    world.letter(HOUSE.mail("mother"), after=_first_to_mother(pair))
    harm = steps.disclosure_of(world, HOUSE.mother, HOUSE.younger, concern)
    _order_against_father(pair)
    update = steps.disclosure_of(world, HOUSE.mother, HOUSE.younger, steps.share_progress(world, HOUSE, "younger"))
    return Told(pair, seen, abuse, words_shown, harm, read, update, father_before_harm)


def _mother_reads_and_answers(pair: RealPair) -> bool:
    """On the pages, as a parent does: link, code on the telephone, words, acknowledgement, answer."""
    letter = pair.world.letter(HOUSE.mail("mother"))
    link, browser = LINK.search(letter.text), Browser(pair.processes.url)
    assert link is not None
    browser.open(link.group()).open(link.group()).send("/code", way="message")
    code = CODE.search(pair.world.letter(HOUSE.phone("mother")).text)
    assert code is not None
    browser.send("/proof", code=code.group())
    shown = browser.shows(HOUSE.text("wording-elder"))
    browser.send("/acknowledgement").send("/answer", words=TOLD + HOUSE.text("answer"))
    browser.close()
    return shown


def _first_to_mother(pair: RealPair) -> int:
    return min(one.number for one in pair.world.letters.newest_first(HOUSE.mail("mother")))


def _order_against_father(pair: RealPair) -> None:
    """A court order comes in for the younger child."""
    body = {
        "person": HOUSE.father.person, "kind": "protective-order", "source": "protective-order",
        "since": to_text(pair.world.clock.now()), "until": None,
    }  # fmt: skip
    pair.world.do("consent", f"/children/{HOUSE.younger}/restrictions", HOUSE.therapist, body)


def _to_father(pair: RealPair) -> list[str]:
    letters = pair.world.letters
    return [one.reference for place in HOUSE.places("father") for one in letters.newest_first(place)]


def test_the_preview_says_who_will_be_told_and_who_not(told: Told) -> None:
    outcomes = {adult["person"]: adult["outcome"] for adult in told.preview["adults"]}
    assert outcomes == {HOUSE.mother.person: "permit", HOUSE.father.person: "withhold"}


def test_the_mother_reads_the_words_and_the_ladder_ends_with_her(told: Told) -> None:
    ledger = steps.ledger(told.pair.world, HOUSE, HOUSE.elder, told.abuse)
    mother = next(adult for adult in ledger["adults"] if adult["person"] == HOUSE.mother.person)
    assert told.words_shown
    assert ledger["ladder"]["state"] == "acknowledged"
    assert ledger["ladder"]["ended_by"] == HOUSE.mother.person
    assert mother["acknowledged_at"] is not None
    assert [HOUSE.text("answer") in answer["words"] for answer in mother["answers"]] == [True]


def test_the_father_named_in_the_concern_meets_nothing_anywhere(told: Told) -> None:
    world, child = told.pair.world, HOUSE.elder
    there = world.get("notifications", f"/children/{child}/disclosures/{told.abuse}/mine", HOUSE.father)
    nowhere = world.get("notifications", f"/children/{child}/disclosures/{'0' * 32}/mine", HOUSE.father)
    assert told.father_before_harm == 0
    assert (there.status_code, there.json()["code"]) == (404, nowhere.json()["code"])
    assert steps.inbox(world, HOUSE.father, child) == []


def test_both_parents_are_told_of_the_other_child(told: Told) -> None:
    ledger = steps.ledger(told.pair.world, HOUSE, HOUSE.younger, told.harm)
    assert {adult["outcome"] for adult in ledger["adults"] if adult["told_at"]} <= {"permit", "withhold"}
    assert sum(adult["told_at"] is not None for adult in ledger["adults"]) == 2
    assert HOUSE.text("wording-younger") in told.read_by_father["wording"]
    assert ledger["ladder"]["ended_by"] == HOUSE.father.person


def test_after_the_order_the_father_loses_what_he_could_read_and_hears_no_news(told: Told) -> None:
    world, child = told.pair.world, HOUSE.younger
    ledger = steps.ledger(world, HOUSE, child, told.update)
    notices = {adult["person"]: adult["notices"] for adult in ledger["adults"]}
    assert notices[HOUSE.father.person] == []
    assert [notice["state"] for notice in notices[HOUSE.mother.person]] == ["provider-accepted"]
    assert steps.inbox(world, HOUSE.father, child) == []
    mine = world.get("notifications", f"/children/{child}/disclosures/{told.harm}/mine", HOUSE.father)
    assert mine.status_code == 410


def test_every_audit_chain_of_every_service_holds(told: Told) -> None:
    for service in ("consent", "notes", "goals", "notifications"):
        for child in (HOUSE.elder, HOUSE.younger):
            answer = told.pair.world.read(service, f"/audit/{child}/verification", HOUSE.officer)
            assert answer["holds"], f"{service} breaks at {answer['broken_at']}"


def test_nothing_confidential_is_left_anywhere_and_every_process_ends_cleanly(told: Told) -> None:
    """Last in this module: everything is stopped, so that the engines' files are whole."""
    pair, world = told.pair, told.pair.world
    addresses = [f"http://127.0.0.1:{pair.processes.ports[role]}" for role in pair.processes.roles]
    bus = KafkaBus(pair.kafka.bootstrap, "canary")
    places = {**canary.in_metrics(addresses), **canary.in_topics(bus, "canary"), "addresses": _addresses(pair)}
    bus.close()
    exits = pair.stop_services()
    pair.mongo.stop()
    places |= canary.in_messages(world.letters.after(0)) | canary.in_files(pair.folder, ("kafka", "mailbox"))
    assert canary.found(places, HOUSE.confidential()) == []
    _each_place_was_really_searched(places)
    assert set(exits.values()) == {0}, exits
    assert set(exits) == {(name, part) for name in SERVICES for part in ("api", "worker")}


def _addresses(pair: RealPair) -> bytes:
    return "\n".join(pair.world.asked).encode()


def _each_place_was_really_searched(places: canary.Places) -> None:
    """What is rightly there is found there: pseudonyms in topics, documents and addresses, words in messages."""
    child = {"child": HOUSE.elder}
    hits = canary.found(places, child)
    assert "child in topic alliance.consent" in hits
    assert "child in addresses" in hits
    assert any(hit.startswith("child in mongo/db/") for hit in hits)
    assert canary.found({"messages": places["messages"]}, {"link": "/m/", "code": "Your code is"}) != []
    logs = {place: content for place, content in places.items() if place.startswith("run/logs/")}
    assert len(logs) == 2 * len(SERVICES)
    assert len(canary.found(logs, {"event": "worker.st"})) == len(SERVICES)
    assert canary.found(places, {"metric": "alliance_commands_total"}) != []
