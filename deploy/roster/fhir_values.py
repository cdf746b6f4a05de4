"""Reading one entry of a bundle: paths, references, extensions, human names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy.roster.cells import Cells
from deploy.roster.faults import Faults

EXTENSION = "urn:alliance:"


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource with its place in the bundle, from 1."""

    place: int
    url: str
    resource: Mapping[str, Any]
    faults: Faults

    @property
    def kind(self) -> str:
        """`Patient` and its like."""
        return str(self.resource.get("resourceType", ""))

    @property
    def names(self) -> tuple[str, ...]:
        """What references call it."""
        own = self.resource.get("id")
        return tuple(name for name in (self.url, f"{self.kind}/{own}" if isinstance(own, str) else "") if name)

    def wrong(self, path: str, code: str, says: str) -> None:
        """A fault of this entry."""
        self.faults.add(self.place, self.at(path), code, says)

    def at(self, path: str) -> str:
        """The column that a fault names."""
        return f"{self.kind}.{path}"

    def cells(self, path: str, value: object) -> Cells:
        """One value as a row of one column, so that both forms are read by the same rules."""
        return Cells(self.place, {self.at(path): value if isinstance(value, str) else ""}, self.faults)

    def external(self) -> str | None:
        """The first identifier's value, else the resource's id."""
        for item in _objects(self.resource.get("identifier")):
            if isinstance(item.get("value"), str) and item["value"].strip():
                return self.cells("identifier", item["value"]).external(self.at("identifier"))
        return self.cells("identifier", self.resource.get("id")).external(self.at("identifier"))

    def name(self) -> str | None:
        """`text`, else given and family; the official or usual one before others."""
        found = _objects(self.resource.get("name"))
        found.sort(key=lambda item: item.get("use") not in ("official", "usual"))
        return self.cells("name", _human(found[0]) if found else "").name(self.at("name"))

    def extension(self, name: str) -> Any:
        """The value of one of ours, None when it is absent."""
        for item in _objects(self.resource.get("extension")):
            if item.get("url") == EXTENSION + name:
                return next((value for key, value in item.items() if key.startswith("value")), None)
        return None

    def yes(self, name: str) -> bool:
        """A boolean extension; absent means no, anything else is a fault."""
        value = self.extension(name)
        if value is not None and not isinstance(value, bool):
            self.wrong(f"extension({name})", "not-a-boolean", "valueBoolean is needed")
        return value is True

    def reference(self, path: str) -> str | None:
        """Where a single reference leads, None when there is none."""
        return referenced(self.resource.get(path))

    def references(self, path: str) -> list[str]:
        """Where the references of a list lead."""
        found = (referenced(item) for item in _objects(self.resource.get(path)))
        return [reference for reference in found if reference]

    def days(self, path: str) -> tuple[date | None, date | None]:
        """Start and end of a period; FHIR's partial dates (a year, a month) are faults, for they name no day."""
        period = self.resource.get(path)
        start, end = (period.get("start"), period.get("end")) if isinstance(period, Mapping) else (None, None)
        first = self.cells(f"{path}.start", _day(start)).day(self.at(f"{path}.start"))
        return first, self.cells(f"{path}.end", _day(end)).maybe_day(self.at(f"{path}.end"))

    def telecom(self, system: str) -> str:
        """The first address of a kind that is not marked old."""
        for item in _objects(self.resource.get("telecom")):
            if item.get("system") == system and item.get("use") != "old" and isinstance(item.get("value"), str):
                return str(item["value"])
        return ""

    def codes(self, path: str) -> list[str]:
        """Every code of a list of concepts."""
        concepts = _objects(self.resource.get(path))
        return [str(coding.get("code", "")) for concept in concepts for coding in _objects(concept.get("coding"))]


def _day(value: object) -> object:
    """A dateTime begins with its day."""
    return value[:10] if isinstance(value, str) and "T" in value else value


def referenced(value: object) -> str | None:
    """`Patient/7` of a Reference."""
    found = value.get("reference") if isinstance(value, Mapping) else None
    return found if isinstance(found, str) and found else None


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _human(name: Mapping[str, Any]) -> str:
    if isinstance(name.get("text"), str) and name["text"].strip():
        return str(name["text"])
    given, family = name.get("given"), name.get("family")
    parts = [*(given if isinstance(given, list) else []), family]
    return " ".join(part for part in parts if isinstance(part, str)).strip()
