"""`python -m services.notifications api|worker`."""

import sys

from services.notifications.app import PROGRAM

if __name__ == "__main__":
    sys.exit(PROGRAM.main(sys.argv[1:]))
