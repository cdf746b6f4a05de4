"""One cell to one value. Whatever does not fit is a fault, and the value None."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from zoneinfo import available_timezones

from contracts.codes import Channel
from deploy.roster.faults import Faults
from kernel.contract import CODE_PATTERN
from kernel.errors import Invalid
from services.consent.schemas.fields import LANGUAGE_PATTERN
from services.consent.settings import NAME_CHARACTERS_MAX, TEAM_MAX
from services.notifications.decisions.contacts import normalised

EXTERNAL_CHARACTERS_MAX = 128  # medical record numbers have about twenty, FHIR identifiers and UUIDs forty
LIST_MARK = "|"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES_NO: Mapping[str, bool] = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_ZONES = available_timezones()

C = TypeVar("C", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Cells:
    """One row. Texts are trimmed and in Unicode form C."""

    row: int
    values: Mapping[str, str]
    faults: Faults

    def given(self, column: str) -> str:
        """The text, empty when there is none."""
        return unicodedata.normalize("NFC", self.values.get(column, "")).strip()

    def wrong(self, column: str, code: str, says: str) -> None:
        """A fault in this row."""
        self.faults.add(self.row, column, code, says)

    def needed(self, column: str, longest: int) -> str | None:
        """A text that must be there."""
        text = self.given(column)
        if not text:
            self.wrong(column, "missing", "must not be empty")
            return None
        if len(text) > longest:
            self.wrong(column, "too-long", f"{len(text)} characters, at most {longest}")
            return None
        if any(unicodedata.category(character) == "Cc" for character in text):
            self.wrong(column, "control-character", "holds a line break or another control character")
            return None
        return text

    def external(self, column: str) -> str | None:
        """The clinic's own identifier of somebody."""
        return self.needed(column, EXTERNAL_CHARACTERS_MAX)

    def name(self, column: str) -> str | None:
        """A person's name."""
        return self.needed(column, NAME_CHARACTERS_MAX)

    def day(self, column: str) -> date | None:
        """A calendar day, written 2019-07-31 and no other way: 07/03/2019 means two different days."""
        text = self.needed(column, 40)
        if text is None:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            self.wrong(column, "no-such-day", "this day does not exist in the calendar")
            return None
        self.wrong(column, "date-form", "write days as 2019-07-31 (year-month-day)")
        return None

    def maybe_day(self, column: str) -> date | None:
        """A calendar day or nothing."""
        return self.day(column) if self.given(column) else None

    def yes_no(self, column: str, otherwise: bool | None = None) -> bool | None:
        """`yes` or `no`; empty gives `otherwise`, and is a fault without one."""
        text = self.given(column).lower()
        if not text and otherwise is not None:
            return otherwise
        if text not in _YES_NO:
            self.wrong(column, "yes-or-no", "write yes or no")
        return _YES_NO.get(text)

    def one_of(self, column: str, codes: type[C], unknown: str) -> C | None:
        """A code; the fault names those there are."""
        text = self.needed(column, 64)
        if text is None:
            return None
        try:
            return codes(text.lower())
        except ValueError:
            self.wrong(column, unknown, f"one of: {', '.join(code.value for code in codes)}")
            return None

    def code(self, column: str) -> str | None:
        """Small letters, digits and hyphens: the sort of a document, never a sentence."""
        text = self.needed(column, 64)
        if text is not None and not re.fullmatch(CODE_PATTERN, text.lower()):
            self.wrong(column, "not-a-code", "small letters, digits and hyphens, such as court-order")
            return None
        return text.lower() if text else None

    def language(self, column: str) -> str:
        """`en`, `es`, `pt-BR`; English when empty."""
        text = self.given(column) or "en"
        if not re.fullmatch(LANGUAGE_PATTERN, text):
            self.wrong(column, "not-a-language", "a language tag such as en, es or pt-BR")
        return text

    def zone(self, column: str) -> str | None:
        """An IANA time zone, None when empty."""
        text = self.given(column)
        if text and text not in _ZONES:
            self.wrong(column, "not-a-zone", "a time zone such as America/Denver")
        return text or None

    def externals(self, column: str) -> tuple[str, ...]:
        """Identifiers separated by `|`."""
        parts = tuple(part.strip() for part in self.given(column).split(LIST_MARK) if part.strip())
        if len(parts) > TEAM_MAX:
            self.wrong(column, "too-many", f"at most {TEAM_MAX}")
        if any(len(part) > EXTERNAL_CHARACTERS_MAX for part in parts):
            self.wrong(column, "too-long", f"an identifier has at most {EXTERNAL_CHARACTERS_MAX} characters")
        return parts

    def address(self, column: str, channel: Channel) -> str | None:
        """An e-mail address or telephone number as typed, None when empty."""
        text = self.given(column)
        if not text:
            return None
        try:
            normalised(channel, text)
        except Invalid:
            says = "an e-mail address" if channel is Channel.EMAIL else "a telephone number such as +1 303 555 0120"
            self.wrong(column, "not-an-address", says)
            return None
        return text
