"""Words for every code: for staff with the ground in law or practice, for the person concerned without any of it.

What a recipient reads depends on the answer alone: withheld and undecided read the same, whatever the reason, so that
no report, other adult or hidden item shows through. Another language is another table with the same keys.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.codes import Outcome
from services.consent.rules.engine import Ruling
from services.consent.rules.packs import Pack
from services.consent.rules.tables import SUMMARY_ONLY

PACK = "pack"
"""Stands for the citation of the jurisdiction's pack."""


@dataclass(frozen=True, slots=True)
class Words:
    """One plain sentence and where the rule comes from."""

    staff: str
    citation: str


RULES: Mapping[str, Words] = {
    "psychotherapy-note": Words(
        "Psychotherapy notes are for their author alone and are never shared with an adult of the family.",
        "45 CFR 164.501, 164.508(a)(2)",
    ),
    "third-party-information": Words(
        "What concerns another person is never passed on.", "45 CFR 164.524(a)(2)(v); clinic policy"
    ),
    "protective-order": Words(
        "A protective order is in force against this adult.", "order on file; 45 CFR 164.502(g)(5)"
    ),
    "court-restriction": Words("A court order keeps this from this adult.", "order on file"),
    "rights-terminated": Words("This adult's parental rights have ended.", "order on file; 45 CFR 164.502(g)(3)"),
    "abuse-substantiated": Words(
        "Harm to the child by this adult has been substantiated.", "45 CFR 164.502(g)(5), 164.512(b)(1)(ii)"
    ),
    "abuse-alleged": Words(
        "This adult is said to have harmed the child and must not learn of the concern or of a report.",
        "45 CFR 164.502(g)(5), 164.512(c)(2)",
    ),
    "named-in-concern": Words("The concern is about this adult.", "45 CFR 164.502(g)(5), 164.512(c)(2)"),
    "harm-inform-guardian": Words(
        "Serious harm is feared: a guardian who can keep the child safe is told.", "45 CFR 164.502(g)(1), 164.512(j)"
    ),
    "harm-notice-shall": Words("The law here obliges the clinic to tell a parent of a threat of serious harm.", PACK),
    "harm-notice-may": Words(
        "The law here allows telling a parent of serious harm but leaves it to professional judgement: please decide.",
        PACK,
    ),
    "harm-child-incapable": Words(
        "The child lacks the capacity for a rational choice, and the threat is serious: a parent may be told.",
        "42 CFR 2.14(c)",
    ),
    "harm-child-capable": Words(
        "The child can make a rational choice; without the child's written consent no parent is told.",
        "42 CFR 2.14(b), (c)",
    ),
    "harm-law-unknown": Words(
        "What the law here says about telling a parent of serious harm has not been verified: please decide.", PACK
    ),
    "harm-grown": Words(
        "The patient is of age; who can prevent the harm may be told by professional judgement: please decide.",
        "45 CFR 164.512(j)(1)(i)",
    ),
    "child-is-adult": Words("The patient is of age and has not agreed.", "45 CFR 164.502(g)(2)"),
    "minor-consent-protected": Words(
        "The minor consented alone; here even the fact of treatment is protected without the minor's agreement.", PACK
    ),
    "minor-consent-discretion": Words(
        "The minor consented alone; the law here leaves informing a parent to professional judgement: please decide.",
        PACK,
    ),
    "minor-consent-detail": Words("The minor consented alone and has not agreed to share what was said.", PACK),
    "minor-law-unverified": Words(
        "The minor consented alone, and what a parent may know here has not been verified: please decide.", PACK
    ),
    "minor-consent-not-recognised": Words(
        "The minor consented alone, but at this age the law here does not recognise that: please decide.", PACK
    ),
    "child-yes-unverified": Words(
        "There is a consent in the child's name, but nobody has verified that the child gave it.", "clinic policy"
    ),
    "therapist-boundary": Words("A boundary set by the therapist applies.", "45 CFR 164.524(a)(3); clinic policy"),
    "child-objects": Words("The child does not want this shared.", "clinic policy; child's assent"),
    "child-objects-recipient": Words("The child does not want this person to be told.", "child's assent"),
    "child-objects-safety": Words(
        "The child does not want a guardian to be told of the concern: please decide.", "clinic policy"
    ),
    "confidentiality-agreement": Words(
        "The parents agreed at intake that what is said in sessions stays with the child unless the child agrees.",
        "45 CFR 164.502(g)(3)(i)(C)",
    ),
    "child-yes-unproven": Words(
        "There is a consent to share session detail in the child's name that nobody has verified.", "clinic policy"
    ),
    "child-agrees": Words("The child has agreed.", "child's assent; 45 CFR 164.508"),
    "guardians-disagree": Words(
        "Guardians of equal rank disagree: please decide, and share no more than a summary.", "clinic policy"
    ),
    "joint-consent-missing": Words(
        "Guardians must consent jointly here, and not all of them have.", "custody order on file"
    ),
    "guardian-consent-unverified": Words("A guardian's consent has not been verified.", "clinic policy"),
    "guardians-consent": Words("A guardian has consented to this recipient.", "45 CFR 164.508, 164.510(b)"),
    "clinic-withholds": Words("The clinic does not share this by default.", "clinic policy"),
    "legal-guardian": Words("A legal guardian represents the child.", "45 CFR 164.502(g)(3)"),
    "day-to-day-carer": Words("Cares for the child from day to day.", "45 CFR 164.510(b); placement on file"),
    "detail-young-child": Words(
        "A legal guardian of a young child, with no confidentiality agreement.", "45 CFR 164.502(g)(3), 164.524"
    ),
    "detail-older-child": Words(
        "The child has reached the age at which session detail is no longer shared by default: please decide.",
        "45 CFR 164.502(g)(3)(ii); clinic policy",
    ),
    "report-judgement": Words(
        "Whether a guardian learns that a report exists is a professional judgement: please decide.",
        "45 CFR 164.512(c)(2)",
    ),
    "contact-judgement": Words(
        "This adult has contact only; whether they may know this differs: please decide.", "custody order on file"
    ),
    "no-authority-on-record": Words(
        "Nobody with authority for the child is on record: please find out who has.", "clinic policy"
    ),
    "unknown-jurisdiction": Words("No rules are on file for this jurisdiction: please decide.", "clinic policy"),
    "contradictory-custody": Words(
        "The custody documents on file contradict each other: please have them checked.", "clinic policy"
    ),
    "lives-with-accused": Words(
        "This adult lives, or may live, with the person the harm is said to come from: please decide.",
        "45 CFR 164.512(c)(2)(ii)",
    ),
    "authority-unverified": Words("This adult's authority has not been verified.", "45 CFR 164.514(h)"),
    "default-deny": Words("Nothing on file permits this.", "default of the system"),
    "care-team": Words("A member of staff who looks after the child.", "45 CFR 164.506(c)"),
    "on-call": Words("Called to act in this matter, for as long as it is open.", "45 CFR 164.506(c), 164.512(j)"),
    "not-in-care": Words("Not a member of staff who looks after the child.", "45 CFR 164.502(b)"),
    "author-only": Words("A psychotherapy note is open to its author alone.", "45 CFR 164.508(a)(2)"),
}

OBLIGATIONS: Mapping[str, str] = {
    "tell-child-first": "Tell the child before the adult is told.",
    SUMMARY_ONLY: "Share a summary only.",
    "staff-second-check": "A second member of staff checks the documents first.",
    "legal-review": "A court order grants this adult authority: have the exclusion reviewed.",
    "reroute": "The duty to inform goes to somebody else.",
}

READER_SEES = "You can see this."
READER_SEES_SUMMARY = "You can see a summary of this."
READER_SEES_NOTHING = "There is nothing to show here. If you have a question, please ask the clinic."


def staff_words(ruling: Ruling, pack: Pack | None) -> list[str]:
    """One sentence per rule with its citation, then the obligations."""
    said = [f"{RULES[code].staff} [{_citation(RULES[code], pack)}]" for code in ruling.rules]
    return said + [OBLIGATIONS[code] for code in ruling.obligations]


def _citation(words: Words, pack: Pack | None) -> str:
    if words.citation != PACK:
        return words.citation
    return "no rules on file" if pack is None else f"{pack.jurisdiction}: {pack.citation}; {pack.status.value}"


def reader_words(outcome: Outcome, obligations: Iterable[str]) -> str:
    """What the person concerned may read about the answer."""
    if outcome is not Outcome.PERMIT:
        return READER_SEES_NOTHING
    return READER_SEES_SUMMARY if SUMMARY_ONLY in obligations else READER_SEES
