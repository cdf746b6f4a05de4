"""`python -m services.consent api|worker`."""

import sys

from services.consent.app import PROGRAM

sys.exit(PROGRAM.main(sys.argv[1:]))
