"""Other engines with our tables written in their languages, to be measured beside ours on the same questions.

Each peer gets the flags of a question ready-made (`flags.py`): reading the dated case into them is left to nobody but
us. Its policies hold every rule that bears on permit or not, ranks included; what it cannot say (which rule, escalate,
obligations) it does not have to. The agreement on every question is checked before anything is measured.
"""
