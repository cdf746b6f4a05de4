"""A therapist's line: with a reason, an end or not, and a day to look again. It can be drawn anew, never stretched."""

from dataclasses import replace
from datetime import datetime, timedelta

from contracts.codes import BasisChange
from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.commands import LiftBoundary, RenewBoundary, SetBoundary
from services.consent.decisions import evidence
from services.consent.decisions.evidence import moved, recorded
from services.consent.decisions.facts import ended, found, in_order, one_more
from services.consent.decisions.trails import Act, Subject, begun, grown, with_trails
from services.consent.model import FactSort, Family, StepKind, Trail
from services.consent.rules.case import Boundary

REVIEW = timedelta(days=90)  # a line is part of a treatment plan, and those are revised each quarter


def draw(family: Family, command: SetBoundary, id: str, act: Act) -> Decision:
    """A new line, which is looked at again at its end at the latest."""
    review = _review(command.since, command.until, command.review)
    made = evidence.set_boundary(family, replace(command, review=review), id)
    step = act.step(StepKind.RECORDED, command.reason)
    return with_trails(made, begun(family, _subject(id, command.person), step, review))


def renew(family: Family, trail: Trail | None, command: RenewBoundary, id: str, act: Act) -> Decision:
    """A new line from now on instead of the old one, which may have expired; what it said when stays on record."""
    in_order(act.at, command.until)
    old = found(family.boundaries, command.boundary, "boundary")
    if trail is not None and trail.superseded:
        raise Invalid("superseded", {"boundary": ["superseded"]})
    review = _review(act.at, command.until, command.review)
    new = replace(old, id=id, reason=command.reason, since=act.at, until=command.until, review=review)
    over = ended(family.boundaries, old, max(old.since, act.at))
    change = moved(
        replace(family, boundaries=one_more(over, new)), BasisChange.BOUNDARY, "renewed", new.person, act.at
    )
    gone = act.step(StepKind.RENEWED, command.reason, refers=id, until=old.until)
    return with_trails(
        recorded(change, {"boundary": id, "superseded": old.id}),
        grown(trail, family, _of(old), gone),
        begun(family, _of(new), act.step(StepKind.RECORDED, command.reason, refers=old.id), review),
    )


def lift(family: Family, trail: Trail | None, command: LiftBoundary, act: Act) -> Decision:
    """The line ends now. One that has expired is put away: nothing changes but that nobody is asked to look again."""
    line = found(family.boundaries, command.boundary, "boundary")
    gone = grown(trail, family, _of(line), act.step(StepKind.ENDED, command.reason, until=line.until))
    reply = {"boundary": line.id}
    if line.until is not None and line.until <= act.at:
        return Decision(changes=(gone,), reply={**reply, "position": family.position}, facts=reply)
    after = replace(family, boundaries=ended(family.boundaries, line, max(line.since, act.at)))
    return with_trails(recorded(moved(after, BasisChange.BOUNDARY, "lifted", line.person, act.at), reply), gone)


def _review(since: datetime, until: datetime | None, wanted: datetime | None) -> datetime:
    """The day asked for, else a quarter from the beginning; a line that ends is looked at by then."""
    if wanted is not None and wanted <= since:
        raise Invalid("review-before-it-begins", {"review": ["before-since"]})
    review = since + REVIEW if wanted is None else wanted
    return review if until is None else min(review, until)


def _of(line: Boundary) -> Subject:
    return _subject(line.id, line.person)


def _subject(id: str, person: str | None) -> Subject:
    return Subject(id=id, sort=FactSort.BOUNDARY, person=person)
