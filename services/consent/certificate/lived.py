"""Part two: the properties over whole families, from the case to who bears a duty."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from contracts.codes import ConsentBasis, DisclosureClass, DutyBearer, DutyKind, Outcome, Severity
from contracts.consent import Duty
from services.consent.certificate.flags import NEVER_GIVEN, seen
from services.consent.certificate.households import (
    BEFORE_AND_AFTER,
    FIRST,
    ITEMS,
    NOW,
    SECOND,
    TODAY,
    household,
)
from services.consent.certificate.known import HIDDEN_FROM_ACCUSED, Known, law_leaves_open
from services.consent.certificate.violation import require
from services.consent.rules import duties as rules_of_duties
from services.consent.rules.case import Case, Item
from services.consent.rules.engine import Ruling, Rulings
from services.consent.rules.facts import ABUSE, GRAVE

C = DisclosureClass
OF_AGE, YOUNG = 18, 12  # years: majority and the age of detail in the families here
AGENCY, CLINIC = "agency", "clinic"
StandingBy = tuple[str | None, tuple[tuple[str, ...], ...]]
BACKSTOPS: tuple[StandingBy, ...] = (
    (AGENCY, (("on-call",),)),
    (None, ((FIRST,), (), (SECOND, "team"))),
    (SECOND, ((FIRST,),)),  # an adult of the family as agency and nobody else on call but the first
)
# One item of each sort that is read differently: everyday, ordered apart, covert, about nobody, about somebody.
TURNED_ROUND = tuple(
    item
    for item in ITEMS
    if item.disclosure_class in (C.FACT_OF_TREATMENT, C.GOALS_PROGRESS, C.SESSION_DETAIL)
    or (item.severity is not None and item.about in ((), (FIRST,)))
)
HOURS = {Severity.IMMINENT: 1, Severity.SERIOUS: 24}
Rules = Mapping[str, Ruling]


def lived(numbers: Iterable[int]) -> Counter[str]:
    """Counts over the households of these numbers; Violation at the first that breaks a property."""
    counts: Counter[str] = Counter()
    for number in numbers:
        views = [_family(case, number + place, counts) for place, case in enumerate(household(number))]
        for without, with_it in BEFORE_AND_AFTER:
            _unnoticed(views[without], views[with_it], counts, number)
    return counts


def _family(case: Case, number: int, counts: Counter[str]) -> list[Ruling]:
    """Everything about one family, counted; the first adult's answers in the order of ITEMS.

    `number` picks who stands by, so that each household meets all of BACKSTOPS over its dangers and items.
    """
    rulings = Rulings(case)
    _any_order(case, rulings, counts)
    known = {person: Known(case, person) for person in (FIRST, SECOND)}
    counts["families"] += 1
    view = []
    for place, item in enumerate(ITEMS):
        answers = rulings.rule_all(item, NOW, TODAY)
        _lawful(case, item, answers, known, counts)
        if item.severity in GRAVE:
            _somebody_told(rulings, item, answers, known, counts, BACKSTOPS[(number + place) % len(BACKSTOPS)])
        view.append(answers[FIRST])
    return view


def _any_order(case: Case, rulings: Rulings, counts: Counter[str]) -> None:
    """6: facts that arrived the other way round give the same answers. All else turns round with the dangers."""
    if len(case.dangers) < 2:
        return
    backwards = Rulings(_backwards(case))
    for item in TURNED_ROUND:
        answers = rulings.rule_all(item, NOW, TODAY)
        same = answers == backwards.rule_all(item, NOW, TODAY)
        require(same, 6, "the order of facts decides", (case, item, answers))
        counts["property 6"] += len(answers)


def _backwards(case: Case) -> Case:
    """The same facts as if they had arrived the other way round."""
    return replace(
        case,
        adults=case.adults[::-1],
        authorities=case.authorities[::-1],
        restrictions=case.restrictions[::-1],
        dangers=case.dangers[::-1],
        consents=case.consents[::-1],
        assents=case.assents[::-1],
        boundaries=case.boundaries[::-1],
    )


def _lawful(case: Case, item: Item, answers: Rules, known: Mapping[str, Known], counts: Counter[str]) -> None:
    """1: whoever is permitted has a basis, by what is known of them apart from the rules."""
    for person, ruling in answers.items():
        counts[f"outcome {ruling.outcome.value}"] += 1
        if ruling.outcome is Outcome.PERMIT:
            why = _missing(case, item, known[person], known)
            require(why is None, 1, f"permitted, though {why}", (person, item, case, ruling))
            counts["property 1"] += 1


def _missing(case: Case, item: Item, own: Known, known: Mapping[str, Known]) -> str | None:
    """What is missing for a permit, or speaks against one."""
    cls, agreed = item.disclosure_class, own.child_agrees
    spoken = any(who != own.person and known[who].has_a_say(item) for who in own.permitting & known.keys())
    alone = case.basis is ConsentBasis.MINOR and case.age < OF_AGE
    harm = cls is C.SAFETY_CONCERN and item.severity in GRAVE
    young = own.legal and not case.agreement and case.age < YOUNG
    reasons = (
        (own.against(item), "something speaks against this adult"),
        (cls in NEVER_GIVEN, "no adult of the family is ever given this"),
        (case.pack is None, "the law is not known"),
        (own.contradicted, "the custody papers contradict each other"),
        (own.legal and not own.carer, "nobody has verified the authority"),
        (not (own.carer or agreed or spoken), "this adult is nothing to the child and nobody has agreed"),
        (case.age >= OF_AGE and not agreed, "the patient is of age and has not agreed"),
        (alone and not harm and not agreed and not law_leaves_open(case), "the minor's law keeps it"),
        (cls is C.SESSION_DETAIL and not (agreed or young), "session detail needs a basis of its own"),
    )
    return next((words for holds, words in reasons if holds), None)


def _somebody_told(
    rulings: Rulings,
    item: Item,
    answers: Rules,
    known: Mapping[str, Known],
    counts: Counter[str],
    standing_by: StandingBy,
) -> None:
    """2: of grave harm somebody hears in time; nobody against whom something speaks bears the duty."""
    agency, groups = standing_by
    asked = {*(person for group in groups for person in group), *((agency,) if agency else ())}
    out = rulings.barred(asked, item, NOW, TODAY)
    backstop = rules_of_duties.standing_by(out, agency, groups, CLINIC)
    found = rules_of_duties.duties(item, answers, backstop, NOW)
    why = _untold(item, found, answers, known) or _kept_from_carers(rulings.prepared.case, item, answers, known)
    require(why is None, 2, why or "", (item, standing_by, found, rulings.prepared.case))
    counts["property 2"] += 1
    for duty in found:
        counts[f"{duty.kind.value} by {duty.bearer.value}"] += 1


def _untold(item: Item, found: tuple[Duty, ...], answers: Rules, known: Mapping[str, Known]) -> str | None:
    """What is wrong with these duties."""
    latest = NOW + timedelta(hours=HOURS.get(item.severity, 0) if item.severity else 0)
    told = {person for duty in found for person in duty.persons}
    asked = any(ruling.outcome is Outcome.ESCALATE for ruling in answers.values())
    permitted = {person for person, ruling in answers.items() if ruling.outcome is Outcome.PERMIT}
    reasons = (
        (not any(duty.kind is DutyKind.INFORM for duty in found), "nobody is told of grave harm"),
        (not all(duty.persons for duty in found), "a duty ends at nobody"),
        (any(duty.due > latest for duty in found), "a duty is due too late"),
        (any(known[who].against(item) for who in told & known.keys()), "somebody accused or excluded bears a duty"),
        (item.concern_kind in ABUSE and not any(d.kind is DutyKind.REPORT for d in found), "abuse is not reported"),
        (asked and not any(d.bearer is DutyBearer.ON_CALL for d in found), "a question without a human to answer it"),
        (not permitted <= told, "somebody permitted is not told"),
    )
    return next((words for holds, words in reasons if holds), None)


def _kept_from_carers(case: Case, item: Item, answers: Rules, known: Mapping[str, Known]) -> str | None:
    """A safe carer is told of grave harm, or a human is asked, where the care is not the minor's own."""
    if case.basis is ConsentBasis.MINOR or case.age >= OF_AGE:
        return None
    kept = any(
        ruling.outcome is Outcome.WITHHOLD and known[person].carer and not known[person].against(item)
        for person, ruling in answers.items()
    )
    return "a safe carer is not told of grave harm" if kept else None


def _unnoticed(before: list[Ruling], after: list[Ruling], counts: Counter[str], number: int) -> None:
    """3: the first adult's answers with the allegation are those without it, and what is covert is shut."""
    for item, without, with_it in zip(ITEMS, before, after, strict=True):
        if item.disclosure_class in HIDDEN_FROM_ACCUSED:
            require(not seen(with_it)[0], 3, "the accused is shown what is covert", (number, item, with_it))
            counts["closed by an allegation"] += seen(without)[0]
        else:
            same = seen(without) == seen(with_it)
            require(same, 3, "the accused can see that there is an allegation", (number, item, without, with_it))
        counts["property 3"] += 1
