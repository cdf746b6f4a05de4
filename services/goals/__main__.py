"""`python -m services.goals api|worker`."""

import sys

from services.goals.app import PROGRAM

sys.exit(PROGRAM.main(sys.argv[1:]))
