"""Who may knock, and where. The marks open the door by role; who may touch which child is decided behind it."""

from kernel.auth.principal import Role

CLINICAL = (Role.THERAPIST, Role.SUPERVISOR)
BOOKING = (*CLINICAL, Role.FRONT_DESK, Role.CLINIC_ADMIN)
ADMIN = (Role.CLINIC_ADMIN,)
CLINIC = "/clinics/<string:clinic>"
CHILD = "/children/<string:child>"
NOTE = f"{CHILD}/notes/<string:note>"
CONCERN = f"{CHILD}/concerns/<string:concern>"
