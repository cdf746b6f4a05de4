"""Who may knock, and where. The marks open the door by role; who may touch which child is decided behind it."""

from kernel.auth.principal import Kind, Role

CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)
EITHER = (*CLINICAL, Kind.GUARDIAN)
CHILD = "/children/<string:child>"
GOALS = f"{CHILD}/goals"
GOAL = f"{GOALS}/<string:goal>"
OWN_GOALS = f"{CHILD}/parallel-goals"
