"""A roster as CSV: one row per child and adult. A child with two parents takes two rows.

Columns, in any order; a star marks those that must be there:

    child_id*                   the clinic's own identifier of the child
    child_name*                 as on the record
    birth_day*                  2019-07-31
    clinic*                     identifier or name of a clinic that is registered
    jurisdiction                such as US-CO; empty: the clinic's
    basis*                      guardian, minor, both or court: who consented to the treatment
    confidentiality_agreement   yes or no; empty: no
    care_team                   practitioners' identifiers, separated by |
    agency                      identifier of the adult who is the agency's contact
    adult_id*                   the clinic's own identifier of the adult; the same adult has the same in every row
    adult_name*                 as on the record
    adult_language              en, es, ...; empty: en
    adult_zone                  such as America/Denver; empty: the clinic's
    adult_email, adult_phone    one each; nobody shares an address with anybody
    email_verified, phone_verified   yes when the owner has proved it; empty: no
    authority*                  sole-legal, joint-legal, protective-order, ... (see contracts/codes.py)
    since*, until               days; until empty: still holds
    source*                     what it rests on, as a code: birth-certificate, court-order, ...
    verifier                    practitioner's identifier of who has seen the document; empty: nobody has
    lives_with_child*           yes or no

A child without any adult has one row in which every adult column is empty.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace

from contracts.codes import AuthorityKind, Channel, ConsentBasis
from deploy.roster.cells import Cells
from deploy.roster.faults import Faults, RosterUnreadable
from deploy.roster.people import Roster, RosterChild, RosterContact, RosterEdge, RosterPerson

CHILD_NEEDED = ("child_id", "child_name", "birth_day", "clinic", "basis")
ADULT_NEEDED = ("adult_id", "adult_name", "authority", "since", "source", "lives_with_child")
CHILD_MORE = ("jurisdiction", "confidentiality_agreement", "care_team", "agency")
ADULT_MORE = (
    "adult_language", "adult_zone", "adult_email", "adult_phone", "email_verified", "phone_verified", "until",
    "verifier",
)  # fmt: skip
COLUMNS = (*CHILD_NEEDED, *CHILD_MORE, *ADULT_NEEDED, *ADULT_MORE)
BYTES_MAX = 64 * 1024 * 1024  # 200,000 rows of 300 bytes
ROWS_MAX = 200_000
DELIMITERS = ",;\t"


def read(content: bytes, faults: Faults) -> Roster:
    """Every row; RosterUnreadable when it is no such file at all."""
    roster = Roster()
    for row, values in _rows(_text(content), faults):
        cells = Cells(row, values, faults)
        child = _child(cells)
        if child is None:
            continue
        known = roster.children.setdefault(child.external, child)
        _same(cells, known, child)
        if any(cells.given(column) for column in (*ADULT_NEEDED, *ADULT_MORE)):
            _add_adult(cells, roster, child.external)
    return roster


def _text(content: bytes) -> str:
    if len(content) > BYTES_MAX:
        raise RosterUnreadable("too-large", f"more than {BYTES_MAX // (1024 * 1024)} MB: split it by clinic")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RosterUnreadable("encoding", "this is UTF-16; save it as CSV UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise RosterUnreadable(
            "encoding", f"not UTF-8 from line {line} on, probably Latin-1 or Windows-1252; save it as CSV UTF-8"
        ) from None
    if "\0" in text:
        raise RosterUnreadable("binary", "this is no text file")
    return text


def _rows(text: str, faults: Faults) -> Iterator[tuple[int, Mapping[str, str]]]:
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(header)
        line = reader.line_num
        for count, values in enumerate(reader, start=1):
            row, line = line + 1, reader.line_num
            if count > ROWS_MAX:
                raise RosterUnreadable("too-many-rows", f"more than {ROWS_MAX:,} rows: split it by clinic")
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(header):
                faults.add(row, "", "cells", f"{len(values)} cells, the header has {len(header)}")
                continue
            yield row, dict(zip(header, values, strict=True))
    except csv.Error as error:
        raise RosterUnreadable("csv", f"line {reader.line_num}: {error}") from None


def _check_header(header: list[str]) -> None:
    missing = [name for name in (*CHILD_NEEDED, *ADULT_NEEDED) if name not in header]
    if missing:
        raise RosterUnreadable("columns", f"the first line must name these columns too: {', '.join(missing)}")
    unknown = sum(name not in COLUMNS for name in header)
    if unknown:
        raise RosterUnreadable("columns", f"{unknown} columns of the first line are unknown: {_places(header)}")
    if len(set(header)) < len(header):
        raise RosterUnreadable("columns", "a column is named twice")


def _places(header: list[str]) -> str:
    return ", ".join(f"number {place}" for place, name in enumerate(header, start=1) if name not in COLUMNS)


def _child(cells: Cells) -> RosterChild | None:
    external, name, born = cells.external("child_id"), cells.name("child_name"), cells.day("birth_day")
    clinic, basis = cells.needed("clinic", 200), cells.one_of("basis", ConsentBasis, "unknown-basis")
    agreement = cells.yes_no("confidentiality_agreement", otherwise=False)
    team, agency = cells.externals("care_team"), cells.given("agency") or None
    if external is None or name is None or born is None or clinic is None or basis is None or agreement is None:
        return None
    return RosterChild(
        external=external, name=name, birth_day=born, clinic=clinic, clinic_column="clinic",
        jurisdiction=cells.given("jurisdiction") or None, basis=basis, agreement=agreement, care_team=team,
        agency=agency, row=cells.row,
    )  # fmt: skip


def _same(cells: Cells, known: RosterChild, child: RosterChild) -> None:
    """Every row about a child says the same of it."""
    columns = {
        "child_name": "name", "birth_day": "birth_day", "clinic": "clinic", "jurisdiction": "jurisdiction",
        "basis": "basis", "confidentiality_agreement": "agreement", "care_team": "care_team", "agency": "agency",
    }  # fmt: skip
    for column, field in columns.items():
        if getattr(known, field) != getattr(child, field):
            cells.wrong(column, "contradiction", f"row {known.row} says something else of the same child")


def _add_adult(cells: Cells, roster: Roster, child: str) -> None:
    person, edge = _person(cells), _edge(cells)
    if person is None or edge is None:
        return
    known = roster.adults.setdefault(person.external, person)
    for column, field in (("adult_name", "name"), ("adult_language", "language"), ("adult_zone", "zone")):
        if getattr(known, field) != getattr(person, field):
            cells.wrong(column, "contradiction", f"row {known.row} says something else of the same adult")
    _join_contacts(cells, roster, known, person)
    before = roster.children[child]
    if any((one.adult, one.authority) == (edge.adult, edge.authority) for one in before.edges):
        cells.wrong("authority", "duplicate", "an earlier row says the same of this child and adult")
        return
    roster.children[child] = replace(before, edges=(*before.edges, edge))


def _join_contacts(cells: Cells, roster: Roster, known: RosterPerson, person: RosterPerson) -> None:
    """A later row may add an address; it may not name another."""
    joined = {contact.channel: contact for contact in known.contacts}
    for contact in person.contacts:
        first = joined.setdefault(contact.channel, contact)
        if first.address != contact.address:
            cells.wrong(contact.column, "contradiction", f"row {first.row} has another one of the same adult")
    roster.adults[known.external] = replace(known, contacts=tuple(joined.values()))


def _person(cells: Cells) -> RosterPerson | None:
    external, name = cells.external("adult_id"), cells.name("adult_name")
    contacts = (
        _contact(cells, "adult_email", Channel.EMAIL, "email_verified"),
        _contact(cells, "adult_phone", Channel.SMS, "phone_verified"),
    )
    language, zone = cells.language("adult_language"), cells.zone("adult_zone")
    if external is None or name is None:
        return None
    there = tuple(contact for contact in contacts if contact is not None)
    return RosterPerson(external=external, name=name, language=language, zone=zone, row=cells.row, contacts=there)


def _contact(cells: Cells, column: str, channel: Channel, proof: str) -> RosterContact | None:
    address, verified = cells.address(column, channel), cells.yes_no(proof, otherwise=False)
    if address is None:
        return None
    return RosterContact(channel=channel.value, address=address, verified=bool(verified), row=cells.row, column=column)


def _edge(cells: Cells) -> RosterEdge | None:
    adult, authority = cells.external("adult_id"), cells.one_of("authority", AuthorityKind, "unknown-authority")
    since, until = cells.day("since"), cells.maybe_day("until")
    source, home = cells.code("source"), cells.yes_no("lives_with_child")
    if adult is None or authority is None or since is None or source is None or home is None:
        return None
    return RosterEdge(
        adult=adult, authority=authority, since=since, until=until, source=source,
        verifier=cells.given("verifier") or None, lives_with_child=home, row=cells.row,
    )  # fmt: skip
