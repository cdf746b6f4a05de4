"""One class of item at one moment: orders, lines and words that bear on it, and what they mean for each person.

Every flag is a question over a whole collection (`any`, `all`, distinct persons), so that the order in which facts were
recorded cannot matter.
"""

from collections.abc import Collection, Set
from datetime import datetime

from contracts.codes import AuthorityKind, ConcernKind, ConsentStatus
from services.consent.rules.case import CHILD, Case, Consent, Item, Provision, RestrictionKind
from services.consent.rules.facts import COVERT, GRAVE, THREATS, OfItem, OfMatter, Said
from services.consent.rules.packs import HarmNotice
from services.consent.rules.standing import Around

PROTECTIVE, COURT = RestrictionKind.PROTECTIVE_ORDER, RestrictionKind.COURT_ORDER


class Matter:
    """A class of item and those whom the item is about; what was found of a person is kept."""

    def __init__(self, case: Case, at: datetime, around: Around, item: Item) -> None:
        self.case, self.around, self.about = case, around, item.about
        self.cls = cls = item.disclosure_class
        self.withheld = cls in case.policy.withheld
        self.orders = {
            (order.person, order.kind)
            for order in case.restrictions
            if order.holds(at) and (not order.classes or cls in order.classes)
        }
        self.accused = around.suspected.union(item.about) if item.about else around.suspected
        self.consents = [
            said
            for said in case.consents
            if said.status is ConsentStatus.ACTIVE and cls in said.classes and said.holds(at)
        ]
        self.assents = [said for said in case.assents if said.holds(at) and (not said.classes or cls in said.classes)]
        self.lines = {
            line.person for line in case.boundaries if line.holds(at) and (not line.classes or cls in line.classes)
        }
        said = bool(self.consents or self.assents)
        self.deciding = {who for who in around.legal if not self._silenced(who)} if said else set()
        self._known: dict[str, OfMatter] = {}

    def of_item(self, item: Item) -> OfItem:
        """What the item is; of this class, about these persons."""
        notice = notice_of(self.case, item.concern_kind)
        return OfItem(self.cls, item.severity in GRAVE, item.child_told, notice, self.withheld)

    def of(self, person: str) -> OfMatter:
        """What stands between this person and the matter."""
        found = self._known.get(person)
        if found is None:
            found = self._known[person] = self._of(person)
        return found

    def _of(self, person: str) -> OfMatter:
        protected = AuthorityKind.PROTECTIVE_ORDER in self.around.kinds_of(person)
        stands = (
            protected or (person, PROTECTIVE) in self.orders,
            (person, COURT) in self.orders,
            person in self.about,
            bool(self.accused) and self.around.shares_a_home(person, self.accused),
            person in self.lines or None in self.lines,
        )
        return OfMatter(*stands, *(self._said_for(person) if self.consents or self.assents else NOTHING_SAID))

    def _said_for(self, person: str) -> "tuple[Said, bool, Said, bool, bool]":
        """What child and guardians said: child's yes, child's no, guardians' yes, one still missing, one against."""
        others = self.deciding - {person}
        heard = [said for said in self.consents if said.grantee == person]
        agreed = _by(heard, Provision.PERMIT, others)
        return (
            self._child_yes(person, heard),
            self._child_no(person, heard),
            _strongest(agreed),
            self.around.jointly and not others <= {said.grantor for said in agreed},
            bool(_by(heard, Provision.DENY, others)),
        )

    def _silenced(self, person: str) -> bool:
        """Whose word about others does not count: restricted, ended, found to be the source of harm.

        Under a mere allegation the word still counts where the allegation must not show.
        """
        ordered = (person, PROTECTIVE) in self.orders or (person, COURT) in self.orders
        doubted = self.accused if self.cls in COVERT else self.around.substantiated
        return ordered or person in doubted or person in self.about or self.around.ended(person)

    def _child_yes(self, person: str, heard: Collection[Consent]) -> Said:
        if any(said.agrees and said.person in (None, person) for said in self.assents):
            return Said.VERIFIED
        return _strongest(_by(heard, Provision.PERMIT, {CHILD}))

    def _child_no(self, person: str, heard: Collection[Consent]) -> bool:
        objects = any(not said.agrees and said.person in (None, person) for said in self.assents)
        return objects or bool(_by(heard, Provision.DENY, {CHILD}))


NOTHING_SAID = (Said.NOTHING, False, Said.NOTHING, False, False)


def notice_of(case: Case, concern: ConcernKind | None) -> HarmNotice:
    """A statute's `shall` speaks of threats of harm; for other grave concerns it leaves a judgement."""
    pack = case.pack
    if case.policy.part2:
        return HarmNotice.INCAPABLE
    if pack is None or not pack.verified:
        return HarmNotice.UNKNOWN
    if pack.harm_notice is HarmNotice.SHALL and concern not in THREATS:
        return HarmNotice.MAY
    return pack.harm_notice


def _by(heard: Collection[Consent], provision: Provision, grantors: Set[str]) -> list[Consent]:
    return [said for said in heard if said.provision is provision and said.grantor in grantors]


def _strongest(consents: Collection[Consent]) -> Said:
    return max((Said.VERIFIED if said.verified else Said.UNVERIFIED for said in consents), default=Said.NOTHING)
