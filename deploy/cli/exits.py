"""Exit codes, the same for every command."""

DONE = 0
FAILED = 1  # it was tried and failed, or a check found something wrong
USAGE = 2  # argparse's own
FOUND = 3  # nothing is broken, but a person should look: warnings, parked children, dead letters
WRONG_PLACE = 78  # EX_CONFIG of sysexits: settings do not fit; starting again will not help
INTERRUPTED = 130  # as shells say of Ctrl-C

EXITS = """exit codes:
  0    done, everything in order
  1    it failed, or a check found something wrong
  2    the command line was not understood
  3    it works, but a person should look (warnings, parked children, dead letters)
  78   the settings do not fit; a demo was pointed at another machine
  130  interrupted with Ctrl-C
"""
