"""What answers to an instrument lead to: a score by its published rule, and what a clinician must look at."""

from collections.abc import Sequence
from datetime import datetime
from statistics import fmean

from contracts.goals import AllianceRuptured, AnswerFlagged
from kernel.auth.principal import Kind, Principal
from kernel.contract import Event
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from kernel.kind import Sealed
from services.goals.commands import RecordMeasurement
from services.goals.decisions.voices import own_or_child
from services.goals.model.clinic import ClinicRules
from services.goals.model.instrument import INSTRUMENTS, Instrument, Part, Subscale
from services.goals.model.measurement import Measurement, Subtotal
from services.goals.model.voice import Voice

EARLIER_MIN = 2  # one earlier answer is no mean
SERIES_MAX = 200  # answers that a mean looks back on


def instrument_of(code: str, version: int) -> Instrument:
    """A published version; Invalid names what is unknown."""
    found = INSTRUMENTS.get((code, version))
    if found is None:
        known = any(code == other for other, _ in INSTRUMENTS)
        raise Invalid("unknown-instrument", {"version" if known else "instrument": ["unknown"]})
    return found


def require_fitting(command: RecordMeasurement, instrument: Instrument, voice: Voice, rules: ClinicRules) -> None:
    """One value or a blank for each part, each in its range; a licence where one is needed; a fitting informant."""
    if instrument.licensed and not rules.licensed(instrument.code):
        raise Forbidden("no-licence")
    faults: dict[str, list[str]] = {}
    if voice not in instrument.informants:
        faults["voice"] = ["not-for-this-instrument"]
    if (command.goal is None) is instrument.about_goal:
        faults["goal"] = ["required" if instrument.about_goal else "not-for-this-instrument"]
    faults |= _value_faults(command.values, instrument)
    if faults:
        raise Invalid("measurement-refused", faults)


def _value_faults(values: Sequence[int | None], instrument: Instrument) -> dict[str, list[str]]:
    if len(values) != len(instrument.parts):
        return {"values": ["wrong-number"]}
    if all(value is None for value in values):
        return {"values": ["empty"]}
    given = enumerate(zip(values, instrument.parts, strict=True))
    return {f"values.{place}": ["out-of-range"] for place, (value, part) in given if not _fits(value, part)}


def _fits(value: int | None, part: Part) -> bool:
    return value is None or part.low <= value <= part.high


def informant_of(voice: Voice, asker: Principal) -> str | None:
    """Whose series it is; the child has one, whoever heard it."""
    return None if voice is Voice.CHILD else asker.person


def total_of(values: Sequence[int | None], instrument: Instrument) -> int | None:
    """The sum of what was answered; None when more is blank than the published rule allows. Nothing is made up."""
    blank = sum(value is None for value in values)
    return None if blank > instrument.blank_max else sum(value or 0 for value in values)


def subtotal_of(values: Sequence[int | None], instrument: Instrument, scale: Subscale) -> int | None:
    """None when any part of the subscale is blank."""
    by_code = {part.code: value for part, value in zip(instrument.parts, values, strict=True)}
    own = [by_code[code] for code in scale.parts]
    known = [value for value in own if value is not None]
    return sum(known) if len(known) == len(own) else None


def band_of(total: int | None, instrument: Instrument) -> str | None:
    """What the total is called."""
    reached = [band.code for band in instrument.bands if total is not None and total >= band.at_least]
    return reached[-1] if reached else None


def recorded(
    command: RecordMeasurement, instrument: Instrument, values: Sealed, asker: Principal, *, id: str, at: datetime
) -> Measurement:
    """The answers as they are kept."""
    voice = voice_named(command, asker)
    return Measurement(
        id=id,
        child=command.child,
        clinic=command.clinic,
        instrument=instrument.code,
        version=instrument.version,
        goal=command.goal,
        voice=voice,
        informant=informant_of(voice, asker),
        values=values,
        total=total_of(command.values, instrument),
        subtotals=tuple(
            Subtotal(code=scale.code, value=subtotal_of(command.values, instrument, scale))
            for scale in instrument.subscales
        ),
        answered=sum(value is not None for value in command.values),
        recorded_by=asker.person,
        recorded_at=at,
    )


def voice_named(command: RecordMeasurement, asker: Principal) -> Voice:
    """Clinicians answer for themselves and for a child whom they have heard, never for a guardian."""
    return own_or_child(command.voice, asker)


def decided(
    made: Measurement, command: RecordMeasurement, instrument: Instrument, earlier: Sequence[Measurement],
    rules: ClinicRules,
) -> Decision:  # fmt: skip
    """Kept; and told to clinicians alone when it must be looked at."""
    events: list[Event] = [*_flags(made, command, instrument)]
    if instrument.alliance and ruptured(made, earlier, rules.alliance_drop):
        events.append(
            AllianceRuptured(
                child=made.child, measurement=made.id, clinic=made.clinic, voice=made.voice.value,
                ruptured_at=made.recorded_at,
            )
        )  # fmt: skip
    return Decision(
        changes=(made,), events=tuple(events), reply={"measurement": made.id}, facts={"measurement": made.id}
    )


def ruptured(made: Measurement, earlier: Sequence[Measurement], drop: int) -> bool:
    """At least `drop` points below the same informant's own mean of what came before; two answers make a mean."""
    totals = [item.total for item in earlier if item.total is not None and item.id != made.id]
    if made.total is None or len(totals) < EARLIER_MIN:
        return False
    return fmean(totals) - made.total >= drop


def _flags(made: Measurement, command: RecordMeasurement, instrument: Instrument) -> list[AnswerFlagged]:
    answers = zip(instrument.parts, command.values, strict=True)
    if not any(value for part, value in answers if part.code in instrument.flagged):
        return []
    event = AnswerFlagged(
        child=made.child, measurement=made.id, clinic=made.clinic, instrument=made.instrument,
        recorded_by=made.recorded_by, flagged_at=made.recorded_at,
    )  # fmt: skip
    return [event]


def own_only(made: Measurement, asker: Principal) -> bool:
    """What a guardian may read of measures: their own answers, nobody else's, least of all the child's."""
    return asker.kind is Kind.GUARDIAN and made.voice is Voice.GUARDIAN and made.informant == asker.person
