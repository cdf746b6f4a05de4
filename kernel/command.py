"""To whose stream a command belongs: a child's pseudonym, else the person or the clinic that it concerns."""

from dataclasses import dataclass


def person_stream(person: str) -> str:
    """The stream, and the subject of the key, of what concerns one person."""
    return f"person:{person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChild:
    """A command about one child."""

    child: str

    @property
    def stream(self) -> str:
        """The child's."""
        return self.child


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPerson:
    """A command about one person."""

    person: str

    @property
    def stream(self) -> str:
        """The person's."""
        return person_stream(self.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfClinic:
    """A command about one clinic."""

    clinic: str

    @property
    def stream(self) -> str:
        """The clinic's."""
        return f"clinic:{self.clinic}"
