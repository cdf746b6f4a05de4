"""Part one: the properties over every combination of flags. What must hold is said here apart from the rules."""

from collections import Counter
from typing import NamedTuple

from contracts.codes import DangerState, DisclosureClass, Outcome
from services.consent.certificate.tree import changed, leaves
from services.consent.certificate.violation import require
from services.consent.rules import engine
from services.consent.rules.engine import Ruling
from services.consent.rules.facts import COVERT, Facts, Said, Standing
from services.consent.rules.packs import ParentInformation
from services.consent.rules.tables import SUMMARY_ONLY, Verdict

C = DisclosureClass
NEVER_GIVEN = frozenset({C.PSYCHOTHERAPY_NOTE, C.THIRD_PARTY})
LAW_LEAVES_OPEN = frozenset({ParentInformation.PERMITTED, ParentInformation.REQUIRED})


class Checked(NamedTuple):
    """The outcome of a leaf and the properties that had something to say about it."""

    outcome: Outcome
    properties: tuple[int, ...]


def walked(cls: DisclosureClass) -> Counter[str]:
    """Counts over all flags for one class of item; Violation at the first combination that breaks a property."""
    counts: Counter[str] = Counter()
    for leaf in leaves(checked, item_class=cls):
        counts["leaves"] += 1
        counts["points"] += leaf.points
        counts[f"outcome {leaf.result.outcome.value}"] += leaf.points
        for number in leaf.result.properties:
            counts[f"property {number}"] += leaf.points
    return counts


def checked(facts: Facts) -> Checked:
    """The ruling, after everything that must hold of it."""
    ruling = engine.settled(facts)
    spoke = (_lawful(facts, ruling), _somebody_told(facts, ruling), _unnoticed(facts, ruling), _ordered(facts, ruling))
    return Checked(ruling.outcome, tuple(number for number in spoke if number))


def _lawful(facts: Facts, ruling: Ruling) -> int:
    """1: what is permitted has a basis, and nothing speaks against this person."""
    if ruling.outcome is not Outcome.PERMIT:
        return 0
    require(not _against(facts), 1, "permitted against an order, a judgement or a flag", ruling)
    require(facts.law_known and not _doubtful(facts), 1, "permitted on papers that are in doubt", ruling)
    spoken = facts.child_yes is Said.VERIFIED or facts.guardians_yes is Said.VERIFIED
    require(facts.standing >= Standing.CARE or spoken, 1, "permitted to who is nothing to the child", ruling)
    require(not facts.grown or facts.child_yes is Said.VERIFIED, 1, "an adult patient has not agreed", ruling)
    if not (facts.item_class is C.SAFETY_CONCERN and facts.grave):
        require(not _minors_secret(facts), 1, "the minor's law keeps it from everybody", ruling)
    if facts.item_class is C.SESSION_DETAIL:
        require(facts.child_yes is Said.VERIFIED or _young(facts), 1, "session detail without a basis", ruling)
    return 1


def _against(facts: Facts) -> bool:
    ordered = facts.protective or facts.restricted or facts.terminated or facts.named
    harmful = facts.danger is DangerState.SUBSTANTIATED
    covert = facts.danger is DangerState.ALLEGED and facts.item_class in COVERT
    return facts.item_class in NEVER_GIVEN or ordered or harmful or covert


def _doubtful(facts: Facts) -> bool:
    return facts.contradictory or (facts.standing >= Standing.CARE and not facts.verified)


def _minors_secret(facts: Facts) -> bool:
    """The minor consented alone, has not agreed, and no law that is known and applies leaves it open to a parent."""
    alone = facts.alone and not facts.grown and facts.child_yes is not Said.VERIFIED
    applies = facts.law_verified and facts.recognised
    return alone and not (applies and facts.information in LAW_LEAVES_OPEN)


def _young(facts: Facts) -> bool:
    """A legal guardian of a young child who has no agreement that sessions stay private."""
    return facts.standing is Standing.LEGAL and not facts.agreement and not facts.detail_age


def _somebody_told(facts: Facts, ruling: Ruling) -> int:
    """2: of a grave concern whoever safely cares for the child is told, or a human is asked; never silence."""
    if not (facts.item_class is C.SAFETY_CONCERN and facts.grave) or facts.alone or facts.grown:
        return 0
    if facts.standing < Standing.CARE or _against(facts):
        return 0
    require(ruling.outcome is not Outcome.WITHHOLD, 2, "a safe carer is not told of grave harm", ruling)
    return 2


def _unnoticed(facts: Facts, ruling: Ruling) -> int:
    """3: an allegation changes nothing that its adult can see, and what is covert is closed to them."""
    if facts.item_class in COVERT:
        hidden = facts.danger is not DangerState.ALLEGED or ruling.outcome is Outcome.WITHHOLD
        require(hidden, 3, "the accused is shown what is covert", ruling)
        return 3 if facts.danger is DangerState.ALLEGED else 0
    if facts.danger is not None:
        return 0
    after = engine.settled(changed(facts, danger=DangerState.ALLEGED))
    require(seen(after) == seen(ruling), 3, "the accused can see that there is an allegation", (ruling, after))
    return 3


def seen(ruling: Ruling) -> tuple[bool, bool]:
    """What the person concerned can tell: whether it is shown, and whether as a summary."""
    shown = ruling.outcome is Outcome.PERMIT
    return shown, shown and SUMMARY_ONLY in ruling.obligations


def _ordered(facts: Facts, ruling: Ruling) -> int:
    """6: within the rank that decides a no wins, whatever the order of its rules; a doubt makes no yes of a no."""
    rules = engine.fired(facts)
    if not rules:
        require(ruling.outcome is Outcome.WITHHOLD, 6, "no rule speaks, and yet it is not withheld", ruling)
        return 6
    verdict, codes = engine.combined(rules)
    again, others = engine.combined(list(reversed(rules)))
    same = verdict is again and sorted(codes) == sorted(others)
    require(same, 6, "the order of the rules decides", (verdict, again, codes, others))
    said_no = any(item.verdict is Verdict.DENY for item in rules)
    require(said_no == (ruling.outcome is Outcome.WITHHOLD), 6, "a no does not win", (codes, ruling))
    return 6
