"""What the rules guarantee, checked over their whole space of decisions and put on file with the rules' version.

Part one (`flags.py`) walks every combination of the flags that the rules look at; part two (`households.py`) enumerates
families, so that reading a case into flags and naming who bears a duty is checked too. `made.py` runs both.
"""
