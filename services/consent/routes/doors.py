"""Whom a route lets in. Who may touch which child is decided behind the door, in `decisions/access.py`."""

from kernel.auth.principal import Role

DESK = (Role.FRONT_DESK, Role.CLINIC_ADMIN)
STAFF = (Role.THERAPIST, Role.SUPERVISOR, *DESK)
CHILD = "/children/<string:child>"
