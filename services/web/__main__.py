"""`python -m services.web api|worker`."""

import sys

from services.web.app import PROGRAM

if __name__ == "__main__":
    sys.exit(PROGRAM.main(sys.argv[1:]))
