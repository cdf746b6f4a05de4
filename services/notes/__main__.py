"""`python -m services.notes api|worker`."""

import sys

from services.notes.app import PROGRAM

sys.exit(PROGRAM.main(sys.argv[1:]))
