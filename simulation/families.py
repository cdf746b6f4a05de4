"""The children of the simulation and the adults around them, one family of each shape."""

from dataclasses import dataclass

from kernel.auth.principal import Kind, Principal, Role

NETWORK, CLINIC = "network-north", "clinic-hill"
CANARY = "Zebedee"  # in every confidential text and name; must be found in no message and no event
ADULT_BORN, TEEN_BORN, CHILD_BORN = "1985-05-05", "2010-06-06", "2017-07-07"


@dataclass(frozen=True, slots=True)
class Adult:
    """An adult of a family; `never` must not receive anything about this child, whatever happens."""

    person: str
    authority: str
    lives_with_child: bool = False
    sms: bool = True
    email: bool = True
    never: bool = False

    @property
    def address(self) -> str:
        """Theirs alone."""
        return f"{self.person}@mail.example"

    @property
    def number(self) -> str:
        """Theirs alone."""
        return "+1555" + "".join(str(ord(letter) % 10) for letter in self.person)[-7:].rjust(7, "0")


@dataclass(frozen=True, slots=True)
class Shape:
    """One family."""

    child: str
    adults: tuple[Adult, ...]
    birth_day: str = CHILD_BORN
    basis: str = "guardian"
    agreement: bool = False
    accused: tuple[str, ...] = ()

    def adult(self, person: str) -> Adult:
        """By id."""
        return next(adult for adult in self.adults if adult.person == person)


SHAPES = (
    Shape("joint", (Adult("joint-ann", "joint-legal", True), Adult("joint-ben", "joint-legal"))),
    Shape(
        "sole",
        (
            Adult("sole-cara", "sole-legal", True),
            Adult("sole-dan", "access-only"),
            Adult("sole-eva", "step-parent", True),
        ),
    ),
    Shape("order", (Adult("order-fay", "sole-legal", True), Adult("order-gus", "protective-order", never=True))),
    Shape(
        "accused",
        (Adult("accused-hal", "joint-legal", True), Adult("accused-ida", "joint-legal", sms=False)),
        accused=("accused-hal",),
    ),
    Shape(
        "teen",
        (Adult("teen-jo", "joint-legal", True), Adult("teen-kit", "joint-legal", email=False)),
        birth_day=TEEN_BORN,
        basis="minor",
    ),
    Shape(
        "foster",
        (
            Adult("foster-lea", "foster", True),
            Adult("foster-max", "state-guardian"),
            Adult("foster-nan", "rights-terminated", never=True),
        ),
        basis="court",
        agreement=True,
    ),
)


def _staff(person: str, *roles: Role) -> Principal:
    return Principal(person, Kind.STAFF, NETWORK, frozenset((CLINIC, str(role)) for role in roles), via="web")


THERAPIST = _staff("therapist-1", Role.THERAPIST)
SUPERVISOR = _staff("supervisor-1", Role.SUPERVISOR)
NIGHT = _staff("night-1", Role.THERAPIST)
DESK = _staff("desk-1", Role.FRONT_DESK, Role.CLINIC_ADMIN)
WEB = Principal("web", Kind.SERVICE, None, via="web")


def guardian(person: str) -> Principal:
    """An adult, signed in by the second factor."""
    return Principal(person, Kind.GUARDIAN, NETWORK, via="web")
